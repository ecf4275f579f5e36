import Cells

/// The page about keys and commands, made from the registries so that it cannot be wrong.
package enum KeyDocs {
    /// The whole of `docs/keys.md`.
    package static var markdown: String {
        var text = """
            # Keys and commands

            This page is made from the console's own list of actions; a test holds it current.

            Whatever changes the cluster asks first, in a box with Cancel in focus that names the
            object, says what will happen, and shows the docker command that does the same.
            `▲` marks what changes the cluster, `✗` what ends something for good.
            Letters with shift are written large: `M` is shift-m. `^d` is control-d.
            `keys:` in the configuration gives other keys to an action, by its id.

            """
        for context in Context.allCases { text += section(context) }
        return text + commands
    }

    /// Each action with its id and its keys, for those who give it others.
    ///
    /// - Parameter keymap: the keys as they are now.
    /// - Returns: a line for each, in columns.
    package static func list(_ keymap: Keymap) -> [String] {
        let rows = keymap.all.map { action in
            let keys = action.keys.map(\.description).joined(separator: " ")
            return (action.id, keys.isEmpty ? "none" : keys, action.title.english)
        }
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let idWidth = rows.map(\.0.count).max() ?? 0
        // The tabs' nine keys stand for themselves.
        let keyWidth = rows.map(\.1.count).filter { $0 <= 20 }.max() ?? 0
        return rows.map { padded($0.0, idWidth) + "  " + padded($0.1, keyWidth) + "  " + $0.2 }
    }

    private static func section(_ context: Context) -> String {
        let actions = ActionRegistry.all.filter { $0.contexts.first == context }
        guard !actions.isEmpty else { return "" }
        var text =
            "\n## \(heading(of: context))\n\n| keys | what | docker | id |\n|---|---|---|---|\n"
        for action in actions {
            let keys = action.keys.map { "`\($0.description)`" }.joined(separator: " ")
            text +=
                "| \(cell(keys)) | \(action.title)\(mark(of: action)) | \(code(action.docker)) "
                + "| `\(action.id)` |\n"
        }
        return text
    }

    private static func heading(of context: Context) -> String {
        let places = Surface.allCases.filter { $0.contexts.contains(context) }.map(\.title)
        let title = context.title.prefix(1).uppercased() + context.title.dropFirst()
        return places.count > 8 || places == [context.title]
            ? title : "\(title) (\(places.joined(separator: ", ")))"
    }

    private static func mark(of action: Action) -> String {
        switch action.risk {
        case .none: ""
        case .change: " ▲"
        case .destroy: " ✗"
        }
    }

    private static var commands: String {
        var text = """

            ## Commands after `:`

            A command may be cut short while it stays clear, names too; tab completes both.

            | command | what | docker |
            |---|---|---|

            """
        for command in CommandRegistry.all {
            text += "| \(code(command.usage)) | \(command.summary) | \(code(command.docker)) |\n"
        }
        return text
    }

    private static func code(_ words: String) -> String { words.isEmpty ? "" : cell("`\(words)`") }

    /// A bar would end the cell.
    private static func cell(_ words: String) -> String {
        words.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
