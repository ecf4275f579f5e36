import SwarmModel

/// Published ports of the routing mesh, for each protocol.
///
/// - Source: ALC-41, ALC-42.
struct PortSpaces: Sendable {
    private static let all = 1..<65_536
    /// The ports that are given out when the user names none.
    static let automatic = 30_000..<32_768

    private struct Space: Sendable {
        var all = NumberPool(PortSpaces.all)
        var automatic = NumberPool(PortSpaces.automatic)

        mutating func take(_ port: Int) -> Bool {
            guard all.take(port) else { return false }
            _ = automatic.take(port)
            return true
        }

        mutating func takeNext() -> Int? {
            guard let port = automatic.takeNext() else { return nil }
            _ = all.take(port)
            return port
        }

        mutating func release(_ port: Int) {
            all.release(port)
            automatic.release(port)
        }
    }

    private var spaces = [Space](
        repeating: Space(),
        count: PortConfig.TransportProtocol.allCases.count
    )

    /// Where the search for the next automatic port begins, for each protocol.
    var nexts: [Int] { spaces.map(\.automatic.next) }

    /// All ports that are taken, for each protocol.
    var taken: [[Int]] { spaces.map(\.all.taken) }

    mutating func resume(at nexts: [Int]) {
        for (index, next) in zip(spaces.indices, nexts) { spaces[index].automatic.resume(at: next) }
    }

    /// Takes all the ports, those with a number first, so that no automatic one is given theirs.
    ///
    /// - Returns: the ports with their published numbers, in order; `nil` if one cannot be had.
    mutating func take(_ ports: [PortConfig]) -> [PortConfig]? {
        var taken = ports
        for isAutomatic in [false, true] {
            for (index, port) in ports.enumerated() where (port.publishedPort == 0) == isAutomatic {
                guard let port = take(port) else { return nil }
                taken[index] = port
            }
        }
        return taken
    }

    /// Takes the port, or chooses one if it names none; host-mode ports are passed through.
    ///
    /// - Returns: the port with its published number; `nil` if that is taken or none is left.
    mutating func take(_ port: PortConfig) -> PortConfig? {
        guard port.publishMode == .ingress else { return port }
        let index = Self.index(of: port)
        if port.publishedPort != 0 {
            return spaces[index].take(Int(port.publishedPort)) ? port : nil
        }
        guard let number = spaces[index].takeNext() else { return nil }
        var taken = port
        taken.publishedPort = UInt32(number)
        return taken
    }

    mutating func release(_ port: PortConfig) {
        guard port.publishMode == .ingress else { return }
        spaces[Self.index(of: port)].release(Int(port.publishedPort))
    }

    private static func index(of port: PortConfig) -> Int {
        switch port.transport {
        case .tcp: 0
        case .udp: 1
        case .sctp: 2
        }
    }
}
