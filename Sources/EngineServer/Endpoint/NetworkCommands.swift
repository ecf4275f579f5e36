import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

/// `nslookup`, `ping`, `wget` and `curl` in a simulated container.
struct NetworkCommands: Sendable {
    let session: any ClusterSession
    let task: TaskID

    init(_ session: any ClusterSession, _ task: TaskID) {
        self.session = session
        self.task = task
    }

    /// What a command that goes over the networks prints.
    func output(of deed: ContainerShell.Deed) async -> ShellOutput {
        do throws(EngineError) {
            switch deed {
            case .lookUp(let name):
                return ShellAnswers.lookUp(
                    name,
                    try await session.resolve(NameQuery(name, from: task))
                )
            case .ping(let host, let count): return try await ping(host, count)
            case .fetch(let fetch): return try await self.fetch(fetch)
            default: return ShellOutput()
            }
        } catch {
            return .error(error.message + "\n", code: 1)
        }
    }

    private func ping(_ host: String, _ count: Int) async throws(EngineError) -> ShellOutput {
        if Self.isAddress(host) {
            let known = await owners(of: host)
            return ShellAnswers.ping(
                host,
                known ? host : nil,
                count: count,
                note: "nothing in the simulated networks has this address"
            )
        }
        let answer = try await session.resolve(NameQuery(host, from: task))
        return ShellAnswers.ping(
            host,
            answer.records.first?.address,
            count: count,
            note: answer.note
        )
    }

    /// Whether a container, a service or a node has an address.
    private func owners(of address: String) async -> Bool {
        let store = await session.snapshot().store
        return store.nodes.contains { $0.status.address == address }
            || store.services.contains { service in
                service.endpoint?.virtualIPs.contains { $0.address.hasPrefix(address + "/") }
                    ?? false
            }
            || store.allTasks.contains { task in
                task.state == .running
                    && task.networks.contains {
                        $0.addresses.contains { $0.hasPrefix(address + "/") }
                    }
            }
    }

    private func fetch(_ fetch: ShellFetch) async throws(EngineError) -> ShellOutput {
        let snapshot = await session.snapshot()
        let node = snapshot.store.nodes.first {
            $0.status.address == fetch.host || $0.description.hostname == fetch.host
        }
        let target: RequestTarget =
            if let node {
                .published(node: node.id, port: fetch.port ?? 80)
            } else {
                .name(fetch.host, port: fetch.port, from: task)
            }
        let outcome = try await session.perform(.request(target, count: 1))
        guard let report = outcome.requests else { return ShellOutput(code: 1) }
        return ShellAnswers.fetch(
            fetch,
            report,
            body: await body(of: report, path: fetch.path, snapshot.store)
        )
    }

    /// What the image that answered says for a path, as its catalogue has it.
    private func body(of report: RequestReport, path: String, _ store: Store) async -> String? {
        guard let machines = session as? any MachineSession,
            let task = report.traces.first.flatMap({ store.task($0.task) }),
            let image = await machines.image(named: task.image)
        else { return nil }
        let plain = path.prefix { $0 != "?" }
        return image.answers.first { $0.path == plain }?.body
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
