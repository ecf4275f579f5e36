import Basics
import SwarmModel
import SwarmStore

/// Says why a name stands for nothing where it was asked for.
struct DNSExplanation<Ground: NetworkGround> {
    private let ground: Ground
    private let asker: EmbeddedDNS<Ground>.Asker
    private let networks: [Network]

    init(_ ground: Ground, asker: EmbeddedDNS<Ground>.Asker, networks: [Network]) {
        self.ground = ground
        self.asker = asker
        self.networks = networks
    }

    private var store: Store { ground.store }

    func whyNot(_ name: String) -> String {
        if InternetAddress(name) != nil { return "no container here has this address" }
        let bare = name.hasPrefix("tasks.") ? String(name.dropFirst(6)) : name
        let candidates = store.services.filter { $0.hasName(bare) }
        if let service = candidates.first { return whyNot(service) }
        if let network = store.networks.first(where: { name.hasSuffix("." + $0.name.lowercased()) })
        {
            return "nobody is called so on \(network.name), or \(asker.task.rowName) is not on it"
        }
        if let task = taskOfSlot(name) {
            return "a slot is no name: the container is called \(task.name); "
                + "tasks.\(task.serviceName) stands for all of them"
        }
        if networks.isEmpty { return "\(asker.task.rowName) is on no network with names" }
        if name.contains(".") {
            return "simulated: names outside of the swarm are not resolved"
        }
        return "no service, alias or container is called so"
    }

    private func whyNot(_ service: Service) -> String {
        let wanted = service.spec.task.networks.map(\.target)
        let common = networks.filter { wanted.contains($0.id) }
        if let network = common.first {
            let tasks = store.tasks(of: service.id)
            if tasks.contains(where: { ground.serves($0.id) }) {
                return "\(service.name)'s tasks on \(network.name) cannot be reached from here"
            }
            return "\(service.name) has no running, healthy task on \(network.name): "
                + "its name goes with the last one"
        }
        let names = wanted.compactMap { store.network($0)?.name }
        if names.isEmpty { return "service \(service.name) is on no network of its own" }
        return "service \(service.name) is on \(names.joined(separator: ", ")) only, "
            + "\(asker.task.rowName) is not"
    }

    private func taskOfSlot(_ name: String) -> SwarmTask? {
        guard let dot = name.lastIndex(of: "."), let slot = Int(name[name.index(after: dot)...]),
            let service = store.services.first(where: { $0.name.lowercased() == name[..<dot] })
        else { return nil }
        return store.tasks(of: service.id, in: .slot(slot)).last
    }
}

extension Service {
    /// Whether it is called so, or known so on some network.
    fileprivate func hasName(_ name: String) -> Bool {
        self.name.lowercased() == name
            || spec.task.networks.contains { $0.aliases.contains { $0.lowercased() == name } }
    }
}
