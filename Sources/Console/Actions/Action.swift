import Cells

/// Something a key does: one entry of the list that keys, hints, help and docs come from.
struct Action: Sendable {
    /// What an action may do to the cluster.
    enum Risk: String, Hashable, Sendable, CaseIterable {
        /// Only looks.
        case none
        /// Changes the cluster, and can be changed back.
        case change
        /// Ends something for good.
        case destroy
    }

    /// A stable name, such as `node.drain`.
    let id: String
    let title: String
    /// A short title for the hint bar; `nil` keeps it out of there.
    let hint: String?
    let keys: [Key]
    let contexts: [Context]
    let risk: Risk
    /// The docker command that does or shows the same; empty for moving about.
    let docker: String
    /// Why it cannot be done now, beyond what holds for everything; `nil` when it can.
    let refusal: @Sendable (Situation) -> String?
    let perform: @Sendable (inout ConsoleModel) -> [ConsoleEffect]

    init(
        _ id: String,
        _ title: String,
        hint: String? = nil,
        keys: [Key],
        in contexts: [Context],
        risk: Risk = .none,
        docker: String = "",
        refusal: @escaping @Sendable (Situation) -> String? = { _ in nil },
        perform: @escaping @Sendable (inout ConsoleModel) -> [ConsoleEffect]
    ) {
        self.id = id
        self.title = title
        self.hint = hint
        self.keys = keys
        self.contexts = contexts
        self.risk = risk
        self.docker = docker
        self.refusal = refusal
        self.perform = perform
    }
}

/// All actions there are, and how a key finds its own.
enum ActionRegistry {
    static let all: [Action] =
        GlobalActions.all + ListActions.all + TableActions.all + DeckActions.all
        + NodeActions.all + ZoneActions.all + ServiceActions.all + TaskActions.all
        + NetworkActions.all
        + ObjectActions.all
        + RolloutActions.all + LogActions.all + TextActions.all + ForecastActions.all
        + DrainActions.all + PastActions.all

    /// Actions of a surface; the most special ones first.
    static func actions(on surface: Surface) -> [Action] {
        var seen: Set<String> = []
        return surface.contexts.reversed().flatMap { byContext[$0] ?? [] }
            .filter { seen.insert($0.id).inserted }
    }

    static func action(for key: Key, on surface: Surface) -> Action? {
        bindings[surface]?[key].map { all[$0] }
    }

    private static let byContext: [Context: [Action]] = {
        var groups: [Context: [Action]] = [:]
        for action in all {
            for context in action.contexts { groups[context, default: []].append(action) }
        }
        return groups
    }()

    private static let bindings: [Surface: [Key: Int]] = {
        var table: [Surface: [Key: Int]] = [:]
        for surface in Surface.allCases {
            let contexts = Set(surface.contexts)
            for (index, action) in all.enumerated()
            where action.contexts.contains(where: { contexts.contains($0) }) {
                for key in action.keys { table[surface, default: [:]][key] = index }
            }
        }
        return table
    }()

    /// Keys that two actions want on one surface, which must not be.
    ///
    /// Each in the form `surface: key: id, id`.
    static func conflicts() -> [String] {
        Surface.allCases.flatMap { surface in
            let contexts = Set(surface.contexts)
            var owners: [(key: Key, ids: [String])] = []
            for action in all where action.contexts.contains(where: { contexts.contains($0) }) {
                for key in action.keys {
                    if let index = owners.firstIndex(where: { $0.key == key }) {
                        owners[index].ids.append(action.id)
                    } else {
                        owners.append((key, [action.id]))
                    }
                }
            }
            return owners.filter { $0.ids.count > 1 }.map {
                "\(surface.title): \($0.key): \($0.ids.joined(separator: ", "))"
            }
        }
    }
}
