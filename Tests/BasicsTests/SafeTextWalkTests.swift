import Basics
import Testing

@Suite struct TextWalkTests {
    private func characters(of text: Substring) -> [Character] {
        var found: [Character] = []
        TextWalk.walk(text) { step in
            switch step {
            case .ascii(let bytes): found += bytes.map { Character(Unicode.Scalar($0)) }
            case .alone(let scalar): found.append(Character(scalar))
            case .cluster(let character): found.append(character)
            }
            return true
        }
        return found
    }

    @Test(arguments: UInt64(1)...300)
    func `a walk meets the characters that Unicode sees`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "a", "Z ", "é", "e\u{301}", "\u{301}", "日", "한", "\u{1112}", "\u{1161}", "\u{11AB}",
            "🎉", "👩‍💻", "🇩🇪", "🇩", "\r\n", "\n", "\t", "\u{200D}", "\u{FE0F}", "❤", "👍🏽", "क", "ि", "्",
            "─", "▶", "→", "\u{600}", "\u{1B}", "ß", "Ж", "1\u{20E3}", "\u{E0041}", "가", "ｗ",
        ]
        let count = Int.random(in: 0...30, using: &generator)
        let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
        #expect(characters(of: text[...]) == Array(text), "seed \(seed)")
        let part = text.dropFirst(count / 3)
        #expect(characters(of: part) == Array(part), "seed \(seed)")
    }

    @Test func `no two scalars that stand alone join`() {
        let alone = (UInt32(0)...0xFFFF).compactMap { Unicode.Scalar($0) }.filter(\.standsAlone)
        #expect(alone.count > 20_000)
        let text = String(String.UnicodeScalarView(alone))
        #expect(text.count == alone.count)
        #expect(SafeText(sanitizing: text).string == text)
    }

    @Test func `a walk ends when it is told to`() {
        var steps = 0
        TextWalk.walk("日本語") { _ in
            steps += 1
            return steps < 2
        }
        #expect(steps == 2)
    }
}
