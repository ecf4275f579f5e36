import Basics
import Compose
import SwarmModel
import Testing

/// Random damage never crashes the loader: it gives a stack or says what is wrong.
@Suite struct LoaderFuzzTests {
    private static let samples = [
        "todo-list/v5.yml", "numbers/prod-full.yml", "image-gallery/docker-compose.yml",
        "demo/numbers.yml",
    ]

    /// Pieces that mean something to YAML, Compose or the interpolation.
    private static let pieces = [
        ":", "- ", "[", "]", "{", "}", "*a", "&a ", "<<: *a\n", "!reset ", "!override ", "${", "$$",
        "${A:-", "}", "\"", "'", "|\n", "\n", "\n  ", "\t", "#", "? ", "---\n", "null", "0x1F",
        "1e999", "\u{FEFF}", "\u{0}", "\u{E000}", "é", "ports:\n", "external: true\n", "\\",
        "%YAML ",
        "x-a: ", "@", "`", ",", "~", "-1", "services:\n",
    ]

    @Test(arguments: UInt64(1)...150)
    func `random edits give a stack or a reason`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let path = Self.samples[Int(seed) % Self.samples.count]
        let clean = try Repository.bytes("stacks/\(path)")
        for _ in 0..<4 {
            let bytes = damaged(clean, using: &random)
            try expectVerdict(on: [SourceFile(path: "f.yml", bytes: bytes)])
            try expectVerdict(on: [
                SourceFile(path: "base.yml", bytes: clean), SourceFile(path: "f.yml", bytes: bytes),
            ])
        }
    }

    private func damaged(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let position = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
            case 1:
                let end = min(bytes.count, position + Int.random(in: 0...8, using: &random))
                bytes.removeSubrange(position..<end)
            case 2:
                let piece = Self.pieces.randomElement(using: &random) ?? ""
                bytes.insert(contentsOf: piece.utf8, at: position)
            default:
                guard position < bytes.count else { continue }
                bytes[position] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return bytes
    }

    private func expectVerdict(on files: [SourceFile]) throws {
        do throws(ComposeError) {
            let stack = try ComposeLoader.load(ComposeInput(files: files)) {
                _ throws(UnreadableFile) in []
            }
            #expect(!stack.services.isEmpty)
            let again = SourceFile(path: "again.yml", text: stack.rendered())
            let reread = try ComposeLoader.load(ComposeInput(files: [again])) {
                _ throws(UnreadableFile) in []
            }
            #expect(reread.rendered() == stack.rendered())
        } catch {
            #expect(!error.text.isEmpty, "\(error)")
        }
    }
}
