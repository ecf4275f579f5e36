/// A word of a command line as it was typed: some of its characters may stand for others.
struct ShellPattern {
    /// A character, and whether it means more than itself: one that was quoted does not.
    struct Letter {
        let character: Character
        var isQuoted = false

        fileprivate var isActive: Bool { !isQuoted && "*?[".contains(character) }
    }

    private var letters: [Letter] = []

    init() {}

    mutating func append(_ text: some StringProtocol, isQuoted: Bool) {
        letters += text.map { Letter(character: $0, isQuoted: isQuoted) }
    }

    private var text: String { String(letters.map(\.character)) }

    /// The paths that it means, in order; itself where there are none, as in a shell.
    ///
    /// - Parameter entries: the names in a folder.
    /// - Returns: one word for each, or one.
    func words(_ entries: (String) -> [String]) -> [String] {
        guard letters.contains(where: \.isActive) else { return [text] }
        var found = [""]
        var isSure = true
        let parts = letters.split(omittingEmptySubsequences: false) { $0.character == "/" }
        for (index, part) in parts.enumerated() {
            if index > 0 { found = found.map { $0 + "/" } }
            let part = Array(part)
            if part.contains(where: \.isActive) {
                isSure = false
                found = found.flatMap { folder in
                    entries(folder).filter { Self.matches(part, $0) }
                        .map { folder + $0 }
                }
            } else if isSure {
                found = found.map { $0 + String(part.map(\.character)) }
            } else {
                let name = String(part.map(\.character))
                found = found.filter {
                    let names = entries($0)
                    return name.isEmpty ? !names.isEmpty : names.contains(name)
                }
                .map { $0 + name }
            }
        }
        return found.isEmpty ? [text] : found.sorted()
    }

    /// What one place of a pattern allows.
    private enum Place {
        /// Any number of characters.
        case star
        case any
        case set([Character])
        case exactly(Character)

        func allows(_ character: Character) -> Bool {
            switch self {
            case .star, .any: true
            case .set(let set): ShellPattern.holds(set, character)
            case .exactly(let wanted): wanted == character
            }
        }
    }

    private static func places(_ letters: [Letter]) -> [Place] {
        var places: [Place] = []
        var rest = letters[...]
        while let letter = rest.popFirst() {
            switch letter.isActive ? letter.character : "x" {
            case "*": places.append(.star)
            case "?": places.append(.any)
            case "[":
                // One that is not closed is itself.
                guard let end = rest.dropFirst().firstIndex(where: { $0.character == "]" }) else {
                    places.append(.exactly("["))
                    continue
                }
                places.append(.set(rest[..<end].map(\.character)))
                rest = rest[(end + 1)...]
            default: places.append(.exactly(letter.character))
            }
        }
        return places
    }

    /// Whether letters mean a name; a dot in front has to be written.
    ///
    /// What does not fit behind a star makes the last star longer, never an earlier one: the time
    /// is bounded by both lengths.
    private static func matches(_ letters: [Letter], _ name: String) -> Bool {
        if name.first == ".", letters.first?.isActive ?? true { return false }
        let (places, name) = (places(letters), Array(name))
        var (place, index) = (0, 0)
        var star: (place: Int, index: Int)?
        while index < name.count {
            if place < places.count, case .star = places[place] {
                star = (place, index)
                place += 1
            } else if place < places.count, places[place].allows(name[index]) {
                place += 1
                index += 1
            } else if let last = star {
                star = (last.place, last.index + 1)
                (place, index) = (last.place + 1, last.index + 1)
            } else {
                return false
            }
        }
        return places[place...].allSatisfy { if case .star = $0 { true } else { false } }
    }

    /// Whether a character is one of a set such as `a-z_`, or `!0-9`.
    private static func holds(_ set: [Character], _ character: Character) -> Bool {
        let isInverted = set.first == "!" || set.first == "^"
        var rest = set[...].dropFirst(isInverted ? 1 : 0)
        var isHeld = false
        while let first = rest.popFirst() {
            if rest.first == "-", rest.count > 1 {
                let last = rest[rest.startIndex + 1]
                rest = rest.dropFirst(2)
                isHeld = isHeld || (first <= character && character <= last)
            } else {
                isHeld = isHeld || first == character
            }
        }
        return isHeld != isInverted
    }
}
