/// What a template works with.
package indirect enum TemplateValue: Hashable, Sendable {
    /// No value at all.
    case missing
    case string(String)
    case int(Int)
    case float(Double)
    case bool(Bool)
    case map([String: String])
    case record(Record)

    /// Named fields; the type is what faults call it.
    package struct Record: Hashable, Sendable {
        package struct Field: Hashable, Sendable {
            var name: String
            var value: TemplateValue
        }
        var type: String
        var fields: [Field]

        init(_ type: String, _ fields: [(String, TemplateValue)]) {
            self.type = type
            self.fields = fields.map { Field(name: $0.0, value: $0.1) }
        }

        subscript(name: String) -> TemplateValue? { fields.first { $0.name == name }?.value }
    }

    /// A number as Go writes one; `nil` for anything else.
    init?(number text: String) {
        let digits = text.hasPrefix("+") ? String(text.dropFirst()) : text
        if digits.lowercased().hasPrefix("0x"), let value = Int(digits.dropFirst(2), radix: 16) {
            self = .int(value)
        } else if let value = Int(digits) {
            self = .int(value)
        } else if digits.allSatisfy({ $0.isNumber || ".eE+-".contains($0) }),
            let value = Double(digits)
        {
            self = .float(value)
        } else {
            return nil
        }
    }

    var typeName: String {
        switch self {
        case .missing: "<nil>"
        case .string: "string"
        case .int: "int"
        case .float: "float64"
        case .bool: "bool"
        case .map: "map[string]string"
        case .record(let record): record.type
        }
    }

    /// Whether `if` takes it for true.
    var isTrue: Bool {
        switch self {
        case .missing: false
        case .string(let text): !text.isEmpty
        case .int(let number): number != 0
        case .float(let number): number != 0
        case .bool(let flag): flag
        case .map(let entries): !entries.isEmpty
        case .record: true
        }
    }

    /// As it is printed.
    var text: String {
        switch self {
        case .missing: "<no value>"
        case .string(let text): text
        case .int(let number): "\(number)"
        case .float(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
        case .bool(let flag): "\(flag)"
        case .map(let entries):
            "map["
                + entries.keys.sorted().map { "\($0):\(entries[$0] ?? "")" }
                .joined(separator: " ") + "]"
        case .record(let record):
            "{" + record.fields.map(\.value.text).joined(separator: " ") + "}"
        }
    }
}
