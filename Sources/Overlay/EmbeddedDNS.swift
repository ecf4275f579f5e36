import Basics
package import SwarmModel
import SwarmStore

/// Answers names as the DNS of the engine on a task's node does.
///
/// Each overlay network of the task is asked in turn, for the whole name first and then for what
/// comes before the network's own name: `web.shop_default`. Only tasks that take connections have
/// names, and a service's name goes with the last of them. The ingress network has no names.
///
/// - Source: the engine's network library: service records, aliases, `tasks.NAME`.
package struct EmbeddedDNS<Ground: NetworkGround> {
    let ground: Ground

    package init(_ ground: Ground) { self.ground = ground }

    private var store: Store { ground.store }

    /// What a task's container gets for a name.
    ///
    /// - Throws: that there is no such container to ask from.
    /// - Complexity: O(services + tasks of those that bear the name).
    package func answer(_ query: NameQuery) throws(EngineError) -> NameAnswer {
        let asker = try asker(query.task)
        let name = Self.normal(query.name)
        let networks = networks(of: asker.task)
        let searched = networks.map(\.id)
        if let host = hostsFile(of: asker.task, name) {
            return NameAnswer(.hostsFile, [host], searched: searched)
        }
        for (part, network) in Self.tries(name, networks) {
            if let answer = look(for: part, on: network, from: asker.node) {
                var answer = answer
                answer.searched = searched
                return answer
            }
        }
        let note = DNSExplanation(ground, asker: asker, networks: networks).whyNot(name)
        return NameAnswer(.unknown, searched: searched, note: note)
    }

    /// A running container, and where it runs.
    struct Asker {
        let task: SwarmTask
        let node: NodeID
    }

    func asker(_ id: TaskID) throws(EngineError) -> Asker {
        guard let task = store.task(id) else { throw .notFound("task", "\(id)") }
        guard let node = task.nodeID, ground.serves(id) else {
            throw EngineError(
                status: 409,
                message: "task \(task.rowName) has no running container to ask from"
            )
        }
        return Asker(task: task, node: node)
    }

    /// The networks with names, in the task's own order.
    func networks(of task: SwarmTask) -> [Network] {
        task.networks.compactMap { store.network($0.network) }
            .filter { !$0.spec.ingress && !$0.spec.isNodeLocal }
    }

    /// Letters count alike, large or small, and a dot at the end means nothing.
    static func normal(_ name: String) -> String {
        let lower = name.lowercased()
        return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
    }

    /// What is looked for where, in order: the whole name everywhere, then `NAME.NETWORK`.
    private static func tries(_ name: String, _ networks: [Network]) -> [(String, Network)] {
        var tries = networks.map { (name, $0) }
        for network in networks {
            let tail = "." + network.name.lowercased()
            if name.hasSuffix(tail), name.count > tail.count {
                tries.append((String(name.dropLast(tail.count)), network))
            }
        }
        return tries
    }

    /// The container's own extra hosts, written `ADDRESS NAME …`.
    private func hostsFile(of task: SwarmTask, _ name: String) -> NameAnswer.Record? {
        for line in task.spec.value.container.hosts {
            let words = line.split(separator: " ").map(String.init)
            guard let address = words.first,
                words.dropFirst().contains(where: { $0.lowercased() == name })
            else { continue }
            return NameAnswer.Record(address: address, owner: .host, name: name)
        }
        return nil
    }

    private func look(for name: String, on network: Network, from node: NodeID) -> NameAnswer? {
        if InternetAddress(name) != nil { return reverse(name, on: network, from: node) }
        if name.hasPrefix("tasks.") {
            let found = bearers(of: String(name.dropFirst(6)), on: network, from: node)
            if !found.isEmpty { return answer(.tasks, found, on: network) }
        }
        let services = bearers(of: name, on: network, from: node)
        let virtual = Self.virtualIPs(of: services, on: network)
        if !virtual.isEmpty { return NameAnswer(.virtualIP, virtual, on: network.id) }
        if !services.isEmpty { return answer(.roundRobin, services, on: network) }
        let containers = containers(called: name, on: network, from: node)
        return containers.isEmpty ? nil : answer(.container, containers, on: network)
    }

    private func answer(
        _ kind: NameAnswer.Kind,
        _ backends: [Backend],
        on network: Network
    ) -> NameAnswer {
        let records = backends.map {
            NameAnswer.Record(address: $0.address, owner: .task($0.task.id), name: $0.task.name)
        }
        return NameAnswer(kind, records, on: network.id)
    }

    // MARK: - Who bears a name

    /// Tasks whose service has the name, or the alias, on a network.
    private func bearers(of name: String, on network: Network, from node: NodeID) -> [Backend] {
        store.services.filter { $0.mayBear(name, on: network.id) }.flatMap { service in
            ground.backends(of: service.id, on: network.id, seenFrom: node)
                .filter { $0.task.bears(name, on: network.id) }
        }
    }

    /// The virtual addresses that stand for those tasks, each once; none in mode dnsrr (ALC-30).
    private static func virtualIPs(
        of backends: [Backend],
        on network: Network
    ) -> [NameAnswer.Record] {
        var records: [NameAnswer.Record] = []
        for backend in backends {
            guard let address = backend.task.virtualIP(on: network.id),
                !records.contains(where: { $0.address == address })
            else { continue }
            records.append(
                NameAnswer.Record(
                    address: address,
                    owner: .service(backend.task.serviceID),
                    name: backend.task.serviceName
                )
            )
        }
        return records
    }

    /// Containers by `SERVICE.SLOT.ID`, by the short id, or by a host name of their service.
    private func containers(
        called name: String,
        on network: Network,
        from node: NodeID
    ) -> [Backend] {
        if let dot = name.lastIndex(of: "."),
            let id = TaskID(String(name[name.index(after: dot)...])),
            let task = store.task(id), task.name.lowercased() == name
        {
            return [ground.backend(task, on: network.id, seenFrom: node)].compactMap(\.self)
        }
        let isShortID = name.count == 12 && name.allSatisfy(\.isHexDigit)
        let services = store.services.filter {
            $0.isOn(network.id)
                && (isShortID || $0.spec.task.container.hostname.lowercased() == name)
        }
        return services.flatMap { service in
            ground.backends(of: service.id, on: network.id, seenFrom: node).filter { backend in
                isShortID
                    ? backend.task.status.container?.id.short == name
                    : backend.task.spec.value.container.hostname.lowercased() == name
            }
        }
    }

    /// An address of a container is answered with its name; virtual addresses have none.
    private func reverse(
        _ address: String,
        on network: Network,
        from node: NodeID
    ) -> NameAnswer? {
        for service in store.services where service.isOn(network.id) {
            for backend in ground.backends(of: service.id, on: network.id, seenFrom: node)
            where backend.address == address {
                let record = NameAnswer.Record(
                    address: address,
                    owner: .task(backend.task.id),
                    name: "\(backend.task.name).\(network.name)"
                )
                return NameAnswer(.reverse, [record], on: network.id)
            }
        }
        return nil
    }
}

extension Service {
    /// Whether some task of it may have the name on a network: its present or previous spec says.
    fileprivate func mayBear(_ name: String, on network: NetworkID) -> Bool {
        if self.name.lowercased() == name { return true }
        return [spec, previousSpec].compactMap(\.self).contains {
            $0.task.aliases(on: network).contains(name)
        }
    }
}

extension TaskSpec {
    func aliases(on network: NetworkID) -> [String] {
        networks.filter { $0.target == network }.flatMap(\.aliases).map { $0.lowercased() }
    }
}

extension SwarmTask {
    fileprivate func bears(_ name: String, on network: NetworkID) -> Bool {
        serviceName.lowercased() == name || spec.value.aliases(on: network).contains(name)
    }

    /// Its service's virtual address on a network, as it was when the task was allocated (ALC-2).
    func virtualIP(on network: NetworkID) -> String? {
        endpoint?.virtualIPs.first { $0.network == network && !$0.address.isEmpty }?
            .address.withoutPrefix
    }
}
