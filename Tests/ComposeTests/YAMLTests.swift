import Compose
import SwarmModel
import Testing

@Suite struct YAMLTests {
    @Test func `anchors, aliases and merge keys give what they stand for`() throws {
        let stack = try load(
            """
            x-base: &base
              image: web:1
              labels: &labels {a: "1", b: "2"}
            x-more: &more
              image: other:1
              hostname: h
            services:
              web:
                <<: [*base, *more]
                labels:
                  <<: *labels
                  b: "3"
              api:
                <<: *more
                user: &user root
                working_dir: *user
            """
        )
        #expect(stack.container?.image == "web:1")
        #expect(stack.container?.hostname == "h")
        #expect(stack.container?.labels == ["a": "1", "b": "3"])
        #expect(stack.spec("api")?.task.container.directory == "root")
    }

    @Test func `stars that are no aliases stay stars`() throws {
        let stack = try load(
            service("command: [\"*\", 'a*b', a*b]\nlabels:\n  k*: |\n    * one\n    * two\n")
        )
        #expect(stack.container?.args == ["*", "a*b", "a*b"])
        #expect(stack.container?.labels == ["k*": "* one\n* two\n"])
    }

    @Test(arguments: [
        ("a: *b", "a.yml:1: unknown alias `*b`"),
        ("a: &b [*b]", "a.yml:1: the alias `*b` stands inside its own anchor"),
        ("a: &b\n  c: *b", "a.yml:2: the alias `*b` stands inside its own anchor"),
        ("a:\n  <<: 3", "a.yml:2: `<<` needs a mapping or a list of mappings, found the number 3"),
        ("? [a]\n: b", "a.yml:1: a key must be a text, found a list"),
        ("a: !secret b", "a.yml:1: unknown tag `!secret`"),
        ("a: 1\n---\nb: 1", "a.yml:2:1: but found another document expected a single document"),
        ("a: [1", "a.yml:2:1: did not find expected ',' or ']' while parsing a flow sequence"),
        ("a: b: c", "a.yml:1:5: mapping values are not allowed in this context"),
        ("a: \"b", "a.yml:1:6: found unexpected end of stream while scanning a quoted scalar"),
        ("a:\n\t- b", "a.yml:2:1: found character that cannot start any token"),
    ])
    func `faults of the YAML are told with their line`(text: String, expected: String) {
        #expect(refusal(text).hasPrefix(expected))
    }

    @Test func `a duplicate key names both its lines`() {
        #expect(
            refusal(service("hostname: a\nuser: u\nhostname: b"))
                == "a.yml:6: duplicate key `hostname` (first in line 4)"
        )
        #expect(
            refusal("services:\n  web:\n    image: a\n    'image': b\n")
                == "a.yml:4: duplicate key `image` (first in line 3)"
        )
    }

    @Test func `aliases cannot blow a file up, wherever they stand`() {
        let levels = (1...9).map { level in
            let inner = Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ")
            return "l\(level): &l\(level) [\(inner)]"
        }
        let bomb = (["l0: &l0 [a]"] + levels).joined(separator: "\n")
        #expect(refusal(bomb).hasSuffix("more than 50000 values, counting what aliases repeat"))
        let inKey = (["l0: &l0 [a]"] + levels.prefix(3)).joined(separator: "\n") + "\n? *l3\n: b"
        #expect(refusal(inKey) == "a.yml:5: a key must be a text, found a list")
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func `endless nesting is refused`(opening: String) {
        let text = "a:\n  " + String(repeating: opening, count: 100_000)
        let message = refusal(text)
        #expect(
            message.hasSuffix("nested deeper than 50 levels") || message.contains("nesting level"),
            "\(message)"
        )
        let shallow = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
        #expect(refusal("a: " + shallow) == "a.yml:1: nested deeper than 50 levels")
    }

    @Test func `nesting through aliases is counted, too`() {
        let one = String(repeating: "[", count: 30) + String(repeating: "]", count: 30)
        let two = String(repeating: "[", count: 30) + "*one" + String(repeating: "]", count: 30)
        #expect(
            refusal("a: &one \(one)\nb: \(two)\n") == "a.yml:2: nested deeper than 50 levels"
        )
    }

    @Test(arguments: [
        ("0644", "420"), ("0x10", "16"), ("0b11", "3"), ("0o17", "15"), ("1_000", "1000"),
        ("1.10", "1.1"), ("1e3", "1000"), ("1e21", "1e+21"), ("1e-7", "1e-07"), (".5", "0.5"),
        ("-0", "0"), ("1.5e-4", "0.00015"),
        ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ("0888", "888"), ("yes", "yes"), ("12:30", "12:30"), ("2024-01-01", "2024-01-01"),
        ("0x", "0x"), ("1.2.3", "1.2.3"), ("+5", "5"), ("'0644'", "0644"), ("!!str 7", "7"),
    ])
    func `plain scalars in an environment become the text docker makes of them`(
        written: String,
        expected: String
    ) throws {
        let stack = try load(service("environment:\n  A: \(written)"))
        #expect(stack.container?.environment == ["A=\(expected)"])
    }
}
