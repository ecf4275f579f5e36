import SwarmModel

/// Subnets for networks that ask for none of their own.
///
/// - Source: ALC-20.
struct SubnetPool: Sendable {
    /// Counts the subnets of all the cluster's pools; the next one to try.
    private(set) var next = 0
    /// What was given out from here.
    private var given: Set<InternetSubnet> = []
    /// What users asked for; may lie anywhere.
    private var foreign: [InternetSubnet] = []

    /// All subnets that are taken.
    var all: Set<InternetSubnet> { given.union(foreign) }

    mutating func resume(at number: Int) { next = number }

    /// Takes a subnet that a user asked for, or that is known to be in use.
    ///
    /// - Returns: whether it overlaps no other.
    mutating func take(_ subnet: InternetSubnet) -> Bool {
        guard !foreign.contains(where: { $0.overlaps(subnet) }),
            !given.contains(where: { $0.overlaps(subnet) })
        else { return false }
        foreign.append(subnet)
        return true
    }

    /// Takes the next free subnet of the cluster's pools; `nil` if there is none.
    mutating func takeNext(of spec: ClusterSpec) -> InternetSubnet? {
        let pools = spec.defaultAddressPool.compactMap { InternetSubnet($0) }
        let counts = pools.map { Self.count(of: $0, length: spec.subnetSize) }
        let total = counts.reduce(0, +)
        for step in 0..<total {
            let number = (next + step) % total
            let subnet = Self.subnet(number, of: pools, counts: counts, length: spec.subnetSize)
            guard let subnet, !given.contains(subnet),
                !foreign.contains(where: { $0.overlaps(subnet) })
            else { continue }
            next = (number + 1) % total
            given.insert(subnet)
            return subnet
        }
        return nil
    }

    mutating func release(_ subnet: InternetSubnet) {
        if given.remove(subnet) == nil { foreign.removeAll { $0 == subnet } }
    }

    private static func count(of pool: InternetSubnet, length: Int) -> Int {
        let bits = length - pool.prefixLength
        return (0...24).contains(bits) ? 1 << bits : 0
    }

    private static func subnet(
        _ number: Int,
        of pools: [InternetSubnet],
        counts: [Int],
        length: Int
    ) -> InternetSubnet? {
        var number = number
        for (pool, count) in zip(pools, counts) {
            if number >= count {
                number -= count
                continue
            }
            let hostBits = pool.hostBits - (length - pool.prefixLength)
            guard hostBits >= 0 else { return nil }
            let base = pool.base.bits &+ UInt128(number) << UInt128(hostBits)
            return InternetSubnet(containing: InternetAddress(bits: base), prefixLength: length)
        }
        return nil
    }
}
