package import Basics
package import SwarmModel
import SwarmStore

/// Where the next connections go: through the routing mesh, or inside of a network.
///
/// - Source: ALC-3, ALC-24, ALC-30, ALC-40; the kernel's round robin.
package struct Connections<Ground: NetworkGround> {
    let ground: Ground
    private let dns: EmbeddedDNS<Ground>

    package init(_ ground: Ground) {
        self.ground = ground
        dns = EmbeddedDNS(ground)
    }

    private var store: Store { ground.store }

    /// An open way to containers, one of which answers each connection.
    package struct Route {
        package let way: RequestWay
        package let network: NetworkID?
        package let service: ServiceID?
        /// The load balancer's address on the node that was asked, or the virtual one.
        package let entryAddress: String
        /// The port in the container; `nil` = the one its image exposes.
        package let port: UInt32?
        let key: BalancerTurns.Key?
        let backends: [Backend]

        /// The task that the next connection reaches, with its node and address.
        package func next(
            _ turns: inout BalancerTurns
        ) -> (task: SwarmTask, node: NodeID, address: String)? {
            guard let key else {
                return backends.first.map { ($0.task, $0.node, $0.address) }
            }
            guard let index = turns.next(backends, at: key) else { return nil }
            turns.note(backends[index], at: key)
            return (backends[index].task, backends[index].node, backends[index].address)
        }
    }

    /// What a route was found for, and by which node.
    package struct Entry {
        package let node: NodeID
        package let route: Result<Route, RequestFailure>
    }

    /// The way of connections to a target.
    ///
    /// - Throws: that the node or the asking task does not exist, which is no matter of networks.
    package func entry(to target: RequestTarget) throws(EngineError) -> Entry {
        switch target {
        case .published(let node, let port):
            guard let node = store.node(node) else { throw .notFound("node", "\(node)") }
            return Entry(node: node.id, route: published(port, on: node))
        case .name(let name, let port, let task):
            let asker = try dns.asker(task)
            let answer = try dns.answer(NameQuery(name, from: task))
            return Entry(node: asker.node, route: inside(answer, name, port: port, from: asker))
        }
    }
}

// MARK: - The routing mesh

extension Connections {
    private func published(_ port: UInt32, on node: Node) -> Result<Route, RequestFailure> {
        guard ground.isUp(node.id) else {
            return .failure(.noRoute("\(node.displayName) is down or not in the swarm"))
        }
        if let route = hostPort(port, on: node) { return .success(route) }
        guard let (service, config) = publisher(of: port) else {
            return .failure(.refused(notPublished(port, on: node)))
        }
        guard config.transport == .tcp else {
            let words = "\(port) is published for \(config.transport.rawValue), not for tcp"
            return .failure(.refused(words))
        }
        return ingress(service, config, on: node)
    }

    /// A port of a task on that very node (ALC-40).
    private func hostPort(_ port: UInt32, on node: Node) -> Route? {
        for task in store.tasks(on: node.id) where ground.serves(task.id) {
            guard let config = task.hostPort(port) else { continue }
            let backend = Backend(
                task: task,
                node: node.id,
                address: task.networks.lazy.flatMap(\.addresses).first?.withoutPrefix ?? ""
            )
            return Route(
                way: .hostPort,
                network: nil,
                service: task.serviceID,
                entryAddress: node.status.address,
                port: config.targetPort,
                key: nil,
                backends: [backend]
            )
        }
        return nil
    }

    private func publisher(of port: UInt32) -> (Service, PortConfig)? {
        for service in store.services {
            let config = service.endpoint?.ports.first {
                $0.publishMode == .ingress && $0.publishedPort == port
            }
            if let config { return (service, config) }
        }
        return nil
    }

    private func ingress(
        _ service: Service,
        _ config: PortConfig,
        on node: Node
    ) -> Result<Route, RequestFailure> {
        guard let network = store.ingressNetwork else {
            return .failure(.refused("there is no ingress network"))
        }
        let backends = ground.backends(of: service.id, on: network.id, seenFrom: node.id)
        guard !backends.isEmpty else {
            return .failure(
                .refused(
                    "\(service.name) has no running, healthy task that \(node.displayName) reaches"
                )
            )
        }
        return .success(
            Route(
                way: .ingress,
                network: network.id,
                service: service.id,
                entryAddress: ground.loadBalancer(of: node.id, on: network.id)?.withoutPrefix ?? "",
                port: config.targetPort,
                key: .init(node: node.id, network: network.id, service: service.id),
                backends: backends
            )
        )
    }

