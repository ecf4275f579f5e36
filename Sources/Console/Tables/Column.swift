import Basics
import Cells

/// Names a column; the same in all tables that have it.
enum ColumnID: String, Hashable, Sendable, CaseIterable {
    case name, status, availability, manager, tasks, cpus, memory, engine, address, labels
    case mode, replicas, image, ports, stack, age, id, version
    case state, since, desired, node, service, error
    case services, networks, configs, secrets
    case driver, scope, subnet, options, size, users
    case zone, standing, reachability, term, commit, applied, log
}

/// How a column is headed and laid out.
struct Column: Sendable {
    let id: ColumnID
    let title: SafeText
    var alignment = TextAlignment.leading
    /// Wider cells are cut.
    var maximum = 40
    /// Narrow screens drop the columns with the highest number first; 0 stays.
    var rank = 1
    /// Takes what width is left.
    var isFlexible = false
    /// Shown in wide tables only.
    var isWide = false
    /// Changes by the passing of time alone, which is no change.
    var isAge = false

    /// The title in the user's language.
    var heading: SafeText { title.said }

    init(
        _ id: ColumnID,
        _ title: SafeText,
        alignment: TextAlignment = .leading,
        maximum: Int = 40,
        rank: Int = 1,
        isFlexible: Bool = false,
        isWide: Bool = false,
        isAge: Bool = false
    ) {
        self.id = id
        self.title = title
        self.alignment = alignment
        self.maximum = maximum
        self.rank = rank
        self.isFlexible = isFlexible
        self.isWide = isWide
        self.isAge = isAge
    }
}

/// What a cell shows.
struct CellText: Hashable, Sendable {
    var text: SafeText
    var slot: Slot

    init(_ text: SafeText, _ slot: Slot = .text) {
        self.text = text
        self.slot = slot
    }

    init(_ text: String, _ slot: Slot = .text) { self.init(text.safe, slot) }

    static let empty = CellText(SafeText())
}

/// By what rows are sorted: numbers as numbers, names in natural order.
enum SortKey: Sendable {
    case number(Int64)
    case text(String)

    /// Whether it is that of a cell with nothing in it.
    fileprivate var isEmpty: Bool {
        if case .text(let text) = self { return text.isEmpty }
        return false
    }

    static func isLess(_ left: SortKey, _ right: SortKey) -> Bool {
        switch (left, right) {
        case (.number(let one), .number(let other)): one < other
        case (.text(let one), .text(let other)): NaturalOrder.isLess(one, other)
        case (.number, .text): true
        case (.text, .number): false
        }
    }
}

/// A column to sort by, and which way.
struct SortOrder: Hashable, Sendable {
    var column: ColumnID
    var isAscending: Bool

    /// Whether a row with one key comes before a row with another; empty cells come last, always.
    func puts(_ one: SortKey, before other: SortKey) -> Bool {
        if one.isEmpty || other.isEmpty { return !one.isEmpty }
        return isAscending ? SortKey.isLess(one, other) : SortKey.isLess(other, one)
    }
}

extension TableKind {
    /// All columns, in order.
    ///
    /// The first one is never dropped.
    var columns: [Column] {
        switch self {
        case .nodes: Self.nodeColumns
        case .managers: Self.managerColumns
        case .services: Self.serviceColumns
        case .tasks(let scope): Self.taskColumns(scope)
        case .stacks: Self.stackColumns
        case .networks: Self.networkColumns
        case .configs, .secrets: Self.dataColumns
        case .volumes(let scope): Self.volumeColumns(scope)
        case .images: Self.imageColumns
        }
    }

    private static let age = Column(.age, "AGE", alignment: .trailing, rank: 4, isAge: true)
    private static let id = Column(.id, "ID", rank: 9, isWide: true)
    private static let labels = Column(.labels, "LABELS", rank: 8, isFlexible: true)

    private static let nodeColumns = [
        Column(.name, "NAME", rank: 0),
        Column(.status, "STATUS", rank: 0),
        Column(.availability, "AVAILABILITY", rank: 1),
        Column(.manager, "MANAGER", rank: 1),
        Column(.tasks, "TASKS", alignment: .trailing, rank: 2),
        Column(.cpus, "CPU", alignment: .trailing, rank: 6),
        Column(.memory, "MEM", alignment: .trailing, rank: 6),
        labels,
        Column(.zone, "ZONE", maximum: 16, rank: 7, isWide: true),
        Column(.address, "ADDRESS", rank: 7, isWide: true),
        Column(.engine, "ENGINE", rank: 7, isWide: true),
        id,
        age,
    ]

