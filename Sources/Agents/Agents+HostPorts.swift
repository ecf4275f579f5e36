import SwarmModel
import SwarmStore

// Ports that containers bind on their nodes.
extension Agents {
    /// A port and protocol of a node.
    private struct Binding: Hashable {
        let transport: PortConfig.TransportProtocol
        let port: UInt32

        init(_ config: PortConfig) {
            transport = config.transport
            port = config.publishedPort
        }
    }

    /// Where a kernel looks for ports that nobody chose.
    private static let ephemeral = UInt32(32_768)..<60_768

    /// The host-mode ports as the node has bound them; one left open gets the next free port of the
    /// ephemeral range.
    ///
    /// O(tasks of the node) if one is left open.
    ///
    /// - Source: AGT-31.
    func boundHostPorts(of task: SwarmTask, seed: UInt64, _ store: Store) -> [PortConfig] {
        guard let endpoint = task.endpoint else { return [] }
        let ports = endpoint.ports.isEmpty ? endpoint.spec.ports : endpoint.ports
        var bound = ports.filter { $0.publishMode == .host }
        guard bound.contains(where: { $0.publishedPort == 0 }) else { return bound }
        var taken = Set(bound.map(Binding.init))
        for other in task.nodeID.map({ store.tasks(on: $0) }) ?? [] where other.isLive {
            taken.formUnion(other.status.hostPorts.map(Binding.init))
        }
        let span = UInt64(Self.ephemeral.count)
        for index in bound.indices where bound[index].publishedPort == 0 {
            for step in 0..<span {
                let offset = (seed &+ UInt64(index) &+ step) % span
                bound[index].publishedPort = Self.ephemeral.lowerBound + UInt32(offset)
                if taken.insert(Binding(bound[index])).inserted { break }
            }
        }
        return bound
    }
}
