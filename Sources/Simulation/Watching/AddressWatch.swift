import Basics
import SwarmModel
import SwarmStore

/// Who has which address, port and subnet.
///
/// - Source: ALC-20, ALC-21, ALC-41, ALC-45.
struct AddressWatch {
    private struct Address: Hashable {
        let network: NetworkID
        let text: String
    }

    private struct Port: Hashable {
        let transport: PortConfig.TransportProtocol
        let number: UInt32
    }

    private var holders: [Address: String] = [:]
    private var ports: [Port: ServiceID] = [:]

    mutating func see(_ sight: Sight, _ findings: inout Findings) {
        for change in sight.differences.tasks {
            for address in Self.addresses(change.before) { holders[address] = nil }
        }
        for change in sight.differences.services {
            for address in Self.addresses(change.before) { holders[address] = nil }
            for port in Self.ports(change.before) { ports[port] = nil }
        }
        for change in sight.differences.tasks {
            guard let task = change.after else { continue }
            for address in Self.addresses(task) { claim(address, for: task.words, &findings) }
        }
        for change in sight.differences.services {
            guard let service = change.after else { continue }
            for address in Self.addresses(service) {
                claim(address, for: "service \(service.name)", &findings)
            }
            for port in Self.ports(service) {
                let other = ports.updateValue(service.id, forKey: port)
                findings.expect(
                    other == nil,
                    .portsAreUnique,
                    "\(service.name) and \(other.map { "\($0)" } ?? "") both publish \(port.number)"
                )
            }
        }
        if !sight.differences.networks.isEmpty { seeSubnets(sight.after, &findings) }
    }

    private mutating func claim(
        _ address: Address,
        for holder: String,
        _ findings: inout Findings
    ) {
        let other = holders.updateValue(holder, forKey: address)
        findings.expect(
            other == nil,
            .addressesAreUnique,
            "\(address.text) belongs to \(holder) and to \(other ?? "")"
        )
    }

    private static func addresses(_ task: SwarmTask?) -> [Address] {
        guard let task, task.isLive else { return [] }
        return task.networks.flatMap { attachment in
            attachment.addresses.map { Address(network: attachment.network, text: $0) }
        }
    }

    private static func addresses(_ service: Service?) -> [Address] {
        (service?.endpoint?.virtualIPs ?? []).filter { !$0.address.isEmpty }
            .map { Address(network: $0.network, text: $0.address) }
    }

    private static func ports(_ service: Service?) -> [Port] {
        (service?.endpoint?.ports ?? [])
            .filter { $0.publishMode == .ingress && $0.publishedPort != 0 }
            .map { Port(transport: $0.transport, number: $0.publishedPort) }
    }

    /// Few networks, seldom changed: all pairs are compared.
    private func seeSubnets(_ store: Store, _ findings: inout Findings) {
        let networks = store.networks
        let subnets = networks.flatMap { network in
            network.subnets.compactMap { InternetSubnet($0.subnet) }
        }
        for (index, subnet) in subnets.enumerated() {
            findings.expect(
                !subnets[..<index].contains { $0.overlaps(subnet) },
                .subnetsAreApart,
                "two networks have \(subnet)"
            )
        }
        let numbers = networks.compactMap(\.vxlanID)
        findings.expect(
            Set(numbers).count == numbers.count,
            .subnetsAreApart,
            "two networks have one VXLAN id"
        )
    }
}
