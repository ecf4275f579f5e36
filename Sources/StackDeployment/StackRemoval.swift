package import ClusterPorts
import SwarmModel
import SwarmStore

/// Removes what bears a stack's label: services, secrets, configs, networks, in this order.
///
/// Named volumes stay; they are on the nodes and bear no one's name.
package struct StackRemoval: Sendable {
    private let session: any ClusterSession

    package init(session: any ClusterSession) { self.session = session }

    /// Removes the stack of that name; that there is none is reported, and no failure.
    ///
    /// - Parameters:
    ///   - name: the stack's name.
    ///   - isStopped: asked between two steps whether to go no further.
    ///   - report: gets each step before it is carried out, and each refusal.
    /// - Throws: `incompleteRemoval` after everything was tried, or `stopped`.
    package func remove(
        _ name: String,
        isStopped: @Sendable () -> Bool = { false },
        report: @Sendable (StackEvent) -> Void
    ) async throws(StackError) {
        let contents = StackContents(of: name, in: await session.snapshot().store)
        if contents.isEmpty { return report(.nothingFound(name)) }
        var isComplete = true
        let removals = removals(of: contents)
        for (index, removal) in removals.enumerated() {
            if isStopped() {
                throw .stopped(left: removals[index...].map(\.line), unanswered: nil)
            }
            report(.removing(removal.kind, removal.name))
            do {
                _ = try await session.performUnlessCalledOff(removal.command)
            } catch {
                if error == .calledOff {
                    let left = removals[(index + 1)...].map(\.line)
                    throw .stopped(left: left, unanswered: removal.line)
                }
                isComplete = false
                report(.notRemoved(removal.kind, id: removal.id, error))
            }
        }
        if !isComplete { throw .incompleteRemoval(name) }
    }

    private struct Removal {
        let kind: StackPlan.Kind
        let name: String
        let id: String
        let command: ClusterCommand

        var line: String { StackEvent.removing(kind, name).line }
    }

    private func removals(of contents: StackContents) -> [Removal] {
        let services = contents.services.map { service in
            Removal(
                kind: .service,
                name: service.name,
                id: "\(service.id)",
                command: .removeService(service.id)
            )
        }
        let secrets = contents.secrets.map { secret in
            Removal(
                kind: .secret,
                name: secret.name,
                id: "\(secret.id)",
                command: .removeSecret(secret.id)
            )
        }
        let configs = contents.configs.map { config in
            Removal(
                kind: .config,
                name: config.name,
                id: "\(config.id)",
                command: .removeConfig(config.id)
            )
        }
        let networks = contents.networks.map { network in
            Removal(
                kind: .network,
                name: network.name,
                id: "\(network.id)",
                command: .removeNetwork(network.id)
            )
        }
        return services + secrets + configs + networks
    }
}
