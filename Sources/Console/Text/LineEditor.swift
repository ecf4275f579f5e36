import Basics
import Cells

/// One line that the user types, with a cursor.
struct LineEditor: Hashable, Sendable {
    private(set) var characters: [Character]
    /// From 0 to the number of characters.
    private(set) var cursor: Int

    /// More than anybody types; a longer paste is cut.
    private static let lengthLimit = 4_096

    init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }
    var isAtEnd: Bool { cursor == characters.count }

    /// Takes a key; returns false if it means nothing to a line of text.
    mutating func take(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert([character])
        case .backspace where cursor > 0: characters.remove(at: cursor - 1); cursor -= 1
        case .backspace: break
        case .delete where cursor < characters.count: characters.remove(at: cursor)
        case .delete: break
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .control("u"): characters.removeFirst(cursor); cursor = 0
        case .control("k"): characters.removeLast(characters.count - cursor)
        case .control("w"): deleteWord()
        default: return false
        }
        return true
    }

    mutating func insert(_ pasted: SafeText) { insert(Array(pasted.string)) }

    private mutating func insert(_ new: [Character]) {
        let room = max(0, Self.lengthLimit - characters.count)
        characters.insert(contentsOf: new.prefix(room), at: cursor)
        cursor += min(new.count, room)
    }

    private mutating func deleteWord() {
        let head = characters[..<cursor]
        let word = head.reversed().drop { $0 == " " }.drop { $0 != " " }
        characters.removeSubrange(word.count..<cursor)
        cursor = word.count
    }

    /// What is seen of the text in `width` columns, and where the cursor stands in it.
    func window(width: Int) -> (text: SafeText, cursor: Int) {
        let head = String(characters[..<cursor]).safe
        let whole = text.safe
        guard head.width >= width else { return (whole, head.width) }
        var skipped = 0
        while head.dropFirst(skipped).width >= max(1, width) { skipped += 1 }
        return (whole.dropFirst(skipped), head.dropFirst(skipped).width)
    }
}
