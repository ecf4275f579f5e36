// What a configuration is checked against before there is a console.

extension ConsoleModel {
    /// The tables whose columns can be chosen.
    package static var tableNouns: [String] { tableKinds.map(\.noun) }

    private static let tableKinds: [TableKind] = [
        .nodes, .managers, .services(.all), .tasks(.all), .stacks, .networks, .configs, .secrets,
        .volumes(.all), .images,
    ]

    /// What is wrong with a command line, as far as its first word tells; `nil` if nothing is.
    package static func problem(ofCommandLine line: String) -> String? {
        let words = CommandWords.split(line.hasPrefix(":") ? String(line.dropFirst()) : line)
        guard let first = words.first else { return "there is no command" }
        do throws(CommandRefusal) {
            _ = try CommandRegistry.command(first)
            return nil
        } catch {
            return error.words
        }
    }

    /// What is wrong with the columns of a table; `nil` if nothing is.
    package static func problem(ofColumns words: [String], in noun: String) -> String? {
        guard let kind = tableKinds.first(where: { $0.noun == noun }) else {
            return "there is no table \(noun)"
        }
        do throws(CommandRefusal) {
            _ = try ColumnChoice(words, for: kind, now: [])
            return nil
        } catch {
            return error.words
        }
    }

    /// The columns of tables, by their nouns: as configured, else as they were chosen last.
    static func columnChoices(_ settings: ConsoleSettings) -> [String: [ColumnID]] {
        var choices = settings.memory.columns
        for kind in tableKinds {
            guard let words = settings.columns[kind.noun] else { continue }
            choices[kind.noun] = (try? ColumnChoice(words, for: kind, now: []))?.columns
        }
        return choices
    }
}
