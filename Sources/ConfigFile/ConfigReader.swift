import Basics
import Cells
import Console
import Theming
import Wording
import Yams

/// Reads a configuration, and finds everything that is wrong with it.
package struct ConfigReader {
    private let file: String
    /// Themes that may be named; empty if nobody knows.
    private let themes: [String]
    private var configuration = UserConfiguration()
    private var problems: [ConfigProblem] = []
    /// The line of each key binding, for what only all of them together show.
    private var bindingLines: [String: Int] = [:]

    private static let topKeys = [
        "theme", "read-only", "start", "mouse", "hints", "language", "keys", "aliases", "columns",
        "plugins", "contexts",
    ]
    private static let contextKeys = ["theme", "read-only"]
    private static let pluginKeys = ["title", "key", "in", "command", "terminal", "changes"]
    /// Words that leave the console, whatever else is configured.
    private static let exits = ["q", "quit", "exit"]
    package static let languages = Language.allCases.map(\.rawValue)

    /// Reads a configuration; what is wrong is left out of it.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: what the file is called in messages.
    ///   - themes: the themes that may be named; none = any.
    /// - Returns: what the text says, and what is wrong with it in the order of its lines.
    package static func read(
        _ text: String,
        file: String,
        themes: [String] = []
    ) -> (configuration: UserConfiguration, problems: [ConfigProblem]) {
        var reader = ConfigReader(file: file, themes: themes)
        reader.read(text)
        let ordered = reader.problems.sorted { ($0.line, $0.message) < ($1.line, $1.message) }
        return (reader.configuration, ordered)
    }

    private init(file: String, themes: [String]) {
        self.file = file
        self.themes = themes
    }

    private mutating func read(_ source: String) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: source)
        } catch let error as YamlError {
            if case .duplicatedKeysInMapping(let names, _) = error, let name = names.first {
                return report(
                    "\"\(name)\" is there twice",
                    at: Self.secondLine(of: name, in: source)
                        ?? Self.mark(of: error)?.line ?? 1
                )
            }
            return report(Self.words(of: error), at: Self.mark(of: error)?.line ?? 1)
        } catch {
            return report("this is not YAML: \(error)", at: 1)
        }
        guard let root, !Self.isNull(root) else { return }
        for (key, value) in members(of: root, "the configuration", among: Self.topKeys) {
            switch key.name {
            case "theme": configuration.manners.theme = theme(value)
            case "read-only": configuration.manners.isReadOnly = flag(value, key.name)
            case "start": configuration.start = text(value, key.name)
            case "mouse": configuration.usesMouse = flag(value, key.name)
            case "hints": configuration.showsHints = flag(value, key.name)
            case "language": configuration.language = language(value)
            case "keys": readKeys(value)
            case "aliases": readAliases(value)
            case "columns": readColumns(value)
            case "plugins": readPlugins(value)
            case "contexts": readContexts(value)
            default: break
            }
        }
        findConflicts()
    }

    // MARK: - Parts

    private mutating func readKeys(_ node: Node) {
        for (key, value) in members(of: node, "keys", among: Keymap.actionIDs) {
            bindingLines[key.name] = key.line
            configuration.keys[key.name] = keys(value)
        }
    }

    private mutating func readAliases(_ node: Node) {
        for (key, value) in members(of: node, "aliases", among: nil) {
            guard let line = text(value, key.name) else { continue }
            guard !key.name.isEmpty, !key.name.contains(" ") else {
                report("an alias is one word, not \"\(key.name)\"", at: key.line)
                continue
            }
            guard !Self.exits.contains(key.name) else {
                report(
                    "alias \"\(key.name)\" would hide the way out; name it otherwise",
                    at: key.line
                )
                continue
            }
            if let problem = ConsoleModel.problem(ofCommandLine: line) {
                report("alias \"\(key.name)\": \(problem)", at: Self.line(of: value))
            }
            let plain = line.hasPrefix(":") ? String(line.dropFirst()) : line
            configuration.aliases.append(CommandAlias(name: key.name, line: plain))
        }
    }

    private mutating func readColumns(_ node: Node) {
        for (key, value) in members(of: node, "columns", among: ConsoleModel.tableNouns) {
            let words = texts(value, key.name)
            if let problem = ConsoleModel.problem(ofColumns: words, in: key.name) {
                report(problem, at: Self.line(of: value))
            } else {
                configuration.columns[key.name] = words
            }
        }
    }

    private mutating func readPlugins(_ node: Node) {
        for (key, value) in members(of: node, "plugins", among: nil) {
            var plugin = Plugin(name: key.name, keys: [], places: [], command: "")
            for (field, value) in members(of: value, "a plugin", among: Self.pluginKeys) {
                switch field.name {
                case "title": plugin.title = text(value, field.name) ?? key.name
                case "key": plugin.keys = keys(value)
                case "in":
                    plugin.places = texts(value, field.name).filter { place in
                        known(place, "place", among: Keymap.pluginPlaces, at: Self.line(of: value))
                    }
                case "command": plugin.command = text(value, field.name) ?? ""
                case "terminal": plugin.takesTerminal = flag(value, field.name) ?? false
                case "changes": plugin.changesCluster = flag(value, field.name) ?? false
                default: break
                }
            }
            bindingLines["plugin.\(key.name)"] = key.line
            let missing = [
                ("key", plugin.keys.isEmpty), ("in", plugin.places.isEmpty),
                ("command", plugin.command.isEmpty),
            ].filter(\.1).map(\.0)
            if missing.isEmpty {
                configuration.plugins.append(plugin)
            } else {
                let words = missing.joined(separator: ", ")
                report("plugin \"\(key.name)\" has no \(words)", at: key.line)
            }
        }
    }

    private mutating func readContexts(_ node: Node) {
        for (key, value) in members(of: node, "contexts", among: nil) {
            var manners = UserConfiguration.Manners()
            for (field, value) in members(of: value, "a context", among: Self.contextKeys) {
                switch field.name {
                case "theme": manners.theme = theme(value)
                case "read-only": manners.isReadOnly = flag(value, field.name)
                default: break
                }
            }
            configuration.contexts[key.name] = manners
        }
    }

    private mutating func findConflicts() {
        for conflict in configuration.keymap.conflicts {
            let line = bindingLines[conflict.second] ?? bindingLines[conflict.first] ?? 1
            report(
                "key \(conflict.key) is wanted by \(conflict.first) and \(conflict.second) "
                    + "on the screen \(conflict.screen); give one of them another key, or none",
                at: line
            )
            for id in [conflict.first, conflict.second] {
                configuration.keys[id] = nil
                configuration.plugins.removeAll { "plugin.\($0.name)" == id }
            }
        }
    }
}