    private func notPublished(_ port: UInt32, on node: Node) -> String {
        let hosts = store.nodes.filter { other in
            other.id != node.id && ground.isUp(other.id)
                && store.tasks(on: other.id).contains {
                    ground.serves($0.id) && $0.hostPort(port) != nil
                }
        }.map(\.displayName)
        if !hosts.isEmpty {
            return "\(port) is published in host mode, and no task with it runs on "
                + "\(node.displayName); on \(hosts.joined(separator: ", ")) one does"
        }
        var ports: Set<UInt32> = []
        for config in store.services.flatMap({ $0.endpoint?.ports ?? [] })
        where config.publishMode == .ingress && config.transport == .tcp {
            ports.insert(config.publishedPort)
        }
        let known = ports.sorted().map { "\($0)" }
        if known.isEmpty { return "no service publishes \(port), nor any other port" }
        return "no service publishes \(port); published are \(known.joined(separator: ", "))"
    }
}

// MARK: - Inside of a network

extension Connections {
    private func inside(
        _ answer: NameAnswer,
        _ name: String,
        port: UInt32?,
        from asker: EmbeddedDNS<Ground>.Asker
    ) -> Result<Route, RequestFailure> {
        if InternetAddress(name) != nil { return toAddress(name, port: port, from: asker) }
        switch answer.kind {
        case .unknown: return .failure(.unknownName(answer.note))
        case .hostsFile, .reverse:
            return toAddress(answer.records.first?.address ?? "", port: port, from: asker)
        case .virtualIP:
            return toAddress(answer.records.first?.address ?? "", port: port, from: asker)
        case .roundRobin, .tasks, .container:
            return .success(direct(answer, port: port, from: asker))
        }
    }

    /// The client takes the first of the addresses, and the DNS lets each be the first in turn.
    private func direct(
        _ answer: NameAnswer,
        port: UInt32?,
        from asker: EmbeddedDNS<Ground>.Asker
    ) -> Route {
        let network = answer.network
        let backends = answer.records.compactMap { record -> Backend? in
            guard case .task(let id) = record.owner, let task = store.task(id),
                let node = task.nodeID
            else { return nil }
            return Backend(task: task, node: node, address: record.address)
        }
        let service = backends.first?.task.serviceID
        var key: BalancerTurns.Key?
        if let network, let service, backends.count > 1 {
            key = .init(node: asker.node, network: network, service: service)
        }
        return Route(
            way: .direct,
            network: network,
            service: service,
            entryAddress: backends.count == 1 ? backends.first?.address ?? "" : "",
            port: port,
            key: key,
            backends: backends
        )
    }

    private func toAddress(
        _ address: String,
        port: UInt32?,
        from asker: EmbeddedDNS<Ground>.Asker
    ) -> Result<Route, RequestFailure> {
        for network in dns.networks(of: asker.task) {
            for service in store.services where service.isOn(network.id) {
                let backends = ground.backends(
                    of: service.id,
                    on: network.id,
                    seenFrom: asker.node
                )
                let balanced = backends.filter { $0.task.virtualIP(on: network.id) == address }
                let own = backends.filter { $0.address == address }
                guard !balanced.isEmpty || !own.isEmpty else { continue }
                return .success(
                    Route(
                        way: own.isEmpty ? .virtualIP : .direct,
                        network: network.id,
                        service: service.id,
                        entryAddress: address,
                        port: port,
                        key: own.isEmpty
                            ? .init(node: asker.node, network: network.id, service: service.id)
                            : nil,
                        backends: own.isEmpty ? balanced : own
                    )
                )
            }
        }
        return .failure(
            .noRoute("nobody answers at \(address) on a network of \(asker.task.rowName)")
        )
    }
}

extension Service {
    /// Whether its tasks join a network.
    func isOn(_ network: NetworkID) -> Bool {
        spec.task.networks.contains { $0.target == network }
    }
}

extension SwarmTask {
    /// The port that its node publishes for it under a number, if it does.
    fileprivate func hostPort(_ number: UInt32) -> PortConfig? {
        let ports = status.hostPorts + (endpoint?.ports.filter { $0.publishMode == .host } ?? [])
        return ports.first { $0.publishedPort == number && $0.transport == .tcp }
    }
}
