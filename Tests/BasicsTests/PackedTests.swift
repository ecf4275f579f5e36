import Basics
import Testing

private struct Inner: Codable, Hashable {
    var name: String
    var numbers: [Int32]
    var ratio: Float?
}

private enum Choice: Codable, Hashable {
    case nothing
    case number(Int)
    case pair(left: String, right: Inner)
}

private struct Outer: Codable, Hashable {
    var flag: Bool
    var small: Int8
    var big: UInt64
    var low: Int64
    var double: Double
    var texts: [String: String]
    var ids: [TaskID: Int]
    var set: Set<String>
    var bytes: [UInt8]
    var optionals: [Int?]
    var choices: [Choice]
    var absent: String?
    var shared: [Shared<Inner>]
}

private func sample(seed: UInt64) -> Outer {
    var random = SeededGenerator(seed: seed)
    func number() -> Int { Int(random.next() % 1_000) }
    let inner = (0..<5).map { Inner(name: "n\($0)", numbers: [Int32($0), -7], ratio: 0.1) }
    return Outer(
        flag: number() % 2 == 0,
        small: -128,
        big: .max - UInt64(number()),
        low: .min,
        double: Double(number()) / 7,
        texts: Dictionary(
            uniqueKeysWithValues: (0..<20).map { ("key \($0)", "värde \(number())") }
        ),
        ids: Dictionary(uniqueKeysWithValues: (0..<20).map { (TaskID(using: &random), $0 * 100) }),
        set: Set((0..<20).map { "element \($0)" }),
        bytes: (0..<300).map { UInt8(truncatingIfNeeded: $0) },
        optionals: [1, nil, 64, -1],
        choices: [.nothing, .number(number()), .pair(left: "l", right: inner[0])],
        absent: nil,
        shared: (0..<50).map { Shared(inner[$0 % 5]) }
    )
}

@Suite struct PackedTests {
    @Test(arguments: UInt64(1)...20)
    func `a value comes back`(seed: UInt64) throws {
        let value = sample(seed: seed)
        let bytes = try Packed.encode(value)
        #expect(try Packed.decode(Outer.self, from: bytes) == value)
    }

    @Test func `equal values give equal bytes, in whatever order they were built`() throws {
        let value = sample(seed: 3)
        var other = value
        other.texts = [:]
        for key in value.texts.keys.sorted().reversed() { other.texts[key] = value.texts[key] }
        other.ids = Dictionary(uniqueKeysWithValues: value.ids.sorted { $0.key > $1.key })
        other.set = Set(value.set.sorted().reversed())
        #expect(try Packed.encode(other) == Packed.encode(value))
    }

    @Test func `the bytes are the same in every process and every version`() throws {
        // A change of the form must raise the version in its first bytes.
        let bytes = try Packed.encode(Inner(name: "n", numbers: [1, -2], ratio: 0.5))
        let expected: [UInt8] =
            [0x73, 0x6B, 0x65, 0x70, 1]  // "skep", version 1
            + [4, 4, 0x6E, 0x61, 0x6D, 0x65, 1, 0x6E]  // 4 texts: "name", "n",
            + [7, 0x6E, 0x75, 0x6D, 0x62, 0x65, 0x72, 0x73]  // "numbers",
            + [5, 0x72, 0x61, 0x74, 0x69, 0x6F]  // "ratio"
            + [0]  // nothing shared
            + [11, 17, 0, 0, 0, 0x80, 0x81]  // map: "name": "n",
            + [0x82, 10, 3, 0, 0, 0, 0x41, 3, 3]  // "numbers": [1, -2],
            + [0x83, 6, 0, 0, 0, 0x3F]  // "ratio": 0.5
        #expect(bytes == expected)
    }

    @Test func `what is shared is kept once, and shared again afterwards`() throws {
        let value = sample(seed: 1)
        let decoded = try Packed.decode(Outer.self, from: Packed.encode(value))
        #expect(Set(decoded.shared.map { ObjectIdentifier($0) }).count == 5)
        var one = value
        one.shared = [value.shared[0]]
        var many = value
        many.shared = Array(repeating: value.shared[0], count: 1_000)
        let growth = try Packed.encode(many).count - Packed.encode(one).count
        #expect(growth == 999 * 2)
    }

    @Test func `fields may come and go`() throws {
        struct Old: Codable {
            var name: String
            var gone: [Int]
        }
        struct New: Codable, Equatable {
            var added: Int?
            var name: String
        }
        let bytes = try Packed.encode(Old(name: "a", gone: [1, 2]))
        #expect(try Packed.decode(New.self, from: bytes) == New(added: nil, name: "a"))
    }

