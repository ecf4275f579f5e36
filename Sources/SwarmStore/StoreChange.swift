package import SwarmModel

/// One object's change, in the order in which it was written.
///
/// `before` is `nil` for a creation, `after` is `nil` for a removal.
///
/// All but the tasks are boxed: an array of changes would else give every one of them the room of
/// two services, which is three kilobytes.
///
/// - Source: WAT-1.
package enum StoreChange: Codable, Sendable {
    case task(before: SwarmTask?, after: SwarmTask?)
    indirect case service(before: Service?, after: Service?)
    indirect case node(before: Node?, after: Node?)
    indirect case network(before: Network?, after: Network?)
    indirect case secret(before: Secret?, after: Secret?)
    indirect case config(before: Config?, after: Config?)
    indirect case volume(before: Volume?, after: Volume?)
    indirect case cluster(before: Cluster, after: Cluster)
}
