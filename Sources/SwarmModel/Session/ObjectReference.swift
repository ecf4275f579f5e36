package import Basics

/// Points at one object of a cluster.
package enum ObjectReference: Hashable, Comparable, Codable, Sendable {
    case node(NodeID)
    case service(ServiceID)
    case task(TaskID)
    case network(NetworkID)
    case secret(SecretID)
    case config(ConfigID)
    case volume(name: String, node: NodeID)
    /// A stack is a label only; it is named, not numbered.
    case stack(String)
    /// An image by its reference, as services name it.
    case image(String)
}
