import Basics
import SwarmModel

/// A table as a file: every row that the filter keeps, in the order that is seen, all columns.
struct TableExport {
    enum Form: String, CaseIterable {
        case csv, json
    }

    let table: TablePage
    let reader: RowReader

    private var columns: [Column] {
        let all = table.kind.columns
        return table.columnChoice == nil ? all : table.columns
    }

    func text(_ form: Form) -> String {
        let columns = columns
        let rows = table.list.entries.compactMap { entry -> [String]? in
            guard let subject = reader.cluster.subject(entry.reference) else { return nil }
            return columns.map { column in
                column.id == .id && !isDigest(entry.reference)
                    ? entry.reference.fullID
                    : Self.plain(reader.cell(column.id, of: subject).text.string, column.id)
            }
        }
        let names = columns.map { $0.title.string.lowercased() }
        switch form {
        case .csv: return ([names] + rows).map(Self.line).joined()
        case .json: return Self.array(rows.map { Self.object(names, $0) })
        }
    }

    /// What a program reads of a cell: the sign before a state is for the eye.
    private static func plain(_ text: String, _ column: ColumnID) -> String {
        let signed: [ColumnID] = [.status, .state, .standing, .reachability]
        guard signed.contains(column), let sign = text.first, !sign.isLetter, !sign.isNumber,
            text.dropFirst().first == " "
        else { return text }
        return String(text.dropFirst(2))
    }

    private func isDigest(_ reference: ObjectReference) -> Bool {
        if case .image = reference { return true }
        return false
    }

    /// RFC 4180: a field with a comma, a quote or a line end stands in quotes.
    private static func line(_ fields: [String]) -> String {
        fields.map { field in
            let isPlain = !field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
            return isPlain
                ? field
                : "\""
                    + field.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\"\"") + "\""
        }.joined(separator: ",") + "\r\n"
    }

    private static func object(_ names: [String], _ fields: [String]) -> String {
        let members = zip(names, fields).map { "    \(quoted($0)): \(quoted($1))" }
        return "  {\n" + members.joined(separator: ",\n") + "\n  }"
    }

    private static func array(_ objects: [String]) -> String {
        objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            switch character {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            default: quoted.append(character)
            }
        }
        return quoted + "\""
    }
}
