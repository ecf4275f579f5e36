import Basics
import EngineAPI
import SwarmModel
import Testing

/// JSON and addresses that were mangled on their way.
///
/// The seed is told with each failure.
@Suite struct ParserFuzzTests {
    private static let texts = [
        #"{"a":[1,-2.5e3,true,false,null,"x\u00e9\ud83d\ude00\n"],"b":{"c":{}},"":[]}"#,
        #"[[[[[[[[{"deep":[{"er":"and \"quoted\""}]}]]]]]]]]"#,
        #""just a string""#, "12345678901234567890", " { \"k\" : 0 } ",
    ]

    private static func mangled(
        _ text: String,
        _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = Array(text.utf8)
        let signs = Array(#"{}[]",:\u0e-+.tfn"#.utf8)
        for _ in 0...(generator.next() % 4) where !bytes.isEmpty {
            let place = Int(generator.next() % UInt64(bytes.count))
            switch generator.next() % 4 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(signs[Int(generator.next() % UInt64(signs.count))], at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    @Test(arguments: [UInt64(21), 22, 23])
    func `API-2 what the parser takes it gives back, and the rest it refuses`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var taken = 0
        for round in 0..<4_000 {
            let text = Self.texts[Int(generator.next() % UInt64(Self.texts.count))]
            let bytes = Self.mangled(text, &generator)
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONParser.parse(bytes)
            } catch {
                #expect(!error.description.isEmpty, "seed \(seed), round \(round)")
                continue
            }
            taken += 1
            // Numbers beyond 64 bits lose digits when they are written.
            if text.hasPrefix("1") { continue }
            let again = try JSONParser.parse(try APIReply.jsonBytes(value))
            #expect(
                Self.plain(again) == Self.plain(value),
                "seed \(seed), round \(round): \(bytes)"
            )
        }
        #expect(taken > 100, "seed \(seed): too little is taken to mean anything")
    }

    /// Without the spelling of numbers, and with one value for each key.
    private static func plain(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let digits): .number("\((Double(digits) ?? 0) + 0)")
        case .array(let elements): .array(elements.map(plain))
        case .object(let members):
            .object(
                Dictionary(members.map { ($0.key, plain($0.value)) }) { $1 }
                    .sorted { $0.key < $1.key }
                    .map { .init(key: $0.key, value: $0.value) }
            )
        default: value
        }
    }

    @Test(arguments: [UInt64(31), 32, 33])
    func `API-2 mangled targets are read or refused with a 400 or a 404`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let targets = [
            "/v1.41/services?filters=%7B%22name%22%3A%7B%22a%22%3Atrue%7D%7D&status=true",
            "/containers/%E2%82%AC/logs?since=1.5&tail=all", "/../v1.2/./x?a=%zz&&b",
        ]
        for round in 0..<3_000 {
            let text = targets[Int(generator.next() % UInt64(targets.count))]
            let bytes = Self.mangled(text, &generator)
            do throws(EngineError) {
                let target = try APITarget(String(decoding: bytes, as: UTF8.self))
                #expect(!target.parts.contains(".."), "seed \(seed), round \(round)")
                _ = try? target.query.filters()
            } catch {
                #expect([400, 404].contains(error.status), "seed \(seed), round \(round)")
            }
        }
    }
}
