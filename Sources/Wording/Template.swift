/// A translated text: pieces, places of values, and particles that depend on what stands before.
///
/// `%@` is the next value, `%2$@` the second one. `{을}` is a particle, written as it is after a
/// consonant.
struct Template: Hashable, Sendable {
    enum Piece: Hashable, Sendable {
        case text(String)
        case argument(Int)
        case particle(Particle)
    }

    private(set) var pieces: [Piece] = []

    init(_ source: String) {
        var rest = source[...]
        var text = ""
        var next = 0
        func flushed() -> [Piece] { text.isEmpty ? [] : [.text(text)] }
        while let first = rest.first {
            if let (index, length) = Self.argument(rest, next: next) {
                pieces += flushed() + [.argument(index)]
                text = ""
                next = index + 1
                rest = rest.dropFirst(length)
            } else if let (particle, length) = Self.particle(rest) {
                pieces += flushed() + [.particle(particle)]
                text = ""
                rest = rest.dropFirst(length)
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        pieces += flushed()
    }

    /// Which values it shows, in its own order.
    var arguments: [Int] {
        pieces.compactMap { if case .argument(let index) = $0 { index } else { nil } }
    }

    func text(with arguments: [String]) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let words): text += words
            case .argument(let index): if index < arguments.count { text += arguments[index] }
            case .particle(let particle): text += particle.form(after: text)
            }
        }
        return text
    }

    /// `%@` or `%2$@` at the beginning, with its length.
    private static func argument(_ text: Substring, next: Int) -> (index: Int, length: Int)? {
        if text.hasPrefix("%@") { return (next, 2) }
        guard text.hasPrefix("%") else { return nil }
        let digits = text.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0,
            text.dropFirst(1 + digits.count).hasPrefix("$@")
        else { return nil }
        return (number - 1, digits.count + 3)
    }

    private static func particle(_ text: Substring) -> (particle: Particle, length: Int)? {
        guard text.hasPrefix("{"), let end = text.firstIndex(of: "}") else { return nil }
        let name = text[text.index(after: text.startIndex)..<end]
        guard let particle = Particle(rawValue: String(name)) else { return nil }
        return (particle, name.count + 2)
    }
}
