import Compose
import SwarmModel
import Testing

@Suite struct TextTests {
    static let plain = "services:\n  web:\n    image: web:1\n    hostname: bär\n"

    private func hostname(_ bytes: [UInt8]) throws(ComposeError) -> String? {
        let input = ComposeInput(files: [SourceFile(path: "a.yml", bytes: bytes)])
        let stack = try ComposeLoader.load(input) { _ throws(UnreadableFile) in [] }
        return stack.container?.hostname
    }

    private func wide(_ text: String, lowByteFirst: Bool) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
            let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
            return lowByteFirst ? [low, high] : [high, low]
        }
    }

    @Test func `files are read in UTF-8 and UTF-16, with and without a mark`() throws {
        #expect(try hostname(Array(Self.plain.utf8)) == "bär")
        #expect(try hostname([0xEF, 0xBB, 0xBF] + Self.plain.utf8) == "bär")
        #expect(try hostname(wide(Self.plain, lowByteFirst: true)) == "bär")
        #expect(try hostname(wide(Self.plain, lowByteFirst: false)) == "bär")
    }

    @Test func `lines may end as on Windows`() throws {
        let text = Self.plain.replacing("\n", with: "\r\n")
        #expect(try hostname(Array(text.utf8)) == "bär")
    }

    @Test func `a broken encoding is named with its line`() {
        let cases: [([UInt8], String)] = [
            (Array("a: 1\nb: ".utf8) + [0xC3, 0x28], "a.yml:2: the file is not valid UTF-8"),
            ([0xFF, 0xFE, 0x61], "a.yml:1: the file is not valid UTF-16"),
            ([0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x61], "a.yml:1: the file is not valid UTF-16"),
            (
                [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0],
                "a.yml:1: the file is written in UTF-32; only UTF-8 and UTF-16 are read"
            ),
        ]
        for (bytes, expected) in cases {
            let error = #expect(throws: ComposeError.self) { try hostname(bytes) }
            #expect(error?.message == expected)
        }
    }

    @Test func `control characters and huge files are refused`() {
        #expect(refusal("a: 1\nb: \u{1}") == "a.yml:2:1: control characters are not allowed")
        let error = #expect(throws: ComposeError.self) {
            try hostname(Array(repeating: 0x20, count: 1_048_577))
        }
        #expect(
            error?.message == "a.yml:1: the file has 1048577 bytes; at most 1048576 are read"
        )
    }

    @Test func `an empty file and a list are no Compose file`() {
        #expect(refusal("") == "a.yml:1: the file is empty")
        #expect(refusal("# nothing\n") == "a.yml:1: the file is empty")
        #expect(refusal("- a\n") == "a.yml:1: top-level object must be a mapping, found a list")
        #expect(
            refusal("web") == "a.yml:1: top-level object must be a mapping, found the text \"web\""
        )
        #expect(refusal("version: '3.7'\n") == "a.yml:1: no services are defined")
        #expect(refusal(service(""), "") == "b.yml:1: the file is empty")
        let error = #expect(throws: ComposeError.self) {
            try ComposeLoader.load(ComposeInput(files: [])) { _ throws(UnreadableFile) in [] }
        }
        #expect(error?.message == "specify a Compose file (with --compose-file)")
    }
}
