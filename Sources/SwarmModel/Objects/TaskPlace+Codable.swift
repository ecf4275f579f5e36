import Basics

/// Saved as the slot's number or the node's id.
extension TaskPlace: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let slot = try? container.decode(Int.self) {
            self = .slot(slot)
        } else {
            self = .node(try container.decode(NodeID.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .slot(let slot): try container.encode(slot)
        case .node(let node): try container.encode(node)
        }
    }
}
