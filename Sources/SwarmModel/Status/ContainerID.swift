package import Basics

/// Sixty-four hexadecimal digits that name a container.
package struct ContainerID: Hashable, Sendable, LosslessStringConvertible {
    // Four fields, since an array would be one more object for every task.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    package init(using generator: inout SeededGenerator) {
        first = generator.next()
        second = generator.next()
        third = generator.next()
        fourth = generator.next()
    }

    private init?(_ words: [UInt64]) {
        guard words.count == 4 else { return nil }
        (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
    }

    package init?(_ description: String) {
        guard description.utf8.count == 64 else { return nil }
        var rest = Substring(description)
        var words: [UInt64] = []
        while !rest.isEmpty {
            guard let word = UInt64(rest.prefix(16), radix: 16) else { return nil }
            words.append(word)
            rest = rest.dropFirst(16)
        }
        self.init(words)
    }

    private var words: [UInt64] { [first, second, third, fourth] }

    package var description: String {
        words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// The first twelve digits, as lists show them.
    package var short: String { String(description.prefix(12)) }
}

/// Saved as a list of its four words.
extension ContainerID: Codable {
    private enum CodingKeys: CodingKey {
        case words
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        guard let id = Self(try fields.decode([UInt64].self, forKey: .words)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .words,
                in: fields,
                debugDescription: "a container's id has four words"
            )
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(words, forKey: .words)
    }
}