    private static let managerColumns = [
        Column(.name, "NAME", rank: 0),
        Column(.standing, "ROLE", rank: 0),
        Column(.reachability, "REACHABLE", rank: 0),
        Column(.zone, "ZONE", maximum: 16, rank: 2),
        Column(.term, "TERM", alignment: .trailing, rank: 1),
        Column(.commit, "COMMIT", alignment: .trailing, rank: 1),
        Column(.applied, "APPLIED", alignment: .trailing, rank: 3),
        Column(.log, "LOG", alignment: .trailing, rank: 4),
        Column(.status, "NODE", rank: 5),
        Column(.availability, "AVAILABILITY", rank: 6),
        Column(.tasks, "TASKS", alignment: .trailing, rank: 7),
        Column(.address, "ADDRESS", rank: 8),
        id,
        age,
    ]

    private static let serviceColumns = [
        Column(.name, "NAME", rank: 0),
        Column(.replicas, "REPLICAS", alignment: .trailing, rank: 0),
        Column(.status, "STATUS", rank: 1),
        Column(.mode, "MODE", rank: 6),
        Column(.image, "IMAGE", rank: 2, isFlexible: true),
        Column(.ports, "PORTS", maximum: 30, rank: 5),
        Column(.stack, "STACK", maximum: 20, rank: 5),
        id,
        age,
    ]

    private static func taskColumns(_ scope: TaskScope) -> [Column] {
        var columns = [
            Column(.name, "NAME", rank: 0),
            Column(.state, "STATE", rank: 0),
            Column(.since, "SINCE", alignment: .trailing, rank: 2, isAge: true),
            Column(.desired, "DESIRED", rank: 5),
            Column(.node, "NODE", maximum: 24, rank: 1),
            Column(.image, "IMAGE", rank: 4),
            Column(.address, "ADDRESS", maximum: 48, rank: 7, isWide: true),
            Column(.ports, "PORTS", maximum: 30, rank: 8, isWide: true),
            Column(.error, "ERROR", maximum: 200, rank: 3, isFlexible: true),
            id,
            age,
        ]
        if case .node = scope { columns.removeAll { $0.id == .node } }
        if case .network = scope {
            columns.removeAll { $0.id == .address }
            columns.insert(Column(.address, "ADDRESS", rank: 0), at: 2)
        }
        return columns
    }

    private static let stackColumns = [
        Column(.name, "NAME", rank: 0),
        Column(.services, "SERVICES", alignment: .trailing, rank: 1),
        Column(.tasks, "TASKS", alignment: .trailing, rank: 0),
        Column(.status, "STATUS", rank: 1, isFlexible: true),
        Column(.networks, "NETWORKS", alignment: .trailing, rank: 3),
        Column(.configs, "CONFIGS", alignment: .trailing, rank: 3),
        Column(.secrets, "SECRETS", alignment: .trailing, rank: 3),
    ]

    private static let networkColumns = [
        Column(.name, "NAME", rank: 0),
        Column(.driver, "DRIVER", rank: 1),
        Column(.scope, "SCOPE", rank: 5),
        Column(.subnet, "SUBNET", rank: 2),
        Column(.options, "OPTIONS", rank: 3, isFlexible: true),
        Column(.users, "SERVICES", alignment: .trailing, rank: 1),
        Column(.stack, "STACK", maximum: 20, rank: 4),
        id,
        age,
    ]

    private static let dataColumns = [
        Column(.name, "NAME", rank: 0),
        Column(.size, "SIZE", alignment: .trailing, rank: 2),
        Column(.users, "SERVICES", alignment: .trailing, rank: 1),
        Column(.stack, "STACK", maximum: 20, rank: 3),
        labels,
        id,
        age,
    ]

    private static func volumeColumns(_ scope: VolumeScope) -> [Column] {
        var columns = [
            Column(.name, "NAME", rank: 0),
            Column(.node, "NODE", maximum: 24, rank: 0),
            Column(.driver, "DRIVER", rank: 3),
            Column(.users, "SERVICES", alignment: .trailing, rank: 1),
            labels,
            age,
        ]
        if case .node = scope { columns.removeAll { $0.id == .node } }
        return columns
    }

    private static let imageColumns = [
        Column(.name, "IMAGE", maximum: 80, rank: 0),
        Column(.version, "TAG", maximum: 30, rank: 2),
        Column(.users, "SERVICES", alignment: .trailing, rank: 1),
        Column(.tasks, "TASKS", alignment: .trailing, rank: 1),
        Column(.stack, "STACKS", rank: 3, isFlexible: true),
        Column(.id, "DIGEST", maximum: 71, rank: 9, isWide: true),
    ]
}
