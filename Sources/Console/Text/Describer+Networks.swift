import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension Describer {
    private static let memberLimit = 500

    /// A network with who is on it, at which addresses.
    func lines(_ network: Network) -> [Line] {
        var text = Description()
        text.section("Network")
        text.field("Name", network.name)
        meta(network.meta, id: network.id.description, into: &text)
        text.field("Driver", network.spec.driverName)
        text.field("Scope", network.spec.isNodeLocal ? "local" : "swarm")
        text.list(
            "Subnets",
            network.subnets.map { $0.subnet + ($0.gateway.isEmpty ? "" : " via \($0.gateway)") }
        )
        let members = NetworkReading(network, in: cluster)
        if let (used, total) = members.occupancy {
            text.field("Addresses in use", "\(used) of \(total)", used >= total ? .bad : .text)
        }
        text.field("VXLAN", network.vxlanID.map { "\($0)" } ?? "")
        text.field("Attachable", network.spec.attachable ? "yes" : "no")
        text.field("Internal", network.spec.isInternal ? "yes" : "no")
        text.field("Routing mesh", network.spec.ingress ? "yes" : "")
        text.labels("Driver options", network.spec.driver.options)
        text.labels("Labels", network.spec.labels)
        describeServices(of: members, into: &text)
        describeTasks(of: members, into: &text)
        describeBalancers(of: members, into: &text)
        return text.lines
    }

    private func describeServices(of members: NetworkReading, into text: inout Description) {
        text.section("Services (\(members.services.count))")
        if members.services.isEmpty { text.line(Line("  no service", .dim)) }
        for service in members.services {
            let ports = service.endpoint?.ports ?? service.spec.endpoint?.ports ?? []
            let names = members.aliases(of: service)
            var line: Line = [
                Span("  " + service.name.safe.padded(toWidth: 24), .text),
                Span(" " + members.entry(of: service).safe.padded(toWidth: 16), .accent),
            ]
            if !names.isEmpty { line += Span("also \(names.joined(separator: ", "))  ", .dim) }
            if !ports.isEmpty { line += Span(ports.map(\.words).joined(separator: ", "), .text) }
            text.line(line)
        }
    }

    private func describeTasks(of members: NetworkReading, into text: inout Description) {
        let tasks = members.tasks
        text.section("Tasks (\(tasks.count) alive)")
        for task in tasks.prefix(Self.memberLimit) {
            let state = RowReader.state(of: task)
            let node = task.nodeID.map { cluster.nodeName($0) } ?? "no node yet"
            text.line([
                Span("  " + cluster.placeName(of: task).padded(toWidth: 24), .text),
                Span(" " + members.address(of: task).safe.padded(toWidth: 16), .accent),
                Span(node.padded(toWidth: 12), .text),
                Span(" " + state.text, state.slot),
            ])
        }
        if tasks.count > Self.memberLimit {
            text.line(Line("  … and \(tasks.count - Self.memberLimit) more", .dim))
        }
    }

    private func describeBalancers(of members: NetworkReading, into text: inout Description) {
        let balancers = members.balancers
        guard !balancers.isEmpty else { return }
        text.section("Load balancers (\(balancers.count))")
        for (node, address) in balancers.prefix(Self.memberLimit) {
            text.line([
                Span("  " + cluster.nodeName(node).padded(toWidth: 24), .text),
                Span(" " + address, .accent),
            ])
        }
    }
}

/// Who is on a network, and at which addresses.
struct NetworkReading {
    let network: Network
    private let cluster: ClusterState

    init(_ network: Network, in cluster: ClusterState) {
        self.network = network
        self.cluster = cluster
    }

    /// Services whose tasks join it, by name; those with a published port for the routing mesh.
    var services: [Service] {
        cluster.serviceOrder.compactMap { cluster.store.service($0) }.filter { service in
            network.spec.ingress
                ? service.spec.endpoint?.usesIngress == true
                : service.spec.task.networks.contains { $0.target == network.id }
        }
    }

    var tasks: [SwarmTask] {
        services.flatMap { service in
            cluster.places(of: service.id).flatMap {
                cluster.store.tasks(of: service.id, in: $0)
            }
        }.filter { task in task.isLive && task.networks.contains { $0.network == network.id } }
    }

    /// The nodes' own addresses there, by name (ALC-24).
    var balancers: [(NodeID, String)] {
        cluster.nodeOrder.compactMap { node in
            cluster.snapshot.loadBalancers[node, network.id].map { (node, $0) }
        }
    }

    /// How many addresses are in use, and how many there are; `nil` where no subnet is told of.
    ///
    /// Of the first subnet, but for its own address, the gateway's and the highest one. A live
    /// cluster does not tell the nodes' own addresses: there are some more in use then.
    var occupancy: (used: Int, total: Int)? {
        guard let subnet = network.subnets.first,
            let range = InternetSubnet(subnet.range.isEmpty ? subnet.subnet : subnet.range),
            (2...24).contains(range.hostBits)
        else { return nil }
        var texts = services.flatMap { $0.endpoint?.virtualIPs ?? [] }
            .filter { $0.network == network.id }.map(\.address)
        texts += balancers.map(\.1)
        for task in tasks {
            texts += task.networks.filter { $0.network == network.id }.flatMap(\.addresses)
        }
        let addresses = Set(texts.compactMap { InternetAddress(String($0.prefix { $0 != "/" })) })
        return (addresses.count { range.contains($0) }, (1 << range.hostBits) - 3)
    }

    func address(of task: SwarmTask) -> String { task.addressWords(on: network.id) }

    /// The service's virtual address, or that it has none.
    func entry(of service: Service) -> String {
        if service.spec.endpoint?.mode == .dnsrr { return "dnsrr" }
        let address = service.endpoint?.virtualIPs.first { $0.network == network.id }?.address
        return address.map { String($0.prefix { $0 != "/" }) } ?? "no address yet"
    }

    func aliases(of service: Service) -> [String] {
        service.spec.task.networks.filter { $0.target == network.id }.flatMap(\.aliases)
            .filter { $0 != service.name }
    }
}

extension SwarmTask {
    /// Its addresses on one network, or on all, without the lengths of the prefixes.
    func addressWords(on network: NetworkID? = nil) -> String {
        networks.filter { network == nil || $0.network == network }.flatMap(\.addresses)
            .map { String($0.prefix { $0 != "/" }) }.joined(separator: ", ")
    }
}