extension ConfigReader {
    private struct Name {
        let name: String
        let line: Int
    }

    /// The members of a mapping whose names are known.
    private mutating func members(
        of node: Node,
        _ what: String,
        among names: [String]?
    ) -> [(Name, Node)] {
        if Self.isNull(node) { return [] }
        guard let mapping = node.mapping else {
            report("\(what) must be names with values", at: Self.line(of: node))
            return []
        }
        var members: [(Name, Node)] = []
        for (key, value) in mapping {
            let line = Self.line(of: key)
            guard let name = key.scalar?.string else {
                report("a name must be one word", at: line)
                continue
            }
            guard names == nil || known(name, "key", among: names ?? [], at: line) else { continue }
            members.append((Name(name: name, line: line), value))
        }
        return members
    }

    private mutating func known(
        _ word: String,
        _ what: String,
        among words: [String],
        at line: Int
    ) -> Bool {
        guard !words.contains(word) else { return true }
        report(
            "unknown \(what) \"\(word)\"",
            at: line,
            suggestion: NearestWord.to(word, among: words)
        )
        return false
    }

    private mutating func text(_ node: Node, _ name: String) -> String? {
        if let scalar = node.scalar, !Self.isNull(node) { return scalar.string }
        report("\"\(name)\" must be text", at: Self.line(of: node))
        return nil
    }

    /// One text, or a list of them.
    private mutating func texts(_ node: Node, _ name: String) -> [String] {
        guard node.mapping == nil else {
            report("\"\(name)\" must be a word or a list of words", at: Self.line(of: node))
            return []
        }
        guard let sequence = node.sequence else { return [text(node, name)].compactMap(\.self) }
        return sequence.compactMap { text($0, name) }
    }

    private mutating func flag(_ node: Node, _ name: String) -> Bool? {
        switch node.scalar?.string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            report("\"\(name)\" must be true or false", at: Self.line(of: node))
            return nil
        }
    }

    private mutating func theme(_ node: Node) -> String? {
        guard let name = text(node, "theme") else { return nil }
        if name.contains("/") || name.hasSuffix(".toml") || themes.isEmpty { return name }
        return known(name, "theme", among: themes, at: Self.line(of: node)) ? name : nil
    }

    private mutating func language(_ node: Node) -> String? {
        guard let name = text(node, "language") else { return nil }
        let isKnown = known(name, "language", among: Self.languages, at: Self.line(of: node))
        return isKnown ? name : nil
    }

    /// Keys by their names; `none` or an empty list takes an action's keys away.
    private mutating func keys(_ node: Node) -> [Key] {
        let names = Self.isNull(node) ? [] : texts(node, "key")
        guard names != ["none"] else { return [] }
        return names.compactMap { name in
            guard let key = Key(named: name) else {
                report(
                    "\"\(name)\" is no key: write d, D, ^d, enter, space, f5, shift-left",
                    at: Self.line(of: node)
                )
                return nil
            }
            return key
        }
    }

    private mutating func report(_ message: String, at line: Int, suggestion: String? = nil) {
        problems.append(
            ConfigProblem(file: file, line: line, message: message, suggestion: suggestion)
        )
    }

    private static func isNull(_ node: Node) -> Bool {
        node.scalar.map { $0.style == .plain && ["", "~", "null"].contains($0.string) } ?? false
    }

    private static func line(of node: Node) -> Int { node.mark?.line ?? 1 }

    private static func mark(of error: YamlError) -> Mark? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark
        case .duplicatedKeysInMapping(_, let context): context.mark
        default: nil
        }
    }

    /// The line in which a name stands for the second time, as far as lines alone tell it.
    private static func secondLine(of name: String, in source: String) -> Int? {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let found = lines.indices.filter { index in
            let line = lines[index].drop { " \"'".contains($0) }
            let rest = line.dropFirst(name.count).drop { " \"'".contains($0) }
            return line.hasPrefix(name) && rest.first == ":"
        }
        return found.count == 2 ? found[1] + 1 : nil
    }

    private static func words(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
            .composer(_, let problem, _, _):
            "this is not YAML: \(problem)"
        default: "this is not YAML"
        }
    }
}
