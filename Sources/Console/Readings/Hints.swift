import Cells

/// Words for newcomers, one at a time; each goes once it was followed.
struct Hints: Hashable, Sendable {
    enum Hint: Hashable, Sendable, CaseIterable {
        case open, back, help, command, filter, menu

        /// The action that follows it; `nil` = whatever enter does.
        fileprivate var action: String? {
            switch self {
            case .open: nil
            case .back: "back"
            case .help: "help"
            case .command: "command"
            case .filter: "filter"
            case .menu: "menu"
            }
        }

        func words(_ keymap: Keymap) -> Phrase {
            let key = action.map { keymap.words(for: $0) } ?? "enter"
            return switch self {
            case .open: "\(key) opens what is selected"
            case .back: "\(key) goes back"
            case .help: "\(key) lists all keys of this screen"
            case .command: "\(key) takes commands; tab completes them"
            case .filter: "\(key) narrows a table"
            case .menu: "\(key) lists what can be done here"
            }
        }
    }

    private var left: [Hint]

    /// - Parameter areWanted: false for somebody who knows them.
    init(areWanted: Bool) { left = areWanted ? Hint.allCases : [] }

    var current: Hint? { left.first }

    /// The first that can be followed on a screen: one is of no use where its key does nothing.
    func current(on surface: Surface, _ keymap: Keymap, isRoot: Bool) -> Hint? {
        left.first { hint in
            switch hint {
            case .open: keymap.action(for: .enter, on: surface) != nil
            case .back: !isRoot
            case .filter: surface.contexts.contains(.table)
            case .help, .command, .menu: true
            }
        }
    }

    /// Notes what the user has done.
    ///
    /// - Returns: whether the last hint was followed with it.
    mutating func follow(_ action: Action) -> Bool {
        guard !left.isEmpty else { return false }
        left.removeAll { hint in
            hint.action.map { $0 == action.id } ?? action.keys.contains(.enter)
        }
        return left.isEmpty
    }
}

extension Painter {
    /// The hint at the right end of the crumbs, where there is room.
    mutating func drawHint(in rect: Rect, from column: Int) {
        let hint = model.hints.current(
            on: model.surface,
            model.settings.keymap,
            isRoot: model.pages.path.count == 1
        )
        guard let hint else { return }
        let words = said("hint: \(hint.words(model.settings.keymap)) ").safe
        let start = rect.endColumn - words.width
        guard start >= column + 3 else { return }
        grid.write(words, row: rect.row, column: start, slot: .accent, in: rect)
    }
}
