import Cells
import FoundationEssentials
import Synchronization

/// Finds themes by name: in folders first, then among those that are built in.
package struct ThemeLibrary: Sendable {
    /// Searched in this order.
    package let folders: [String]

    package init(folders: [String] = []) {
        self.folders = folders
    }

    /// The usual places: the user's own, then what was installed, then what lies by the program.
    ///
    /// `executable` is the folder of the running program, when known; of the environment,
    /// `XDG_CONFIG_HOME`, `XDG_DATA_HOME` and `HOME` are looked at.
    package static func usualFolders(
        executable: String?,
        environment: [String: String]
    ) -> [String] {
        let home = environment["HOME"]
        let set: (String) -> String? = { name in
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let config = set("XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" }
        let data = set("XDG_DATA_HOME") ?? home.map { $0 + "/.local/share" }
        var folders = [config, data].compactMap { $0.map { $0 + "/skep/themes" } }
        if let executable {
            folders += [executable + "/../share/skep/themes", executable + "/themes"]
        }
        return folders
    }

    /// The names of all themes that can be asked for, sorted.
    package var names: [String] {
        var names = Set(BuiltInThemes.all.map(\.name))
        for folder in folders {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for file in files where file.hasSuffix(".toml") && file != "TEMPLATE.toml" {
                names.insert(String(file.dropLast(".toml".count)))
            }
        }
        return names.sorted()
    }

    /// The theme of that name, with all that it inherits.
    ///
    /// A name with a slash or ending in `.toml` is the path of a file.
    package func theme(named name: String) throws(ThemeFailure) -> Theme {
        try resolve(source(named: name), visited: [Self.plainName(name)])
    }

    /// A theme from its text; `file` stands in error messages.
    package func theme(text: String, file: String) throws(ThemeFailure) -> Theme {
        let name = Self.plainName(file)
        return try resolve(ThemeFile(text, file: file), visited: [name])
    }

    /// The paths that decide what a theme is: where it and its bases lie, or would be found first.
    ///
    /// Who watches them learns of every change, also of a file that begins to hide another one.
    package func places(ofThemeNamed name: String) -> [String] {
        var places: [String] = []
        var next: String? = name
        var names: Set<String> = []
        while let wanted = next, names.insert(wanted).inserted {
            places += paths(ofThemeNamed: wanted)
            next = (try? source(named: wanted))?.base
        }
        return places
    }

    /// What is wrong with a theme, from syntax to contrast; empty for a good one.
    package func problems(ofThemeNamed name: String) -> [ThemeProblem] {
        do throws(ThemeFailure) {
            let file = try source(named: name)
            let theme = try resolve(file, visited: [Self.plainName(name)])
            return ThemeCheck.problems(of: theme, file: file.file, lines: file.slotLines)
        } catch {
            return error.problems
        }
    }

    /// `themes/nord.toml` and `nord` are both called nord.
    private static func plainName(_ name: String) -> String {
        let last = name.split(separator: "/").last.map { String($0) } ?? name
        return last.hasSuffix(".toml") ? String(last.dropLast(".toml".count)) : last
    }
}

extension ThemeLibrary {
    private func source(named name: String) throws(ThemeFailure) -> ThemeFile {
        for path in paths(ofThemeNamed: name) where FileManager.default.fileExists(atPath: path) {
            return ThemeFile(try text(ofFile: path), file: path)
        }
        if let builtIn = BuiltInThemes.all.first(where: { $0.name == name }) {
            return Self.parsed(builtIn)
        }
        throw ThemeFailure(problems: [unknownTheme(name, file: "themes", line: nil)])
    }

    /// Where a theme's own file may lie, in the order in which it is looked for.
    private func paths(ofThemeNamed name: String) -> [String] {
        let isPath = name.contains("/") || name.hasSuffix(".toml")
        return isPath ? [name] : folders.map { "\($0)/\(name).toml" }
    }

    /// Those of the built-in themes that were asked for: the parser never gives back what it took.
    private static let known = Mutex<[String: ThemeFile]>([:])

    private static func parsed(_ theme: (name: String, text: String)) -> ThemeFile {
        known.withLock { known in
            if let file = known[theme.name] { return file }
            let file = ThemeFile(theme.text, file: "built-in \(theme.name).toml")
            known[theme.name] = file
            return file
        }
    }

    private func text(ofFile path: String) throws(ThemeFailure) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            let problem = ThemeProblem(file: path, reason: .unreadable("no permission"))
            throw ThemeFailure(problems: [problem])
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func unknownTheme(_ name: String, file: String, line: Int?) -> ThemeProblem {
        ThemeProblem(
            file: file,
            line: line,
            reason: .unknownTheme(name),
            suggestion: NearestWord.to(name, among: names)
        )
    }

    /// Lays the files of a chain of bases over one another, the derived one on top.
    private func resolve(
        _ file: ThemeFile,
        visited: [String]
    ) throws(ThemeFailure) -> Theme {
        let chain = try chain(from: file, visited: visited)
        var styles: [Slot: SlotStyle] = [:]
        for file in chain.reversed() {
            for slot in Slot.allCases {
                styles[slot] = file.style(of: slot).over(styles[slot] ?? SlotStyle())
            }
        }
        let missing = Slot.allCases.filter { styles[$0] == SlotStyle() }
        guard missing.isEmpty else {
            throw ThemeFailure(
                problems: missing.map { ThemeProblem(file: file.file, reason: .missingSlot($0)) }
            )
        }
        return Theme(
            name: file.name ?? visited.first ?? file.file,
            kind: chain.lazy.compactMap(\.kind).first ?? .dark,
            credit: file.credit ?? "",
            styles: styles
        )
    }

    /// A file, its base, the base of that, and so on.
    private func chain(
        from file: ThemeFile,
        visited: [String]
    ) throws(ThemeFailure) -> [ThemeFile] {
        guard file.problems.isEmpty else { throw ThemeFailure(problems: file.problems) }
        guard let base = file.base else { return [file] }
        guard !visited.contains(base) else {
            let problem = ThemeProblem(
                file: file.file,
                line: file.baseLine,
                reason: .inheritanceCycle(visited + [base])
            )
            throw ThemeFailure(problems: [problem])
        }
        let parent: ThemeFile
        do throws(ThemeFailure) {
            parent = try source(named: base)
        } catch {
            let problem = unknownTheme(base, file: file.file, line: file.baseLine)
            throw ThemeFailure(problems: [problem])
        }
        return [file] + (try chain(from: parent, visited: visited + [base]))
    }
}
