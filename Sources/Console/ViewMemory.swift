/// How the user has arranged tables: what the next start begins with.
///
/// It is written to a file of the program's own, never to the user's configuration.
package struct ViewMemory: Hashable, Sendable {
    /// By the noun of a table; one that is missing is in its natural order.
    var orders: [String: SortOrder] = [:]
    /// Columns that were chosen while the console ran, by the noun of a table.
    var columns: [String: [ColumnID]] = [:]

    package init() {}

    /// Reads what ``text`` has written; `nil` if a line is none that it writes.
    ///
    /// Columns that this version does not know are left out.
    package init?(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map { String($0) }
            guard words.count >= 3 else { return nil }
            switch words[1] {
            case "order":
                guard words.count == 4, ["up", "down"].contains(words[3]) else { return nil }
                guard let column = ColumnID(rawValue: words[2]) else { continue }
                orders[words[0]] = SortOrder(column: column, isAscending: words[3] == "up")
            case "columns":
                let known = words.dropFirst(2).compactMap { ColumnID(rawValue: $0) }
                if !known.isEmpty { columns[words[0]] = known }
            default: return nil
            }
        }
    }

    /// The memory as a file's text, a line for each thing.
    package var text: String {
        var text = "# How tables are arranged. skep writes this file by itself.\n"
        for noun in orders.keys.sorted() {
            guard let order = orders[noun] else { continue }
            text += "\(noun) order \(order.column.rawValue) \(order.isAscending ? "up" : "down")\n"
        }
        for noun in columns.keys.sorted() {
            let names = (columns[noun] ?? []).map(\.rawValue)
            text += "\(noun) columns \(names.joined(separator: " "))\n"
        }
        return text
    }
}
