package import TerminalKit

/// What a user of the console does, in the user's words.
extension TerminalSession {
    /// Goes to a screen by the command line.
    package func open(_ screen: String, titled title: String? = nil) throws {
        try type(":\(screen)<enter>")
        try see("deck ›", title ?? screen)
        try see("┌─ \(title ?? screen)")
    }

    /// Types a whole command line.
    package func command(_ line: String) throws { try type(":\(line)<enter>") }

    /// Moves from the first row of a table down to the one with this name.
    package func select(_ name: String) throws {
        try see("│" + name)
        try type("g")
        try wait(for: "the first row selected") { $0.selectedRow == 1 }
        let row = picture.tableRow(of: name) ?? 1
        try type(String(repeating: "j", count: row - 1))
        try wait(for: "\(name) selected") { $0.selectedRow == row && $0.isLit(name) }
    }

    /// Agrees to the box that is open, by the name of its button.
    package func agree(to button: String) throws {
        try see("[ \(button) ]")
        for _ in 0..<3 where !picture.isLit("[ \(button) ]") {
            let before = picture.focus
            try type("<tab>")
            try wait(for: "another focus") { $0.focus != before }
        }
        try wait(for: "\(button) in focus") { $0.isLit("[ \(button) ]") }
        try type("<enter>")
        try seeNo("[ Cancel ]")
    }

    /// Replaces what is in the input of the box that is open.
    package func fill(_ text: String) throws {
        try see("[ Cancel ]")
        try type("^u\(text)")
        try see(": \(text)")
    }

    /// Quits by the command line and waits for a clean end.
    package func leave() throws {
        try type(":q<enter>")
        let ending = try waitForEnd()
        guard ending == .exited(0) else {
            throw TerminalFault.neverSeen(
                what: "a clean end",
                reason: "\(ending)",
                screen: picture.framed
            )
        }
    }
}

extension TerminalPicture {
    /// Whether a text is drawn unlike what stands before it, as cursors and focus are.
    package func isLit(_ text: String) -> Bool {
        for row in 0..<rows {
            guard let column = column(of: text, inRow: row), column > 0,
                let first = cell(row: row, column: column),
                let before = cell(row: row, column: column - 1)
            else { continue }
            return first.pen.background != before.pen.background
                || first.pen.isReversed != before.pen.isReversed
        }
        return false
    }

    /// Which button of a box is in focus; empty for its input.
    package var focus: String {
        lines.filter { $0.contains("[ Cancel ]") }.flatMap { line in
            line.split(separator: "[").dropFirst().compactMap { part in
                part.split(separator: "]").first.map { "[\($0)]" }
            }
        }.first { isLit($0) } ?? ""
    }

    /// Which row of a table is selected, from 1, as its title says.
    package var selectedRow: Int? {
        lines.lazy.compactMap { $0.firstMatch(of: /┌─ [^│]*? (\d+)\/\d+ [─·]/) }.first
            .flatMap { Int($0.1) }
    }

    /// Which row of a table begins with a name, counted from 1.
    package func tableRow(of name: String) -> Int? {
        let title = lines.firstIndex { $0.contains("┌─") }
        let row = lines.firstIndex { $0.hasPrefix("│" + name) }
        guard let title, let row else { return nil }
        // The rows begin below the frame and the heads of the columns.
        return row - title - 1
    }

    /// Where a text begins in a row, in columns.
    private func column(of text: String, inRow row: Int) -> Int? {
        var line = ""
        var columns: [Int] = []
        for column in 0..<self.columns {
            let cell = cell(row: row, column: column)?.text ?? ""
            line += cell
            for _ in cell { columns.append(column) }
        }
        guard let range = line.firstRange(of: text) else { return nil }
        return columns[line.distance(from: line.startIndex, to: range.lowerBound)]
    }
}
