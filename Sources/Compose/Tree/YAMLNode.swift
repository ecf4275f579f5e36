/// A value of a Compose file, and where it is written.
struct YAMLNode: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case null
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        case text(String)
        case list([YAMLNode])
        case mapping(YAMLMapping)
    }

    /// What a later file wants done with what an earlier one says.
    enum Directive: Hashable, Sendable {
        /// `!reset`: forget the value.
        case reset
        /// `!override`: take mine, do not merge.
        case override
    }

    var content: Content
    var place: SourcePlace
    var directive: Directive?

    init(_ content: Content, at place: SourcePlace, directive: Directive? = nil) {
        self.content = content
        self.place = place
        self.directive = directive
    }

    var isNull: Bool { content == .null }

    var mapping: YAMLMapping? {
        if case .mapping(let mapping) = content { return mapping }
        return nil
    }

    var list: [YAMLNode]? {
        if case .list(let list) = content { return list }
        return nil
    }

    var text: String? {
        if case .text(let text) = content { return text }
        return nil
    }

    /// The same content, without where it is written: what two files mean alike.
    func with(_ content: Content) -> YAMLNode { YAMLNode(content, at: place, directive: directive) }

    /// What is there, in words for an error.
    var found: String {
        switch content {
        case .null: "nothing"
        case .boolean(let value): "the boolean \(value)"
        case .integer(let value): "the number \(value)"
        case .number(let value): "the number \(GoNumber.text(value))"
        case .text(let value): "the text \(Quoted.text(value))"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// Keys and values in the order in which they are written.
struct YAMLMapping: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let key: String
        let keyPlace: SourcePlace
        var value: YAMLNode
    }

    private(set) var entries: [Entry] = []
    private var positions: [String: Int] = [:]

    init() {}

    init(_ entries: [Entry]) {
        for entry in entries { set(entry) }
    }

    subscript(key: String) -> YAMLNode? { positions[key].map { entries[$0].value } }

    func entry(_ key: String) -> Entry? { positions[key].map { entries[$0] } }

    /// Puts the entry in place of the one with its key, or at the end.
    mutating func set(_ entry: Entry) {
        if let position = positions[entry.key] {
            entries[position] = entry
        } else {
            positions[entry.key] = entries.count
            entries.append(entry)
        }
    }

    mutating func remove(_ key: String) {
        guard positions[key] != nil else { return }
        self = YAMLMapping(entries.filter { $0.key != key })
    }

    /// Each value changed by `change`; where it returns `nil` the entry goes.
    func compactMapValues<Failure: Error>(
        _ change: (Entry) throws(Failure) -> YAMLNode?
    ) throws(Failure) -> YAMLMapping {
        var changed = YAMLMapping()
        for entry in entries {
            guard let value = try change(entry) else { continue }
            changed.set(Entry(key: entry.key, keyPlace: entry.keyPlace, value: value))
        }
        return changed
    }
}

/// Text in quotes, shortened, with nothing in it that could disturb a line.
enum Quoted {
    private static let limit = 60

    static func text(_ text: String) -> String { "\"" + bare(text) + "\"" }

    /// The same without quotes of its own.
    static func bare(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            let isControl = scalar.properties.generalCategory == .control
            shown += isControl ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return text.unicodeScalars.count > limit ? shown + "…" : shown
    }
}

/// A path into a Compose file, as `services.web.ports[0]`.
struct TreePath: Hashable, Sendable, CustomStringConvertible {
    private(set) var description = ""

    func key(_ key: String) -> TreePath {
        var longer = self
        longer.description += description.isEmpty ? key : "." + key
        return longer
    }

    func index(_ index: Int) -> TreePath {
        var longer = self
        longer.description += "[\(index)]"
        return longer
    }
}
