import SwarmModel

/// What a spread preference looks at.
///
/// - Source: SPR-1.
enum SpreadDescriptor: Hashable, Sendable {
    case nodeLabel(String)
    case engineLabel(String)

    /// Reads a descriptor; `nil` for one that is to be ignored.
    init?(_ text: String) {
        if let label = Self.suffix(of: text, after: "node.labels.") {
            self = .nodeLabel(label)
        } else if let label = Self.suffix(of: text, after: "engine.labels.") {
            self = .engineLabel(label)
        } else {
            return nil
        }
    }

    /// The node's value; empty when it has none (SPR-3).
    func value(of node: Node) -> String {
        switch self {
        case .nodeLabel(let label): node.spec.labels[label] ?? ""
        case .engineLabel(let label): node.description.engineLabels[label] ?? ""
        }
    }

    private static func suffix(of text: String, after prefix: String) -> String? {
        guard text.utf8.count > prefix.utf8.count, text.lowercased().hasPrefix(prefix) else {
            return nil
        }
        return String(text.dropFirst(prefix.count))
    }
}

/// The nodes by the values of a group's spread preferences, one level for each.
///
/// - Source: SPR-2 to SPR-4.
struct SpreadTree: Sendable {
    /// Active tasks of the service on all nodes below, whether they take more or not.
    private(set) var tasks = 0
    var branches: [SpreadTree] = []
    /// The nodes of a leaf.
    private(set) var nodes: [Int32] = []
    /// The best nodes of a leaf, once it was asked (RNK-5).
    var chosen: [Int32]?
    private let value: String
    /// The least load and longest unused turn below, for the order of branches.
    private var lightest = UInt64.max

    var isLeaf: Bool { branches.isEmpty }

    init(_ levels: [SpreadDescriptor], nodes: NodeSet, service: Int32) {
        let positions = nodes.positionRange.filter { nodes[$0].exists }
        self.init("", levels[...], positions, nodes, service)
    }

    private init(
        _ value: String,
        _ levels: ArraySlice<SpreadDescriptor>,
        _ positions: [Int32],
        _ nodes: NodeSet,
        _ service: Int32
    ) {
        self.value = value
        guard let level = levels.first else {
            self.nodes = positions
            for position in positions { count(position, nodes, service) }
            return
        }
        var groups: [String: [Int32]] = [:]
        for position in positions {
            guard let node = nodes.node(at: position) else { continue }
            groups[level.value(of: node), default: []].append(position)
        }
        branches = groups.map { SpreadTree($0, levels.dropFirst(), $1, nodes, service) }
        branches.sort { ($0.lightest, $0.value) < ($1.lightest, $1.value) }
        tasks = branches.reduce(0) { $0 + $1.tasks }
        lightest = branches.first?.lightest ?? .max
    }

    private mutating func count(_ position: Int32, _ nodes: NodeSet, _ service: Int32) {
        tasks += Int(nodes.services.count(service, on: position))
        let info = nodes[position]
        if info.acceptsNewTasks {
            lightest = min(
                lightest,
                UInt64(UInt32(bitPattern: info.activeTasks)) << 32 | UInt64(info.turn)
            )
        }
    }
}
