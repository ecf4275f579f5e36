import SwarmModel

/// Compares the ports a service asks for with those it has.
enum PortPlan {
    /// What an automatic port is recognised by.
    private struct Key: Hashable {
        let name: String
        let transport: PortConfig.TransportProtocol
        let target: UInt32

        init(_ port: PortConfig) {
            name = port.name
            transport = port.transport
            target = port.targetPort
        }
    }

    /// The ingress ports of an endpoint that no entry of the spec has claimed yet.
    private struct Unclaimed {
        private var ports: [Key: [PortConfig]] = [:]

        init(_ ports: [PortConfig], mode: PortConfig.PublishMode) {
            for port in ports where port.publishMode == mode {
                self.ports[Key(port), default: []].append(port)
            }
        }

        /// Claims the port of that number; for an automatic one, the likeliest to have been given.
        mutating func claim(_ wanted: PortConfig) -> PortConfig? {
            let key = Key(wanted)
            guard let candidates = ports[key] else { return nil }
            let found = candidates.indices.filter {
                wanted.publishedPort == 0 || candidates[$0].publishedPort == wanted.publishedPort
            }.min { Self.order(candidates[$0]) < Self.order(candidates[$1]) }
            return found.flatMap { ports[key]?.remove(at: $0) }
        }

        private static func order(_ port: PortConfig) -> (Int, UInt32) {
            let isAutomatic = PortSpaces.automatic.contains(Int(port.publishedPort))
            return (isAutomatic ? 0 : 1, port.publishedPort)
        }
    }

    /// The ports to take: as the spec has them, with the numbers that automatic ones have already.
    ///
    /// Ports with a number come first, as they must not lose it to an automatic one.
    ///
    /// - Source: ALC-43.
    static func reconcile(_ wanted: [PortConfig], with current: [PortConfig]?) -> [PortConfig] {
        guard let current, wanted.count == current.count else { return wanted }
        var unclaimed = Unclaimed(current, mode: .ingress)
        let (automatic, fixed) = split(wanted)
        for port in fixed where port.publishMode == .ingress { _ = unclaimed.claim(port) }
        return fixed + automatic.map { unclaimed.claim($0) ?? $0 }
    }

    /// Whether the endpoint has all ports that the spec asks for and no other.
    static func isMet(_ wanted: [PortConfig], by current: [PortConfig]) -> Bool {
        guard wanted.count == current.count else { return false }
        var unclaimed = Unclaimed(current, mode: .ingress)
        let (automatic, fixed) = split(wanted)
        for port in fixed + automatic where port.publishMode == .ingress {
            if unclaimed.claim(port) == nil { return false }
        }
        let hostTargets = Set(current.filter { $0.publishMode == .host }.map(\.targetPort))
        return wanted.allSatisfy {
            $0.publishMode == .ingress || hostTargets.contains($0.targetPort)
        }
    }

    /// Whether a host-mode port of the spec is missing in the endpoint.
    static func needsHostPorts(_ wanted: [PortConfig], in current: [PortConfig]) -> Bool {
        var unclaimed = Unclaimed(current, mode: .host)
        return wanted.contains {
            $0.publishMode == .host && $0.publishedPort != 0 && unclaimed.claim($0) == nil
        }
    }

    /// The endpoint's ports with the host-mode ones taken over from the spec.
    static func withHostPorts(_ wanted: [PortConfig], in current: [PortConfig]) -> [PortConfig] {
        current.filter { $0.publishMode == .ingress } + wanted.filter { $0.publishMode == .host }
    }

    private static func split(
        _ ports: [PortConfig]
    ) -> (automatic: [PortConfig], fixed: [PortConfig]) {
        let isAutomatic = { (port: PortConfig) in
            port.publishMode == .ingress && port.publishedPort == 0
        }
        return (ports.filter(isAutomatic), ports.filter { !isAutomatic($0) })
    }
}