    @Test func `containers may be nested by hand`() throws {
        struct ByHand: Encodable {
            enum Keys: String, CodingKey { case list, map, after, parent }
            func encode(to encoder: any Encoder) throws {
                var fields = encoder.container(keyedBy: Keys.self)
                var list = fields.nestedUnkeyedContainer(forKey: .list)
                var inner = list.nestedUnkeyedContainer()
                try inner.encode(1)
                try list.encode(2)
                var map = fields.nestedContainer(keyedBy: Keys.self, forKey: .map)
                try map.encodeNil(forKey: .after)
                _ = fields.superEncoder(forKey: .parent)
                try fields.encode(true, forKey: .after)
                var again = encoder.container(keyedBy: Keys.self)
                try again.encode("x", forKey: .list)
            }
        }
        #expect(
            try JSONText.compact(ByHand())
                == #"{"list":[[1],2],"map":{"after":null},"parent":null,"after":true,"list":"x"}"#
        )
    }

    @Test func `a choice that was tried in vain can be tried again`() throws {
        struct Either: Codable, Equatable {
            var texts: [String] = []
            init(from decoder: any Decoder) throws {
                let single = try decoder.singleValueContainer()
                if let number = try? single.decode(Int.self) {
                    texts = ["number \(number)"]
                } else {
                    texts = [try single.decode(String.self)]
                }
            }
        }
        let bytes = try Packed.encode([Choice.nothing])
        #expect(throws: DecodingError.self) { try Packed.decode([Either].self, from: bytes) }
        let texts = try Packed.decode([Either].self, from: Packed.encode(["a"]))
        #expect(texts.map(\.texts) == [["a"]])
    }

    @Test(arguments: UInt64(1)...4)
    func `damaged bytes are refused or read as something, never more`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let whole = try Packed.encode(sample(seed: 1))
        for _ in 0..<150 {
            var bytes = whole
            let position = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 3 {
            case 0: bytes[position] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: position)
            default: bytes.removeLast(position)
            }
            do {
                _ = try Packed.decode(Outer.self, from: bytes)
            } catch {
                #expect(error is DecodingError)
            }
        }
    }

    @Test func `anything that is not packed is refused`() {
        for bytes in [[], [1, 2, 3], Array("skep".utf8), Array("skep".utf8) + [9, 0, 0, 0]] {
            #expect(throws: DecodingError.self) { try Packed.decode(Int.self, from: bytes) }
        }
    }
}

@Suite struct JSONTextTests {
    private struct Row: Encodable {
        var zebra: String
        var apple: [String: Int]
        var nothing: [Int] = []
        var ratio: Float = 0.25
        var whole = 2.0
        var parent: Inner?
    }

    @Test func `fields keep their order, dictionaries are sorted`() throws {
        let row = Row(zebra: "a/b", apple: ["b": 2, "a": 1])
        #expect(
            try JSONText.compact(row)
                == #"{"zebra":"a/b","apple":{"a":1,"b":2},"nothing":[],"ratio":0.25,"whole":2}"#
        )
        #expect(
            try JSONText.indented(row) == """
                {
                    "zebra": "a/b",
                    "apple": {
                        "a": 1,
                        "b": 2
                    },
                    "nothing": [],
                    "ratio": 0.25,
                    "whole": 2
                }
                """
        )
    }

    @Test func `texts are escaped as Go escapes them`() throws {
        let text = "\"\\\n\r\t\u{1}\u{1F}é日<&>\u{7F}"
        #expect(try JSONText.compact([text]) == #"["\"\\\n\r\t\u0001\u001fé日<&>"# + "\u{7F}\"]")
    }

    private struct Holder: Encodable {
        var before = 1
        let shared: Shared<[String]>
        var after = "x"
    }

    @Test func `many values, sharing or not, are as one after the other`() throws {
        let shared = Shared(["a", "b\""])
        let holders = [shared, Shared([]), shared].map { Holder(shared: $0) }
        let texts = try JSONText.pieces(holders).map { String(decoding: $0, as: UTF8.self) }
        #expect(texts == (try holders.map { try JSONText.compact($0) }))
        #expect(texts[2] == #"{"before":1,"shared":["a","b\""],"after":"x"}"#)
        #expect(
            try JSONText.indented([shared]) == """
                [
                    [
                        "a",
                        "b\\""
                    ]
                ]
                """
        )
    }

    @Test func `infinite numbers are refused`() {
        #expect(throws: EncodingError.self) { try JSONText.compact([Double.infinity]) }
        #expect(throws: EncodingError.self) { try JSONText.pieces([1, Double.infinity]) }
        #expect(throws: EncodingError.self) { try JSONText.compact([Float.nan]) }
    }
}
