import Foundation

/// The register of rules, `docs/fidelity.md`, read row by row.
///
/// A row whose first cell is a rule's id (`UPD-33`) or a scenario (`(b2)`) has four cells: key,
/// statement, tests, otherwise. The third is written from the names of the tests.
struct FidelityPage {
    /// What a rule says that nobody has proved or excused yet.
    static let noTest = "no test yet"

    /// A rule or scenario and what the page says of it.
    struct Row {
        let key: String
        let statement: String
        var tests: String
        var otherwise: String

        /// The row of a table, if this line is one.
        init?(line: String) {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 6, cells[0].isEmpty, cells[5].isEmpty,
                cells[1].wholeMatch(of: ProvingTest.key) != nil
            else { return nil }
            (key, statement, tests, otherwise) = (cells[1], cells[2], cells[3], cells[4])
        }

        /// Sets the generated cells: which files prove this, and whether anything is left to prove.
        mutating func state(_ files: [String]) {
            tests = files.joined(separator: ", ")
            if files.isEmpty, otherwise.isEmpty { otherwise = FidelityPage.noTest }
            if !files.isEmpty, otherwise == FidelityPage.noTest { otherwise = "" }
        }

        var line: String {
            "| \(key) | \(statement) | \(tests)\(tests.isEmpty ? "" : " ")| \(otherwise)\(otherwise.isEmpty ? "" : " ")|"
        }
    }

    /// The page's lines, with the rows among them.
    private var lines: [(text: String, row: Row?)]

    var rows: [Row] { lines.compactMap(\.row) }

    var text: String { lines.map { $0.row?.line ?? $0.text }.joined(separator: "\n") }

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { (String($0), Row(line: String($0))) }
    }

    /// The page as the tests' names make it.
    func updated(with tests: [ProvingTest]) -> FidelityPage {
        var files: [String: Set<String>] = [:]
        for test in tests {
            for key in test.keys { files[key, default: []].insert(test.file) }
        }
        var page = self
        page.dropDoubles()
        for index in page.lines.indices {
            guard let key = page.lines[index].row?.key else { continue }
            page.lines[index].row?.state((files[key] ?? []).sorted())
        }
        return page
    }
    /// Makes one row of those that a merge left twice; a reason wins over none.
    private mutating func dropDoubles() {
        var places: [String: Int] = [:]
        var kept: [(text: String, row: Row?)] = []
        for line in lines {
            guard let row = line.row, let place = places[row.key] else {
                if let row = line.row { places[row.key] = kept.count }
                kept.append(line)
                continue
            }
            if ["", Self.noTest].contains(kept[place].row?.otherwise) { kept[place].row = row }
        }
        lines = kept
    }
}
