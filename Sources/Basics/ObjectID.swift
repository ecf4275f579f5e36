/// What every kind of object identifier can do.
///
/// An identifier is 25 characters of lower-case base 36, as the Engine API prints it. It is kept
/// as one leading digit and two groups of twelve digits, so that any identifier of a real engine
/// fits and the order of the values is the order of the texts.
///
/// - Source: OBJ-1.
package protocol ObjectIdentity: Hashable, Comparable, Codable, Sendable, LosslessStringConvertible
{
    /// The value that all kinds of identifier share.
    var digits: Base36Digits { get }
    /// Where to look for the object first; negative = nowhere.
    var hint: Int32 { get }
    /// Makes an identifier of this kind from a value.
    init(digits: Base36Digits)
}

extension ObjectIdentity {
    package var hint: Int32 { -1 }
    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.digits < rhs.digits }

    /// Reads the 25 base-36 characters that ``description`` prints; `nil` for anything else.
    package init?(_ description: String) {
        guard let digits = Base36Digits(description) else { return nil }
        self.init(digits: digits)
    }

    /// A fresh identifier from the World's own generator.
    package init(using generator: inout SeededGenerator) {
        self.init(digits: Base36Digits(using: &generator))
    }

    package var description: String { digits.description }

    /// The first twelve characters, as lists show them.
    package var short: String { String(digits.description.prefix(12)) }

    /// A number made of the digits, the same in every process: a seed for what belongs to the object.
    package var seed: UInt64 { digits.seed }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let digits = Base36Digits(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an object id: \(text)")
            )
        }
        self.init(digits: digits)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Twenty-five base-36 digits as three numbers.
package struct Base36Digits: Hashable, Comparable, Sendable, LosslessStringConvertible {
    private static let group: UInt64 = 4_738_381_338_321_616_896  // 36 to the power of 12

    private let high: UInt64
    private let low: UInt64
    private let lead: UInt8

    /// Twenty-five zeros: what no generator will ever give.
    package static let zero = Base36Digits()

    private init() {
        (high, low, lead) = (0, 0, 0)
    }

    package init(using generator: inout SeededGenerator) {
        lead = UInt8(truncatingIfNeeded: generator.next() % 36)
        high = generator.next() % Self.group
        low = generator.next() % Self.group
    }

    /// A number made of the digits, the same in every process.
    package var seed: UInt64 { (high &* 0x9E37_79B9_7F4A_7C15) ^ low ^ (UInt64(lead) << 58) }

    package init?(_ description: String) {
        var values: [UInt64] = [0, 0, 0]
        var count = 0
        for byte in description.utf8 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            guard count < 25 else { return nil }
            let part = count == 0 ? 0 : (count <= 12 ? 1 : 2)
            values[part] = values[part] * 36 + UInt64(digit)
            count += 1
        }
        guard count == 25 else { return nil }
        lead = UInt8(values[0])
        high = values[1]
        low = values[2]
    }

    /// One of the groups tells identifiers apart well enough; all three would cost twice as much.
    package func hash(into hasher: inout Hasher) { hasher.combine(low) }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.lead, lhs.high, lhs.low) < (rhs.lead, rhs.high, rhs.low)
    }

    package var description: String {
        var text: [UInt8] = Array(repeating: 0, count: 25)
        text[0] = Self.character(UInt64(lead))
        Self.write(high, into: &text, ending: 12)
        Self.write(low, into: &text, ending: 24)
        return String(decoding: text, as: UTF8.self)
    }

    private static func write(_ value: UInt64, into text: inout [UInt8], ending last: Int) {
        var rest = value
        for position in 0..<12 {
            text[last - position] = character(rest % 36)
            rest /= 36
        }
    }

    private static func character(_ digit: UInt64) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + UInt8(digit) : UInt8(ascii: "a") + UInt8(digit - 10)
    }
}

/// Identifies a node.
package struct NodeID: ObjectIdentity {
    package let digits: Base36Digits
    package init(digits: Base36Digits) { self.digits = digits }
}

/// Identifies a service.
package struct ServiceID: ObjectIdentity {
    package let digits: Base36Digits
    package init(digits: Base36Digits) { self.digits = digits }

    /// Stands for no service, in tasks that have none; no service ever has it.
    package static let none = ServiceID(digits: .zero)
}

/// Identifies a task.
///
/// It may remember where the store keeps the task, so that whoever noted the identifier finds the
/// task again without a search. A hint that is wrong costs the search and changes nothing: it
/// counts for nothing in comparisons, and is not saved.
package struct TaskID: ObjectIdentity {
    package let digits: Base36Digits
    package let hint: Int32

    package init(digits: Base36Digits) { self.init(digits: digits, hint: -1) }

    package init(digits: Base36Digits, hint: Int32) {
        self.digits = digits
        self.hint = hint
    }

    package static func == (lhs: Self, rhs: Self) -> Bool { lhs.digits == rhs.digits }

    package func hash(into hasher: inout Hasher) { hasher.combine(digits) }
}

/// Identifies a network of the swarm.
package struct NetworkID: ObjectIdentity {
    package let digits: Base36Digits
    package init(digits: Base36Digits) { self.digits = digits }
}

/// Identifies a secret.
package struct SecretID: ObjectIdentity {
    package let digits: Base36Digits
    package init(digits: Base36Digits) { self.digits = digits }
}

/// Identifies a config.
package struct ConfigID: ObjectIdentity {
    package let digits: Base36Digits
    package init(digits: Base36Digits) { self.digits = digits }
}

/// Identifies the cluster.
package struct ClusterID: ObjectIdentity {
    package let digits: Base36Digits
    package init(digits: Base36Digits) { self.digits = digits }
}
