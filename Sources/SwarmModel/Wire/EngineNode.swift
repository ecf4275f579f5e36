package import Basics

/// A node as `GET /nodes` has it.
package struct EngineNode: Codable, Sendable {
    package let id: NodeID
    private let meta: EngineMeta
    private let spec: NodeSpec?
    private let description: NodeDescription?
    private let tls: EngineTLSInfo?
    private let status: NodeStatus?
    private let manager: ManagerStatus?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case spec = "Spec"
        case description = "Description"
        case status = "Status"
        case manager = "ManagerStatus"
    }

    /// - Parameters:
    ///   - node: the node.
    ///   - epoch: the wall time of ``Moment/zero``.
    ///   - tls: whom it trusts, which its description tells, too.
    package init(_ node: Node, epoch: WallTime, tls: EngineTLSInfo? = nil) {
        self.tls = tls
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
        tls = nil
        status = try fields.decodeIfPresent(NodeStatus.self, forKey: .status)
        manager = try fields.decodeIfPresent(ManagerStatus.self, forKey: .manager)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try meta.encode(to: encoder)
        try fields.encodeIfPresent(spec, forKey: .spec)
        try fields.encodeIfPresent(
            description.map { TrustingDescription(description: $0, tls: tls) },
            forKey: .description
        )
        try fields.encodeIfPresent(status, forKey: .status)
        try fields.encodeIfPresent(manager, forKey: .manager)
    }
}

/// A node's description with what the swarm adds to it.
private struct TrustingDescription: Encodable {
    let description: NodeDescription
    let tls: EngineTLSInfo?

    enum CodingKeys: String, CodingKey { case tls = "TLSInfo" }

    func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(tls, forKey: .tls)
    }
}
