package import SwarmModel

/// What a spread preference sees of a node, for those who explain placements.
package enum SpreadValue {
    /// The node's value; empty when it has none, or the descriptor is to be ignored (SPR-3).
    package static func of(_ node: Node, _ descriptor: String) -> String {
        SpreadDescriptor(descriptor)?.value(of: node) ?? ""
    }
}
