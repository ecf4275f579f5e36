import Cells

/// A theme file as it was read: nothing inherited yet.
struct ThemeFile {
    private(set) var file: String
    var name: String?
    var base: String?
    var kind: Theme.Kind?
    var credit: String?
    /// By slot name; also holds groups (`log`, `banner`), which speak for all their slots.
    var slots: [String: SlotStyle] = [:]
    /// The line of each slot that is said something about.
    var slotLines: [String: Int] = [:]
    var baseLine: Int?
    var problems: [ThemeProblem] = []

    static let topKeys = ["name", "base", "kind", "credit", "palette", "slots"]
    static let fields = ["fg", "bg", "attrs", "fg16", "bg16", "mono"]
    static let groups = ["log", "banner"]
    static let slotNames = Slot.allCases.map(\.name) + groups

    /// Reads `text`; what is wrong with it is in `problems`.
    init(_ text: String, file: String) {
        self.file = file
        do {
            var reader = ThemeReader(try TOMLDocument(text, file: file), into: self)
            reader.read()
            self = reader.theme
        } catch {
            problems = [error]
        }
        problems.sort { ($0.line ?? 0, "\($0.reason)") < ($1.line ?? 0, "\($1.reason)") }
    }

    /// What this file says about a slot: itself, then the part before the dot.
    func style(of slot: Slot) -> SlotStyle {
        let own = slots[slot.name] ?? SlotStyle()
        guard slot.groupName != slot.name else { return own }
        return own.over(slots[slot.groupName] ?? SlotStyle())
    }
}

extension Slot {
    /// The part of the name before the dot, or the whole name.
    var groupName: String { String(name.prefix { $0 != "." }) }
}

/// Turns a TOML document into a theme file, and collects everything that is wrong.
private struct ThemeReader {
    private let document: TOMLDocument
    private(set) var theme: ThemeFile
    private var palette: [String: ColorValue] = [:]

    init(_ document: TOMLDocument, into theme: ThemeFile) {
        self.document = document
        self.theme = theme
    }

    mutating func read() {
        for entry in document.entries where entry.key == "palette" { readPalette(entry.node) }
        for entry in document.entries {
            switch entry.key {
            case "palette": break
            case "name": theme.name = string(entry.node, at: ["name"])
            case "credit": theme.credit = string(entry.node, at: ["credit"])
            case "base":
                theme.base = string(entry.node, at: ["base"])
                theme.baseLine = document.line(of: ["base"])
            case "kind": readKind(entry.node)
            case "slots": readSlots(entry.node)
            default:
                report(.unknownKey(entry.key), at: [entry.key], among: ThemeFile.topKeys)
            }
        }
    }

    private mutating func readKind(_ node: TOMLDocument.Node) {
        guard let text = string(node, at: ["kind"]) else { return }
        theme.kind = Theme.Kind(rawValue: text)
        if theme.kind == nil {
            report(.unknownKind(text), at: ["kind"], among: ["dark", "light"])
        }
    }

    private mutating func readPalette(_ node: TOMLDocument.Node) {
        guard case .table(let entries) = node else {
            report(.wrongType(key: "palette", wanted: "a table"), at: ["palette"])
            return
        }
        for entry in entries {
            let path = ["palette", entry.key]
            guard entry.key != "default", NamedColors.index(of: entry.key) == nil else {
                report(.reservedName(entry.key), at: path)
                continue
            }
            guard let text = string(entry.node, at: path) else { continue }
            palette[entry.key] = color(text, at: path, names: [:])
        }
    }

    private mutating func readSlots(_ node: TOMLDocument.Node) {
        guard case .table(let entries) = node else {
            report(.wrongType(key: "slots", wanted: "a table"), at: ["slots"])
            return
        }
        for entry in entries { readSlot(entry, name: entry.key) }
    }

