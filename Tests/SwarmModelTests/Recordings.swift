import Basics
import Foundation
import SwarmModel
import Testing

/// Objects and requests as a real engine and its clients exchanged them, one a line.
struct Recording: Sendable, CustomTestStringConvertible {
    let kind: String
    let line: Int
    /// The object's JSON.
    let json: Data

    var testDescription: String { "\(kind), line \(line)" }

    static func all(_ kind: String) -> [Recording] {
        everything.filter { $0.kind == kind }
    }

    private static let everything: [Recording] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/recorded.jsonl")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").enumerated().compactMap { number, line in
            guard let fields = try? JSONSerialization.jsonObject(with: Data(line.utf8)),
                let fields = fields as? [String: Any], let kind = fields["kind"] as? String,
                let object = fields["json"],
                let json = try? JSONSerialization.data(withJSONObject: object)
            else { return nil }
            return Recording(kind: kind, line: number + 1, json: json)
        }
    }()

    /// What `value` writes otherwise than it was recorded: `-` was recorded, `+` is written.
    func differences(
        from value: some Encodable,
        without ignored: Set<String> = []
    ) throws -> [String] {
        let before = try outline(json, without: ignored)
        let after = try outline(value, without: ignored)
        return Set(before).subtracting(after).sorted().map { "-" + $0 }
            + Set(after).subtracting(before).sorted().map { "+" + $0 }
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: json)
    }
}

/// The epoch of all tests: when the recordings began.
let epoch = WallTime(nanoseconds: 1_795_407_000_000_000_000)

/// JSON with its keys in order and without what means nothing, one field a line, for comparisons.
func outline(_ json: Data, without ignored: Set<String> = []) throws -> [String] {
    let value = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed)
    return lines(of: value, at: "", without: ignored)
}

func outline(_ value: some Encodable, without ignored: Set<String> = []) throws -> [String] {
    try outline(JSONEncoder().encode(value), without: ignored)
}

private func lines(of value: Any, at path: String, without ignored: Set<String>) -> [String] {
    switch value {
    case let fields as [String: Any]:
        return fields.keys.sorted().filter { !ignored.contains($0) }.flatMap { key in
            // Of these, being there is what they mean.
            let means = path.hasSuffix(".Mode") ? ["\(path).\(key)"] : []
            return means
                + lines(of: fields[key] ?? NSNull(), at: "\(path).\(key)", without: ignored)
        }
    case let elements as [Any]:
        return elements.enumerated().flatMap { index, element in
            lines(of: element, at: "\(path)[\(index)]", without: ignored)
        }
    case let text as String: return text.isEmpty ? [] : ["\(path) = \(text)"]
    case is NSNull: return []
    default: return ["\(path) = \(value)"]
    }
}
