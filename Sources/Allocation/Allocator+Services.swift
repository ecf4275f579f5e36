import Basics
import SwarmModel
import SwarmStore

extension Allocator {
    /// Gives waiting services their ports and virtual addresses.
    mutating func allocateServices(in store: inout Store, _ retries: Bool) {
        for id in waitingServices.take(withFailed: retries) {
            guard var service = store.service(id) else { continue }
            if needsAllocation(service) {
                guard allocate(&service) else {
                    waitingServices.fail(id)
                    continue
                }
            } else if needsHostPorts(service) {
                takeOverHostPorts(&service)
            }
            store.put(service)
            waitingTasks.retry(id)
        }
    }

    /// Whether the endpoint is not what the spec asks for (ALC-9).
    func needsAllocation(_ service: Service) -> Bool {
        let wanted = service.spec.endpoint?.ports ?? []
        let current = service.endpoint?.ports ?? []
        return !hasVirtualIPs(service) || !PortPlan.isMet(wanted, by: current)
    }

    func needsHostPorts(_ service: Service) -> Bool {
        PortPlan.needsHostPorts(
            service.spec.endpoint?.ports ?? [],
            in: service.endpoint?.ports ?? []
        )
    }

    /// Host-mode ports are passed through without allocation (ALC-40).
    private func takeOverHostPorts(_ service: inout Service) {
        let spec = service.spec.endpoint ?? EndpointSpec()
        var endpoint = service.endpoint ?? Endpoint()
        endpoint.ports = PortPlan.withHostPorts(spec.ports, in: endpoint.ports)
        endpoint.spec = spec
        service.endpoint = endpoint
    }

    /// All or nothing: a service that cannot have all keeps what it has (ALC-45).
    private mutating func allocate(_ service: inout Service) -> Bool {
        let spec = service.spec.endpoint ?? EndpointSpec()
        guard let targets = virtualIPTargets(of: service) else { return false }
        var spaces = ports
        for port in service.endpoint?.ports ?? [] { spaces.release(port) }
        let plan = PortPlan.reconcile(spec.ports, with: service.endpoint?.ports)
        guard let taken = spaces.take(plan),
            let addresses = takeVirtualIPs(targets, keeping: service.endpoint?.virtualIPs ?? [])
        else { return false }
        if service.endpoint != nil { wasFreed = true }
        if flaw != .givesPortTwice { ports = spaces }
        service.endpoint = Endpoint(spec: spec, ports: taken, virtualIPs: addresses)
        return true
    }
}

// MARK: - Virtual addresses (ALC-30 to ALC-33)

extension Allocator {
    /// The networks on which the service is to have a virtual address.
    ///
    /// - Returns: `nil` if one of them is not allocated yet.
    private func virtualIPTargets(of service: Service) -> [NetworkID]? {
        let isIngress = service.spec.endpoint?.usesIngress ?? false
        if isIngress, ingress == nil { return nil }
        if service.spec.endpoint?.mode == .dnsrr { return [] }
        var targets = isIngress ? [ingress].compactMap(\.self) : []
        for network in service.spec.task.networks.map(\.target) where !targets.contains(network) {
            guard networks[network] != nil else { return nil }
            targets.append(network)
        }
        return targets
    }

    /// Whether the endpoint has exactly the virtual addresses it is to have.
    private func hasVirtualIPs(_ service: Service) -> Bool {
        guard let targets = virtualIPTargets(of: service) else { return false }
        let current = service.endpoint?.virtualIPs ?? []
        return current.count == targets.count
            && targets.allSatisfy { target in current.contains { $0.network == target } }
    }

    /// Keeps the addresses on networks that stay, takes the missing ones, gives the others back.
    private mutating func takeVirtualIPs(
        _ targets: [NetworkID],
        keeping current: [Endpoint.VirtualIP]
    ) -> [Endpoint.VirtualIP]? {
        var addresses = current.filter { targets.contains($0.network) }
        let kept = addresses.count
        for network in targets where !addresses.contains(where: { $0.network == network }) {
            guard let address = takeVirtualIP(on: network) else {
                for taken in addresses[kept...] { networks[taken.network]?.release(taken.address) }
                return nil
            }
            addresses.append(Endpoint.VirtualIP(network: network, address: address))
        }
        for gone in current where !targets.contains(gone.network) {
            networks[gone.network]?.release(gone.address)
        }
        return addresses
    }

    /// Empty on node-local networks: the engine lists them without an address (ALC-23).
    private mutating func takeVirtualIP(on network: NetworkID) -> String? {
        networks[network]?.isNodeLocal == true ? "" : networks[network]?.takeNext()
    }
}
