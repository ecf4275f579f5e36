import SwarmModel
import SwarmStore

extension Allocator {
    static let vxlanOption = "com.docker.network.driver.overlay.vxlanid_list"

    /// Gives waiting networks their subnets and VXLAN ids (ALC-20 to ALC-23).
    mutating func allocateNetworks(in store: inout Store, _ retries: Bool) {
        for id in waitingNetworks.take(withFailed: retries) {
            guard let network = store.network(id) else { continue }
            if !allocate(network, in: &store) { waitingNetworks.fail(id) }
        }
    }

    private mutating func allocate(_ network: Network, in store: inout Store) -> Bool {
        // There is one routing mesh (ALC-25).
        if network.spec.ingress, let ingress, ingress != network.id { return false }
        guard let taken = takeSubnets(for: network.spec, of: store.cluster.spec),
            let vxlanID = takeVXLAN(for: network.spec)
        else { return false }
        var allocated = network
        allocated.subnets = taken
        allocated.vxlanID = vxlanID
        networks[network.id] = NetworkAddresses(allocated)
        store.put(allocated)
        if network.spec.ingress { open(ingress: network.id) }
        wasFreed = true
        return true
    }

    private mutating func takeSubnets(
        for spec: NetworkSpec,
        of cluster: ClusterSpec
    ) -> [Subnet]? {
        let wanted = spec.subnets.isEmpty ? [Subnet(subnet: "")] : spec.subnets
        var taken: [Subnet] = []
        for var entry in wanted {
            guard let subnet = takeSubnet(entry.subnet, of: cluster) else {
                for entry in taken { releaseSubnet(entry) }
                return nil
            }
            entry.subnet = subnet.description
            if entry.gateway.isEmpty {
                entry.gateway = AddressPool.firstHost(of: subnet).description
            }
            taken.append(entry)
        }
        return taken
    }

    private mutating func takeSubnet(_ text: String, of cluster: ClusterSpec) -> InternetSubnet? {
        if text.isEmpty { return subnets.takeNext(of: cluster) }
        guard let subnet = InternetSubnet(text), subnets.take(subnet) else { return nil }
        return subnet
    }

    private mutating func releaseSubnet(_ entry: Subnet) {
        if let subnet = InternetSubnet(entry.subnet) { subnets.release(subnet) }
    }

    private mutating func takeVXLAN(for spec: NetworkSpec) -> UInt32? {
        if let fixed = spec.driver.options[Self.vxlanOption].flatMap({ UInt32($0) }) {
            _ = vxlanIDs.take(Int(fixed))
            return fixed
        }
        return vxlanIDs.takeNext().map { UInt32($0) }
    }

    /// Takes over a network that needs no allocation, or has had it.
    ///
    /// - Returns: whether there is nothing left to do.
    mutating func adopt(_ network: Network) -> Bool {
        if networks[network.id] != nil { return true }
        guard network.spec.isNodeLocal || !network.subnets.isEmpty else { return false }
        for entry in network.subnets {
            if let subnet = InternetSubnet(entry.subnet) { _ = subnets.take(subnet) }
        }
        if let vxlanID = network.vxlanID { _ = vxlanIDs.take(Int(vxlanID)) }
        networks[network.id] = NetworkAddresses(network)
        if network.spec.ingress, ingress == nil { open(ingress: network.id) }
        return true
    }

    mutating func forget(_ network: Network) {
        waitingNetworks.remove(network.id)
        attachments.drop(network.id)
        if ingress == network.id { ingress = nil }
        guard networks.removeValue(forKey: network.id) != nil else { return }
        for entry in network.subnets { releaseSubnet(entry) }
        if let vxlanID = network.vxlanID { vxlanIDs.release(Int(vxlanID)) }
        wasFreed = true
    }
}

// MARK: - Addresses in use

extension Allocator {
    /// Marks what an endpoint has as taken (ALC-6).
    mutating func adopt(_ endpoint: Endpoint) {
        for port in endpoint.ports where port.publishedPort != 0 { _ = ports.take(port) }
        for address in endpoint.virtualIPs { networks[address.network]?.take(address.address) }
    }

    mutating func release(_ endpoint: Endpoint) {
        if flaw == .leaksEndpoints { return }
        for port in endpoint.ports { ports.release(port) }
        for address in endpoint.virtualIPs { networks[address.network]?.release(address.address) }
        wasFreed = true
    }

    /// Marks what a live task has as taken (ALC-6).
    mutating func adopt(_ task: SwarmTask) {
        guard task.isLive else { return }
        for attachment in task.networks {
            for address in attachment.addresses { networks[attachment.network]?.take(address) }
        }
    }

    mutating func release(_ attachments: [NetworkAttachment]) {
        for attachment in attachments {
            for address in attachment.addresses {
                networks[attachment.network]?.release(address)
            }
        }
    }
}
