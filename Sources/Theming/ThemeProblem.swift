package import Cells

/// One thing that is wrong with a theme, and where.
package struct ThemeProblem: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case unreadable(String)
        case notTOML(String)
        case unknownKey(String)
        case unknownSlot(String)
        case unknownField(String)
        case unknownColor(String)
        case unknownAttribute(String)
        case unknownKind(String)
        case unknownTheme(String)
        case reservedName(String)
        case wrongType(key: String, wanted: String)
        /// The chain of bases, the first one again at its end.
        case inheritanceCycle([String])
        case missingSlot(Slot)
        /// Contrast and what it should be at least, in hundredths.
        case weakContrast(Slot, found: Int, wanted: Int)
        case invisible(Slot, ColorDepth)
        case sameInMono(Slot, Slot)
        case confusable(Slot, Slot, ColorVision)
    }

    /// The file, or the name of a theme that is built in.
    package var file: String
    /// Counted from 1; `nil` when the whole file is meant.
    package var line: Int?
    package var reason: Reason
    /// The valid word that is nearest to a wrong one.
    package var suggestion: String?

    init(file: String, line: Int? = nil, reason: Reason, suggestion: String? = nil) {
        self.file = file
        self.line = line
        self.reason = reason
        self.suggestion = suggestion
    }
}

/// Why a theme cannot be used: at least one problem, in the order of the lines.
package struct ThemeFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [ThemeProblem]

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

extension ThemeProblem: CustomStringConvertible {
    /// One line for people, such as `themes/mine.toml:12: unknown slot "bordr"`, and a hint.
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
        return "\(place): \(reason)\(hint)"
    }
}

extension ThemeProblem.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let why): "cannot read this file: \(why)"
        case .notTOML(let why): "this is not TOML: \(why)"
        case .unknownKey(let key): "unknown key \"\(key)\""
        case .unknownSlot(let name): "unknown slot \"\(name)\""
        case .unknownField(let name): "unknown field \"\(name)\" in a slot"
        case .unknownColor(let name): "unknown color \"\(name)\""
        case .unknownAttribute(let name): "unknown attribute \"\(name)\""
        case .unknownKind(let name): "unknown kind \"\(name)\""
        case .unknownTheme(let name): "there is no theme \"\(name)\""
        case .reservedName(let name): "\"\(name)\" is a color already and cannot be redefined"
        case .wrongType(let key, let wanted): "\"\(key)\" must be \(wanted)"
        case .inheritanceCycle(let names):
            "themes cannot inherit in a circle: \(names.joined(separator: " → "))"
        case .missingSlot(let slot): "slot \"\(slot.name)\" is missing and has no base"
        case .weakContrast(let slot, let found, let wanted):
            "slot \"\(slot.name)\" has a contrast of \(Self.decimal(found)):1 "
                + "and needs \(Self.decimal(wanted)):1"
        case .invisible(let slot, let depth):
            "slot \"\(slot.name)\" cannot be seen at color depth \(depth)"
        case .sameInMono(let first, let second):
            "slots \"\(first.name)\" and \"\(second.name)\" look the same without colors"
        case .confusable(let first, let second, let vision):
            "slots \"\(first.name)\" and \"\(second.name)\" look alike "
                + (vision == .usual ? "" : "with \(vision.rawValue) ")
                + "and differ in no attribute"
        }
    }

    private static func decimal(_ hundredths: Int) -> String {
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
