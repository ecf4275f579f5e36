import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// What an engine tells of a swarm's network beyond the swarm's own record of it.
///
/// Its own containers and load balancer there, the engines that take part, and, where all is asked
/// for, the services with their tasks.
struct NetworkDetails {
    let view: EngineView
    let network: Network
    let node: Node

    func added(to form: JSONValue, isVerbose: Bool) -> JSONValue {
        let endpoints = ownEndpoints
        if endpoints.isEmpty { return form }
        // Where a network is in use, its labels are the engine's own copy, which is never absent.
        let whole = form.replacing("Containers", .object(endpoints))
            .changing("Labels") { $0 == .null ? [:] : $0 }
            .adding("Peers", peers)
        return isVerbose ? whole.adding("Services", services) : whole
    }

    /// This machine's containers on the network, then its load balancer there.
    private var ownEndpoints: [JSONValue.Member] {
        var members = view.store.tasks(on: node.id).filter { $0.state == .running }
            .compactMap { task -> JSONValue.Member? in
                guard let container = task.status.container, let address = address(of: task)
                else { return nil }
                return .init(
                    key: container.id.description,
                    value: endpoint(task.name, "\(task.id)/\(network.id)", address)
                )
            }
            .sorted { $0.key < $1.key }
        if let address = view.snapshot.loadBalancers[node.id, network.id] {
            members.append(
                .init(
                    key: network.spec.ingress ? "ingress-sbox" : "lb-\(network.name)",
                    value: endpoint(
                        "\(network.name)-endpoint",
                        "\(node.id)/lb/\(network.id)",
                        address
                    )
                )
            )
        }
        return members
    }

    private func endpoint(_ name: String, _ seed: String, _ address: String) -> JSONValue {
        [
            "Name": .string(name),
            "EndpointID": .string(LocalNetwork.digits(seed)),
            "MacAddress": .string(MACAddress.text(of: address)),
            "IPv4Address": .string(address),
            "IPv6Address": "",
        ]
    }

    /// The engines that take part in the network.
    private var peers: JSONValue {
        let nodes = view.store.nodes.filter {
            view.snapshot.loadBalancers[$0.id, network.id] != nil
        }
        return .array(
            nodes.map { node in
                [
                    "Name": .string(String(LocalNetwork.digits("\(node.id)").prefix(12))),
                    "IP": .string(node.status.address),
                ]
            }
        )
    }

    /// The services on the network by name, with the tasks that answer for each.
    private var services: JSONValue {
        let members = view.store.services.sorted { $0.name < $1.name }
            .compactMap { service -> JSONValue.Member? in
                let tasks = view.store.tasks(of: service.id).filter {
                    $0.state == .running && address(of: $0) != nil
                }
                guard !tasks.isEmpty else { return nil }
                let virtual = service.endpoint?.virtualIPs.first { $0.network == network.id }
                return .init(
                    key: service.name,
                    value: [
                        "VIP": .string(Self.plain(virtual?.address ?? "")),
                        "Ports": ports(of: service),
                        "LocalLBIndex": 256,
                        "Tasks": .array(tasks.map(form)),
                    ]
                )
            }
        return .object(members)
    }

    private func form(of task: SwarmTask) -> JSONValue {
        let host = task.nodeID.flatMap { view.store.node($0)?.status.address } ?? ""
        return [
            "Name": .string(task.name),
            "EndpointID": .string(LocalNetwork.digits("\(task.id)/\(network.id)")),
            "EndpointIP": .string(Self.plain(address(of: task) ?? "")),
            "Info": ["Host IP": .string(host)],
        ]
    }

    /// Published ports belong to the ingress network.
    private func ports(of service: Service) -> JSONValue {
        guard network.spec.ingress else { return [] }
        return .array(
            (service.endpoint?.ports ?? []).map {
                .string("Target: \($0.targetPort), Publish: \($0.publishedPort)")
            }
        )
    }

    private func address(of task: SwarmTask) -> String? {
        task.networks.first { $0.network == network.id }?.addresses.first
    }

    private static func plain(_ address: String) -> String {
        String(address.prefix { $0 != "/" })
    }
}
