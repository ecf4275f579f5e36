/// Writes a tree as YAML: keys in order, lists indented, texts in quotes where they need them.
///
/// A dollar sign is doubled, so that reading the text again gives the same tree.
enum YAMLWriter {
    /// A document in block style.
    static func block(_ node: YAMLNode) -> String {
        guard let mapping = node.mapping, !mapping.entries.isEmpty else { return flow(node) + "\n" }
        return lines(mapping, indent: 0)
    }

    /// One line in flow style.
    static func flow(_ node: YAMLNode) -> String {
        switch node.content {
        case .null: return "null"
        case .boolean(let value): return "\(value)"
        case .integer(let value): return "\(value)"
        case .number(let value): return number(value)
        case .text(let text): return scalar(text)
        case .list(let items): return "[" + items.map(flow).joined(separator: ", ") + "]"
        case .mapping(let mapping):
            let pairs = sorted(mapping).map { "\(key($0.key)): \(flow($0.value))" }
            return "{" + pairs.joined(separator: ", ") + "}"
        }
    }

    private static func sorted(_ mapping: YAMLMapping) -> [YAMLMapping.Entry] {
        mapping.entries.sorted { $0.key < $1.key }
    }

    private static func number(_ value: Double) -> String {
        value.isNaN
            ? ".nan" : value.isInfinite ? (value < 0 ? "-.inf" : ".inf") : GoNumber.text(value)
    }

    private static func lines(_ mapping: YAMLMapping, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return sorted(mapping).map { entry in
            "\(margin)\(key(entry.key)):\(value(entry.value, indent: indent))"
        }.joined()
    }

    /// What follows a key: on its line, or on lines of its own.
    private static func value(_ node: YAMLNode, indent: Int) -> String {
        if let mapping = node.mapping, !mapping.entries.isEmpty {
            return "\n" + lines(mapping, indent: indent + 2)
        }
        if let items = node.list, !items.isEmpty {
            return "\n" + items.map { item($0, indent: indent + 2) }.joined()
        }
        return " " + flow(node) + "\n"
    }

    private static func item(_ node: YAMLNode, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        if let mapping = node.mapping, !mapping.entries.isEmpty {
            return margin + "- " + lines(mapping, indent: indent + 2).dropFirst(indent + 2)
        }
        if let items = node.list, !items.isEmpty {
            let inner = items.map { item($0, indent: indent + 2) }.joined()
            return margin + "- " + inner.dropFirst(indent + 2)
        }
        return margin + "- " + flow(node) + "\n"
    }

    // MARK: - Texts

    private static func scalar(_ text: String) -> String {
        key(text.replacing("$", with: "$$"))
    }

    /// Keys hold no variables, so their dollar signs stay single.
    private static func key(_ text: String) -> String {
        guard needsQuotes(text) else { return text }
        return "\"" + text.unicodeScalars.map(quoted).joined() + "\""
    }

    private static func quoted(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        default: break
        }
        guard needsEscape(scalar) else { return String(scalar) }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value > 0xFFFF ? 8 : 4
        let zeros = String(repeating: "0", count: width - digits.count)
        return (width == 8 ? "\\U" : "\\u") + zeros + digits
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
            .surrogate:
            true
        default: false
        }
    }

    /// Words that some YAML readers take for booleans.
    private static let words: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false"]

    private static func needsQuotes(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
            return true
        }
        if ScalarResolution.content(ofPlain: text) != .text(text) { return true }
        if words.contains(text.lowercased()) || text == "<<" || text == "=" { return true }
        if text == "-" || text.hasPrefix("- ") || text.hasPrefix("--") { return true }
        if " ?:,[]{}#&*!|>'\"%@`=".unicodeScalars.contains(first) || last == " " || last == ":" {
            return true
        }
        // Older readers take `12:30` for a number in base sixty, and `2024-01-01` for a date.
        if ("0"..."9").contains(first),
            text.utf8.allSatisfy({ "0123456789:._-+".utf8.contains($0) })
        {
            return true
        }
        return text.contains(": ") || text.contains(" #")
            || text.unicodeScalars.contains {
                needsEscape($0) || ",[]{}\"".unicodeScalars.contains($0)
            }
    }
}
