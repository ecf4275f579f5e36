import Foundation

/// What a real engine and skep are known to say differently: the table of `docs/fidelity.md`.
///
/// A difference holds for the scripts that it names, and must be found in each of them.
struct KnownDifferences: Equatable, Sendable {
    var rows: [Row]

    struct Row: Equatable, Sendable {
        var name: String
        var scripts: [String]
        /// `nil` = it says nothing there.
        var real: String?
        var skep: String?
        var reason: String
    }

    static let heading = "### Held by the contract suite"

    init(rows: [Row] = []) { self.rows = rows }

    /// Reads the table below ``heading``.
    init(page: String) {
        rows = []
        guard let start = page.range(of: Self.heading) else { return }
        for line in page[start.upperBound...].split(separator: "\n").map(String.init) {
            if line.hasPrefix("#") { break }
            let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|")
                .map { $0.replacing("\u{1}", with: "|").trimmingCharacters(in: .whitespaces) }
            guard line.hasPrefix("|"), cells.count == 5, cells[0] != "difference",
                !cells[0].hasPrefix("-")
            else { continue }
            rows.append(
                Row(
                    name: cells[0],
                    scripts: cells[1].split(separator: ",")
                        .map { $0.trimmingCharacters(in: .whitespaces) },
                    real: Self.quoted(cells[2]),
                    skep: Self.quoted(cells[3]),
                    reason: cells[4]
                )
            )
        }
    }

    func of(_ script: String) -> [Row] { rows.filter { $0.scripts.contains(script) } }

    private static func quoted(_ cell: String) -> String? {
        guard cell.hasPrefix("`"), cell.hasSuffix("`"), cell.count > 2 else { return nil }
        return String(cell.dropFirst().dropLast())
    }
}

/// Two answers to one command, with the known differences taken out.
struct Comparison: Equatable {
    var real: [String]
    var skep: [String]
    /// Names of the known differences that were met.
    var met: Set<String> = []

    var isSame: Bool { real == skep }

    init(real: [String], skep: [String], known: [KnownDifferences.Row] = []) {
        self.real = real
        self.skep = skep
        guard real != skep else { return }
        for row in known {
            let (inReal, lines) = Self.taking(row.real, named: row.name, from: self.real)
            let (inSkep, others) = Self.taking(row.skep, named: row.name, from: self.skep)
            // A difference that only one of two sides shows is another one.
            guard inReal == (row.real != nil), inSkep == (row.skep != nil) else { continue }
            self.real = lines
            self.skep = others
            met.insert(row.name)
        }
    }

    /// The lines with a mark where the pattern was.
    ///
    /// `*` stands for anything without a space, `**`
    /// for anything; of a pattern that starts with `^`, all of the line is meant, and left out.
    private static func taking(
        _ pattern: String?,
        named name: String,
        from lines: [String]
    ) -> (Bool, [String]) {
        guard let pattern else { return (false, lines) }
        let isWhole = pattern.hasPrefix("^")
        let source = NSRegularExpression.escapedPattern(
            for: isWhole ? String(pattern.dropFirst()) : pattern
        )
        .replacing("\\*\\*", with: ".*").replacing("\\*", with: "\\S*")
        guard
            let expression = try? Regex<AnyRegexOutput>(
                isWhole ? "^\\s*\(source)\\s*$" : source,
                as: AnyRegexOutput.self
            )
        else { return (false, lines) }
        var found = false
        var result: [String] = []
        for line in lines {
            guard line.firstMatch(of: expression) != nil else {
                result.append(line)
                continue
            }
            found = true
            if !isWhole { result.append(line.replacing(expression, with: "«\(name)»")) }
        }
        return (found, result)
    }

    /// The lines that differ, real ones with `-`, skep's with `+`.
    var report: String {
        let changes = skep.difference(from: real)
        var text: [(Int, Int, String)] = []
        for change in changes {
            switch change {
            case .remove(let offset, let line, _): text.append((offset, 0, "    - \(line)"))
            case .insert(let offset, let line, _): text.append((offset, 1, "    + \(line)"))
            }
        }
        return text.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2).joined(separator: "\n")
    }
}
