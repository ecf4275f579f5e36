import Basics

/// One placement constraint, such as `node.labels.zone == a`.
///
/// - Source: CON-1 to CON-10.
package struct Constraint: Hashable, Sendable, CustomStringConvertible {
    package enum Operator: String, Hashable, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
    }

    /// The key as written.
    package let key: String
    package let comparison: Operator
    /// The value as written, without white space around it; never empty.
    package let value: String
    private let subject: Subject

    package var description: String { "\(key) \(comparison.rawValue) \(value)" }

    /// Reads a list of constraints, all of which must hold (CON-3).
    ///
    /// - Throws: the first expression's fault.
    package static func parse(_ expressions: [String]) throws(ConstraintError) -> [Constraint] {
        var constraints: [Constraint] = []
        constraints.reserveCapacity(expressions.count)
        for expression in expressions { constraints.append(try Constraint(parsing: expression)) }
        return constraints
    }

    /// Reads one expression, `KEY == VALUE` or `KEY != VALUE` (CON-1, CON-2).
    package init(parsing expression: String) throws(ConstraintError) {
        let text = Array(expression.utf8)
        guard let (comparison, position) = Self.findOperator(in: text) else {
            throw .missingOperator(expression)
        }
        key = Self.trimmed(text[..<position])
        value = Self.trimmed(text[(position + 2)...])
        guard Self.isKey(key) else { throw .invalidKey(key) }
        guard Self.isValue(value) else { throw .invalidValue(value) }
        self.comparison = comparison
        subject = Subject(key: key, value: value)
    }

    /// Whether a node may have tasks with this constraint.
    package func matches(_ node: Node) -> Bool {
        guard let isEqual = subject.compare(node, with: value) else { return false }
        return isEqual == (comparison == .equal)
    }
}

extension Sequence<Constraint> {
    /// Whether the node meets every one of the constraints (CON-3).
    package func allMatch(_ node: Node) -> Bool { allSatisfy { $0.matches(node) } }
}

/// What is wrong with a constraint, in the engine's words.
package enum ConstraintError: Error, Hashable, Sendable, CustomStringConvertible {
    case missingOperator(String)
    case invalidKey(String)
    case invalidValue(String)

    package var description: String {
        switch self {
        case .missingOperator:
            let operators = Constraint.Operator.allCases.map(\.rawValue).joined(separator: ", ")
            return "constraint expected one operator from \(operators)"
        case .invalidKey(let key): return "key '\(key)' is invalid"
        case .invalidValue(let value): return "value '\(value)' is invalid"
        }
    }
}

/// What a constraint looks at, found once when it is read.
private enum Subject: Hashable, Sendable {
    case id, hostname, role, operatingSystem, architecture
    case address(InternetAddress)
    case subnet(InternetSubnet)
    case label(String)
    case engineLabel(String)
    /// An unknown key, or an address that is none: no node matches (CON-7, CON-8).
    case nothing

    private static let words: [String: Subject] = [
        "node.id": .id, "node.hostname": .hostname, "node.role": .role,
        "node.platform.os": .operatingSystem, "node.platform.arch": .architecture,
    ]

    init(key: String, value: String) {
        let folded = key.lowercased()
        if let known = Self.words[folded] {
            self = known
        } else if folded == "node.ip" {
            self = Self.network(value)
        } else if let label = Self.suffix(of: key, after: "node.labels.") {
            self = .label(label)
        } else if let label = Self.suffix(of: key, after: "engine.labels.") {
            self = .engineLabel(label)
        } else {
            self = .nothing
        }
    }

    private static func network(_ value: String) -> Subject {
        if let address = InternetAddress(value) { return .address(address) }
        if let subnet = InternetSubnet(value) { return .subnet(subnet) }
        return .nothing
    }

    /// What follows the prefix, in its own case (CON-5); `nil` if nothing does.
    private static func suffix(of key: String, after prefix: String) -> String? {
        guard key.utf8.count > prefix.utf8.count, key.lowercased().hasPrefix(prefix) else {
            return nil
        }
        return String(key.dropFirst(prefix.count))
    }

    /// Whether the node has the value here; `nil` if there is nothing to compare.
    func compare(_ node: Node, with value: String) -> Bool? {
        switch self {
        case .id: isSame(node.id.description, value)
        case .hostname: isSame(node.description.hostname, value)
        case .role: isSame(node.role.rawValue, value)
        case .operatingSystem: isSame(node.description.platform.os, value)
        case .architecture: isSame(node.description.platform.architecture, value)
        case .label(let label): isSame(node.spec.labels[label] ?? "", value)
        case .engineLabel(let label): isSame(node.description.engineLabels[label] ?? "", value)
        case .address(let address): InternetAddress(node.status.address) == address
        case .subnet(let subnet):
            InternetAddress(node.status.address).map(subnet.contains) ?? false
        case .nothing: nil
        }
    }
}

/// Compares without regard to case (CON-4); constraint values are ASCII, so other text differs.
private func isSame(_ text: String, _ value: String) -> Bool {
    text.utf8.count == value.utf8.count
        && zip(text.utf8, value.utf8).allSatisfy { folded($0) == folded($1) }
}

private func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

// MARK: - Reading

extension Constraint {
    /// The operator to split at: the first `==` anywhere, else the first `!=` (CON-1).
    private static func findOperator(in text: [UInt8]) -> (Operator, position: Int)? {
        for comparison in Operator.allCases {
            let mark = Array(comparison.rawValue.utf8)
            let position = text.indices.dropLast().first { text[$0...].starts(with: mark) }
            if let position { return (comparison, position) }
        }
        return nil
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> String {
        var characters = String(decoding: text, as: UTF8.self)[...]
        while characters.first?.isWhitespace == true { characters.removeFirst() }
        while characters.last?.isWhitespace == true { characters.removeLast() }
        return String(characters)
    }

    /// A letter or `_`, then at least one letter, digit, `-`, `_` or `.`.
    private static func isKey(_ text: String) -> Bool {
        guard text.utf8.count >= 2, let first = text.utf8.first else { return false }
        return (isLetter(first) || first == UInt8(ascii: "_"))
            && text.utf8.dropFirst().allSatisfy {
                isLetter($0) || isDigit($0) || "-_.".utf8.contains($0)
            }
    }

    /// At least one letter, digit, white space or one of `: - _ . * ( ) ? + [ ] \ ^ $ | /`.
    private static func isValue(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                isLetter($0) || isDigit($0) || ":-_.*()?+[]\\^$|/ \t\n\u{0C}\r".utf8.contains($0)
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(folded(byte))
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
