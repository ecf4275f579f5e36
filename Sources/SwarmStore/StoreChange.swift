package import SwarmModel

/// One object's change, in the order in which it was written. `before` is `nil` for a creation,
/// `after` is `nil` for a removal.
///
/// - Source: WAT-1.
package enum StoreChange: Sendable {
    case task(before: SwarmTask?, after: SwarmTask?)
    case service(before: Service?, after: Service?)
    case node(before: Node?, after: Node?)
    case network(before: Network?, after: Network?)
    case secret(before: Secret?, after: Secret?)
    case config(before: Config?, after: Config?)
    case volume(before: Volume?, after: Volume?)
    case cluster(before: Cluster, after: Cluster)
}
