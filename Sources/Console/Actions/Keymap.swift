package import Cells

/// Which key does what: the console's own keys, what the user has put in their place, and plugins.
package struct Keymap: Sendable {
    /// Keys instead of an action's own, by its id; none = no key.
    package let overrides: [String: [Key]]
    package let plugins: [Plugin]
    /// All actions, with the keys that they have now.
    let all: [Action]
    private let bindings: [Surface: [Key: Int]]
    private let byContext: [Context: [Int]]

    /// The keys as they come.
    package static let standard = Keymap()

    package init(overrides: [String: [Key]] = [:], plugins: [Plugin] = []) {
        self.overrides = overrides
        self.plugins = plugins
        all =
            ActionRegistry.all.map { action in
                var action = action
                action.keys = overrides[action.id] ?? action.keys
                return action
            } + plugins.map(\.action)
        var bindings: [Surface: [Key: Int]] = [:]
        var byContext: [Context: [Int]] = [:]
        for (index, action) in all.enumerated() {
            for context in action.contexts { byContext[context, default: []].append(index) }
        }
        for surface in Surface.allCases {
            let contexts = Set(surface.contexts)
            for (index, action) in all.enumerated() where action.works(in: contexts) {
                for key in action.keys { bindings[surface, default: [:]][key] = index }
            }
        }
        self.bindings = bindings
        self.byContext = byContext
    }

    /// Actions of a surface; the most special ones first.
    func actions(on surface: Surface) -> [Action] {
        var seen: Set<Int> = []
        return surface.contexts.reversed().flatMap { byContext[$0] ?? [] }
            .filter { seen.insert($0).inserted }.map { all[$0] }
    }

    /// Actions of a surface as a bar of that width hints at them; the help lists all.
    ///
    /// The user's own come first, but leave room for the others where it is short.
    func hinted(on surface: Surface, width: Int) -> [Action] {
        var left = width < 120 ? 2 : Int.max
        return actions(on: surface).filter { action in
            if action.id == "help" { return false }
            guard action.id.hasPrefix(Plugin.idPrefix) else { return true }
            left -= 1
            return left >= 0
        }
    }

    func action(for key: Key, on surface: Surface) -> Action? {
        bindings[surface]?[key].map { all[$0] }
    }

    /// The keys of an action as hints write them.
    func words(for id: String) -> String {
        all.first { $0.id == id }?.keys.first?.description ?? ""
    }

    /// The ids that keys can be put to.
    package static var actionIDs: [String] { ActionRegistry.all.map(\.id) }

    /// The places that a plugin can be in.
    package static var pluginPlaces: [String] { Plugin.places.map(\.rawValue) }

    /// Keys that two actions want on one screen, which must not be.
    package var conflicts: [KeyConflict] {
        var found: [KeyConflict] = []
        for surface in Surface.allCases {
            let contexts = Set(surface.contexts)
            var owners: [Key: String] = [:]
            for action in all where action.works(in: contexts) {
                for key in action.keys {
                    if let first = owners[key] {
                        let conflict = KeyConflict(key: key, first: first, second: action.id)
                        if !found.contains(where: { $0.isAlike(conflict) }) {
                            found.append(conflict.on(surface.title))
                        }
                    } else {
                        owners[key] = action.id
                    }
                }
            }
        }
        return found
    }
}

extension Keymap: Hashable {
    package static func == (left: Keymap, right: Keymap) -> Bool {
        left.overrides == right.overrides && left.plugins == right.plugins
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(overrides)
        hasher.combine(plugins)
    }
}

/// One key that two actions want.
package struct KeyConflict: Hashable, Sendable {
    package let key: Key
    /// The ids of the actions.
    package let first: String
    package let second: String
    /// The first screen where they meet.
    package private(set) var screen = ""

    init(key: Key, first: String, second: String) {
        self.key = key
        self.first = first
        self.second = second
    }

    func on(_ screen: String) -> KeyConflict {
        var conflict = self
        conflict.screen = screen
        return conflict
    }

    func isAlike(_ other: KeyConflict) -> Bool {
        key == other.key && first == other.first && second == other.second
    }
}

extension Action {
    func works(in places: Set<Context>) -> Bool { contexts.contains { places.contains($0) } }
}
