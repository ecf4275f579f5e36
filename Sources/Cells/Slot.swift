/// What a cell means; themes say how each meaning looks.
package enum Slot: UInt8, CaseIterable, Hashable, Sendable {
    case text, dim, heading, border, borderFocus, title, key, keyText, accent
    case cursor, mark, match, input, prompt
    case ok, progress, warn, bad, off, unknown, added, removed
    case manager, leader
    case logA, logB, logC, logD, logE, logF, logG, logH
    case bannerTraining, bannerProduction

    /// The name in theme files: `border.focus`, `log.a`, `text`.
    package var name: String {
        switch self {
        case .borderFocus: "border.focus"
        case .keyText: "key.text"
        case .logA: "log.a"
        case .logB: "log.b"
        case .logC: "log.c"
        case .logD: "log.d"
        case .logE: "log.e"
        case .logF: "log.f"
        case .logG: "log.g"
        case .logH: "log.h"
        case .bannerTraining: "banner.training"
        case .bannerProduction: "banner.production"
        default: "\(self)"
        }
    }

    package init?(name: String) {
        guard let slot = Slot.allCases.first(where: { $0.name == name }) else { return nil }
        self = slot
    }

    /// The slot's letter in golden pictures; no two are alike.
    package var letter: Character {
        Self.letters[Int(rawValue)]
    }

    private static let letters: [Character] = Array(".dHbFTkKACMmipoPwBOuarGLsSxXyYzZ12")

    /// The eight hues that tell the tasks of one log apart.
    package static let logHues: [Slot] = [
        .logA, .logB, .logC, .logD, .logE, .logF, .logG, .logH,
    ]
}

/// What a screen may add to a slot's look.
package struct CellAttributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The same as the standard library's, which would be found at run time for every cell drawn.
    package init(arrayLiteral elements: CellAttributes...) {
        rawValue = elements.reduce(0) { $0 | $1.rawValue }
    }

    package static let bold = CellAttributes(rawValue: 1)
    package static let underline = CellAttributes(rawValue: 2)
    package static let reverse = CellAttributes(rawValue: 4)
    package static let dim = CellAttributes(rawValue: 8)
}
