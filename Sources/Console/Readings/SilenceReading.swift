import SwarmModel
import SwarmStore

/// What keeps a task or an update waiting where Swarm itself says nothing.
///
/// Swarm behaves so, and skep with it; only the words are skep's own.
enum SilenceReading {
    /// Why a task waits; `nil` if it does not, or if its error says why.
    static func reason(_ task: SwarmTask, in store: Store) -> String? {
        guard task.desiredState <= .complete, let service = store.service(task.serviceID) else {
            return nil
        }
        switch task.state {
        case .new: return takenPort(of: service, in: store)
        case .pending where task.nodeID == nil: return laterSpec(task, of: service)
        default: return nil
        }
    }

    /// A rollback does not ask whether the ports of the earlier spec are still free.
    private static func takenPort(of service: Service, in store: Store) -> String? {
        let wanted = (service.spec.endpoint?.ports ?? [])
            .filter { $0.publishMode == .ingress && $0.publishedPort != 0 }
        if wanted.isEmpty { return nil }
        for other in store.services where other.id != service.id {
            let port = (other.endpoint?.ports ?? []).first { port in
                wanted.contains {
                    port.publishMode == .ingress && $0.publishedPort == port.publishedPort
                        && $0.transport == port.transport
                }
            }
            guard let port else { continue }
            return said(
                "port \(port.publishedPort)/\(port.transport.rawValue) belongs to \(other.name)"
            )
        }
        return nil
    }

    /// The scheduler tries a task once more at most after its service's spec has changed (NSN-3).
    private static func laterSpec(_ task: SwarmTask, of service: Service) -> String? {
        guard let own = task.specVersion, let current = service.specVersion, own < current else {
            return nil
        }
        return said("the service was changed since: Swarm may not place it again; force an update")
    }

    /// Why the state of an update stays as it is; `nil` if it need not.
    ///
    /// Nobody ends the update of a global service of which no task is left.
    static func reason(updateOf service: Service, in store: Store) -> String? {
        guard service.isGlobal,
            [.updating, .rollbackStarted].contains(service.updateStatus?.state),
            !store.tasks(of: service.id).contains(where: { $0.desiredState <= .running })
        else { return nil }
        return said("no task is left to update: Swarm leaves the state so until the next update")
    }
}
