import SwarmModel

/// The addresses of one subnet.
///
/// - Source: ALC-21.
struct AddressPool: Sendable {
    /// More addresses than this are not managed, however large the subnet is.
    private static let hostBitsMaximum = 24

    let subnet: InternetSubnet
    private var numbers: NumberPool

    /// The addresses of a network's subnet; the gateway's is taken from the start.
    ///
    /// - Returns: `nil` if the texts are no addresses.
    init?(_ configured: Subnet) {
        guard let subnet = InternetSubnet(configured.subnet) else { return nil }
        let part = configured.range.isEmpty ? subnet : InternetSubnet(configured.range)
        guard let part, subnet.contains(part.base) else { return nil }
        self.init(subnet, part: part)
        if let gateway = InternetAddress(configured.gateway) { _ = take(gateway) }
    }

    private init(_ subnet: InternetSubnet, part: InternetSubnet) {
        self.subnet = subnet
        let span = 1 << min(part.hostBits, Self.hostBitsMaximum)
        let start = Int(clamping: part.base.bits &- subnet.base.bits)
        // The first and last address of a subnet name the subnet and all of its hosts.
        let hosts = 1..<max(1, Int(clamping: subnet.last.bits &- subnet.base.bits))
        numbers = NumberPool((start..<start + span).clamped(to: hosts))
    }

    /// The first host address: the gateway unless one is given.
    static func firstHost(of subnet: InternetSubnet) -> InternetAddress {
        InternetAddress(bits: subnet.base.bits &+ 1)
    }

    /// The offset at which the search for the next address begins.
    var next: Int { numbers.next }

    /// The offsets of all addresses that are taken.
    var taken: [Int] { numbers.taken }

    mutating func resume(at offset: Int) { numbers.resume(at: offset) }

    /// The next free address in CIDR form; `nil` if there is none.
    mutating func takeNext() -> String? {
        guard let offset = numbers.takeNext() else { return nil }
        let address = InternetAddress(bits: subnet.base.bits &+ UInt128(offset))
        return "\(address)/\(subnet.prefixLength)"
    }

    mutating func take(_ address: InternetAddress) -> Bool {
        numbers.take(offset(of: address))
    }

    mutating func release(_ address: InternetAddress) { numbers.release(offset(of: address)) }

    private func offset(of address: InternetAddress) -> Int {
        Int(clamping: address.bits &- subnet.base.bits)
    }
}

/// One network's addresses.
struct NetworkAddresses: Sendable {
    /// Node-local networks have no addresses of the swarm's (ALC-23).
    let isNodeLocal: Bool
    private(set) var pools: [AddressPool]

    init(_ network: Network) {
        isNodeLocal = network.spec.isNodeLocal
        pools = isNodeLocal ? [] : network.subnets.compactMap(AddressPool.init)
    }

    /// Where the search for the next address begins, for each subnet.
    var nexts: [Int] { pools.map(\.next) }

    mutating func resume(at nexts: [Int]) {
        for (index, next) in zip(pools.indices, nexts) { pools[index].resume(at: next) }
    }

    /// The next free address in CIDR form; `nil` if there is none.
    mutating func takeNext() -> String? {
        for index in pools.indices {
            if let address = pools[index].takeNext() { return address }
        }
        return nil
    }

    /// Takes an address that is known to be in use; does nothing if it is taken already.
    mutating func take(_ text: String) {
        guard let (index, address) = find(text) else { return }
        _ = pools[index].take(address)
    }

    mutating func release(_ text: String) {
        guard let (index, address) = find(text) else { return }
        pools[index].release(address)
    }

    private func find(_ text: String) -> (Int, InternetAddress)? {
        guard let address = InternetAddress(String(text.prefix { $0 != "/" })),
            let index = pools.firstIndex(where: { $0.subnet.contains(address) })
        else { return nil }
        return (index, address)
    }
}
