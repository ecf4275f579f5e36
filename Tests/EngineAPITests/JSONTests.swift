import EngineAPI
import SwarmModel
import Testing

@Suite struct JSONTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue {
        try JSONParser.parse(Array(text.utf8))
    }

    @Test func `API-2 values are read as they are written`() throws {
        let value = try parse(
            #" {"a": [1, -2.5e3, true, null], "b": {"c": "\u00e4\ud83d\ude00\n"}, "n": 18446744073709551615} "#
        )
        #expect(value["a"]?.elements == [1, .number("-2.5e3"), true, nil])
        #expect(value["b"]?["c"] == "ä😀\n")
        #expect(value["n"] == .number("18446744073709551615"))
    }

    @Test(arguments: [
        ("{bad json", "invalid character 'b' looking for beginning of object key string"),
        ("xx", "invalid character 'x' looking for beginning of value"),
        ("", "unexpected end of JSON input"),
        ("{\"a\":1", "unexpected end of JSON input"),
        ("{\"a\" 1}", "invalid character '1' after object key"),
        ("{\"a\":1 \"b\":2}", "invalid character '\"' after object key:value pair"),
        ("[1 2]", "invalid character '2' after array element"),
        ("{} x", "invalid character 'x' after top-level value"),
        ("\"a\u{1}\"", "invalid character '\\x01' in string literal"),
        ("\"\\q\"", "invalid character 'q' in string escape code"),
        ("01", "invalid character '1' after top-level value"),
        ("nul", "unexpected end of JSON input"),
    ])
    func `API-8 what is no JSON is refused in the words of the engine`(
        text: String,
        words: String
    ) {
        #expect(throws: JSONError(words)) { try parse(text) }
    }

    @Test func `API-8 depth is bounded`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError("exceeded max depth")) { try parse(deep) }
    }

    @Test func `API-8 bytes that are not UTF-8 become replacement characters`() throws {
        let value = try JSONParser.parse([0x22, 0xFF, 0x22])
        #expect(value == "\u{FFFD}")
    }

    @Test func `API-8 no text of random bytes does more than fail`() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
        var state = seed
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let alphabet = Array("{}[]:,\"\\u0019eE+-.tfn ".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<24).map { _ in alphabet[Int(next()) % alphabet.count] }
            guard let value = try? JSONParser.parse(bytes) else { continue }
            #expect(throws: Never.self, "seed \(seed)") {
                let written = try APIReply.jsonBytes(value)
                #expect(try JSONParser.parse(written).kindOnly == value.kindOnly)
            }
        }
    }

    // MARK: - Values of types

    @Test func `API-2 keys count in any case, unknown ones and nulls do not`() throws {
        let value = try parse(
            """
            {"name": "web", "Bogus": 1, "LABELS": null, "tasktemplate":
             {"containerspec": {"image": "web:1.0", "Command": null}},
             "Mode": {"replicated": {"Replicas": 2}}}
            """
        )
        let spec = try JSONValueDecoder.decode(ServiceSpec.self, from: value)
        #expect(spec.name == "web")
        #expect(spec.task.container.image == "web:1.0")
        #expect(spec.mode == .replicated(replicas: 2))
    }

    @Test(arguments: [
        ("Name", "nAME", true), ("name", "names", false), ("", "", true), ("a@", "A`", false),
        ("a[", "A{", false), ("a_1", "A_1", true), ("É", "é", true), ("k", "\u{212A}", true),
        ("straße", "STRAßE", true), ("a", "é", false),
    ])
    func `API-2 keys are the same but for the case of letters`(
        _ one: String,
        _ other: String,
        _ areSame: Bool
    ) {
        #expect((JSONValue.object([.init(key: one, value: 1)])[other] == 1) == areSame)
        #expect((JSONValue.object([.init(key: other, value: 1)])[one] == 1) == areSame)
    }

    @Test func `API-2 keys of maps keep their case`() throws {
        let value = try parse(#"{"Labels": {"A": "1", "a": "2"}, "Name": "x"}"#)
        let spec = try JSONValueDecoder.decode(ServiceSpec.self, from: value)
        #expect(spec.labels == ["A": "1", "a": "2"])
    }

    @Test(arguments: [
        (#"{"Mode":{"Replicated":{"Replicas":-1}}}"#, "Replicated.Replicas of type uint64"),
        (#"{"Name":5}"#, "number 5 into Go struct field Name of type string"),
        (#"{"Labels":[]}"#, "cannot unmarshal array"),
        (#"{"TaskTemplate":"x"}"#, "cannot unmarshal string"),
        (#"{"TaskTemplate":{"ForceUpdate":1.5}}"#, "number 1.5"),
        (#"{"UpdateConfig":{"Parallelism":99999999999999999999}}"#, "of type uint64"),
    ])
    func `API-8 values of the wrong type are refused and named`(
        text: String,
        words: String
    ) throws {
        let value = try parse(text)
        let error = #expect(throws: JSONError.self) {
            try JSONValueDecoder.decode(ServiceSpec.self, from: value)
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
}

extension JSONValue {
    /// The value without its numbers, which may be written in several ways.
    fileprivate var kindOnly: JSONValue {
        switch self {
        case .number: 0
        case .array(let elements): .array(elements.map(\.kindOnly))
        case .object(let members):
            .object(members.map { Member(key: $0.key, value: $0.value.kindOnly) })
        default: self
        }
    }
}
