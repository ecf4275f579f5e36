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
    let title: Phrase
    /// A short title for the hint bar; `nil` keeps it out of there.
    let hint: Phrase?
    /// The keys it has, unless the user gives it others.
    var keys: [Key]
    let contexts: [Context]
    let risk: Risk
    /// The docker command that does or shows the same; empty for moving about.
    let docker: String
    /// Whether it is about the selected object, where it is a key of a list of objects.
    let isAboutSelection: Bool
    /// Whether it takes one object only, while others are marked.
    let isForOne: Bool
    /// Why it cannot be done now, beyond what holds for everything; `nil` when it can.
    let refusal: @Sendable (Situation) -> Phrase?
    let perform: @Sendable (inout ConsoleModel) -> [ConsoleEffect]

    init(
        _ id: String,
        _ title: Phrase,
        hint: Phrase? = nil,
        keys: [Key],
        in contexts: [Context],
        risk: Risk = .none,
        docker: String = "",
        isAboutSelection: Bool = true,
        isForOne: Bool = false,
        refusal: @escaping @Sendable (Situation) -> Phrase? = { _ in nil },
        perform: @escaping @Sendable (inout ConsoleModel) -> [ConsoleEffect]
    ) {
        self.id = id
        self.title = title
        self.hint = hint
        self.keys = keys
        self.contexts = contexts
        self.risk = risk
        self.docker = docker
        self.isAboutSelection = isAboutSelection
        self.isForOne = isForOne
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
        + ObjectActions.all + LiveActions.all
        + RolloutActions.all + LogActions.all + TextActions.all + JumpActions.all
        + SwarmActions.all + ViewStateActions.all + ForecastActions.all + DrainActions.all
        + PastActions.all + TabActions.all
}
