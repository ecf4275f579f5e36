package import Basics

/// A node as `GET /nodes` has it.
package struct EngineNode: Codable, Sendable {
    package let id: NodeID
    private let meta: EngineMeta
    private let spec: NodeSpec?
    private let description: NodeDescription?
    private let status: NodeStatus?
    private let manager: ManagerStatus?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case spec = "Spec"
        case description = "Description"
        case status = "Status"
        case manager = "ManagerStatus"
    }

    package init(_ node: Node, epoch: WallTime) {
        id = node.id
        meta = EngineMeta(node.meta, epoch: epoch)
        spec = node.spec
        description = node.description
        status = node.status
        manager = node.manager
    }

    /// The node, its times counted from `epoch`.
    ///
    /// An engine does not tell the role a node has; it is read off the manager's status.
    package func node(epoch: WallTime) -> Node {
        var node = Node(
            id: id,
            spec: spec ?? NodeSpec(),
            role: manager == nil ? .worker : .manager,
            status: status ?? NodeStatus(),
            description: description ?? NodeDescription(),
            manager: manager
        )
        node.meta = meta.meta(epoch: epoch)
        return node
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(NodeID.self, forKey: .id)
        meta = try EngineMeta(from: decoder)
        spec = try fields.decodeIfPresent(NodeSpec.self, forKey: .spec)
        description = try fields.decodeIfPresent(NodeDescription.self, forKey: .description)
        status = try fields.decodeIfPresent(NodeStatus.self, forKey: .status)
        manager = try fields.decodeIfPresent(ManagerStatus.self, forKey: .manager)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try meta.encode(to: encoder)
        try fields.encodeIfPresent(spec, forKey: .spec)
        try fields.encodeIfPresent(description, forKey: .description)
        try fields.encodeIfPresent(status, forKey: .status)
        try fields.encodeIfPresent(manager, forKey: .manager)
    }
}