    /// A bare `border.focus = …` comes as a table within a table, and is taken for what it means.
    private mutating func readSlot(_ entry: TOMLDocument.Entry, name: String) {
        let path = ["slots", name]
        guard case .table(let fields) = entry.node else {
            report(.wrongType(key: name, wanted: "a table such as { fg = \"red\" }"), at: path)
            return
        }
        var style = SlotStyle()
        var hasFields = fields.isEmpty
        for field in fields {
            if case .table = field.node {
                readSlot(field, name: "\(name).\(field.key)")
            } else {
                hasFields = true
                readField(field, at: path + [field.key], into: &style)
            }
        }
        guard hasFields else { return }
        guard ThemeFile.slotNames.contains(name) else {
            report(.unknownSlot(name), at: path, among: ThemeFile.slotNames)
            return
        }
        theme.slots[name] = style
        theme.slotLines[name] = document.line(of: path)
    }

    private mutating func readField(
        _ field: TOMLDocument.Entry,
        at path: [String],
        into style: inout SlotStyle
    ) {
        switch field.key {
        case "fg": style.foreground = color(field.node, at: path)
        case "bg": style.background = color(field.node, at: path)
        case "fg16": style.foreground16 = namedColor(field.node, at: path)
        case "bg16": style.background16 = namedColor(field.node, at: path)
        case "attrs": style.attributes = attributes(field.node, at: path)
        case "mono": style.monoAttributes = attributes(field.node, at: path)
        default: report(.unknownField(field.key), at: path, among: ThemeFile.fields)
        }
    }
}

extension ThemeReader {
    private mutating func color(_ node: TOMLDocument.Node, at path: [String]) -> ColorValue? {
        guard let text = string(node, at: path) else { return nil }
        return color(text, at: path, names: palette)
    }

    private mutating func color(
        _ text: String,
        at path: [String],
        names: [String: ColorValue]
    ) -> ColorValue? {
        if text == "default" { return .standard }
        if let named = names[text] { return named }
        if let index = NamedColors.index(of: text) { return .palette(index) }
        if let rgb = RGB(hex: text) { return .rgb(rgb) }
        report(
            .unknownColor(text),
            at: path,
            among: names.keys.sorted() + NamedColors.names + ["default"]
        )
        return nil
    }

    /// One of the 16, or `default`: what is meant for terminals that have no more.
    private mutating func namedColor(_ node: TOMLDocument.Node, at path: [String]) -> ColorValue? {
        guard let text = string(node, at: path) else { return nil }
        if text == "default" { return .standard }
        if let index = NamedColors.index(of: text) { return .palette(index) }
        report(.unknownColor(text), at: path, among: NamedColors.names + ["default"])
        return nil
    }

    private mutating func attributes(
        _ node: TOMLDocument.Node,
        at path: [String]
    ) -> CellAttributes? {
        guard case .array(let nodes) = node else {
            report(.wrongType(key: path.last ?? "", wanted: "a list such as [\"bold\"]"), at: path)
            return nil
        }
        var attributes: CellAttributes = []
        for node in nodes {
            guard let word = string(node, at: path) else { continue }
            guard let attribute = Self.attributesByName.first(where: { $0.name == word }) else {
                let names = Self.attributesByName.map(\.name)
                report(.unknownAttribute(word), at: path, among: names)
                continue
            }
            attributes.insert(attribute.attribute)
        }
        return attributes
    }

    private static let attributesByName: [(name: String, attribute: CellAttributes)] = [
        ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
    ]

    private mutating func string(_ node: TOMLDocument.Node, at path: [String]) -> String? {
        if case .string(let text) = node { return text }
        report(.wrongType(key: path.last ?? "", wanted: "text in quotes"), at: path)
        return nil
    }

    private mutating func report(
        _ reason: ThemeProblem.Reason,
        at path: [String],
        among candidates: [String] = []
    ) {
        let suggestion: String? =
            switch reason {
            case .unknownKey(let word), .unknownSlot(let word), .unknownField(let word),
                .unknownColor(let word), .unknownAttribute(let word), .unknownKind(let word):
                NearestWord.to(word, among: candidates)
            default: nil
            }
        theme.problems.append(
            ThemeProblem(
                file: theme.file,
                line: document.line(of: path),
                reason: reason,
                suggestion: suggestion
            )
        )
    }
}
