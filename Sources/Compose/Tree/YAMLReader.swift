import Yams

/// Reads one YAML document into a tree that is bounded in size and depth.
///
/// Yams replaces an alias by a copy of what it names, and then walks those copies when they stand
/// in a key: a small file can keep it busy for ever. So it never gets to see an alias: each `*` is
/// replaced by a character that the file does not contain, what it named is looked up here, and
/// every copy is counted. Positions stay true, for the stand-in is one character wide, too.
struct YAMLReader {
    /// The most values a file may mean, with all its aliases followed.
    static let maximumNodes = 50_000
    /// The deepest nesting; Compose itself needs less than ten.
    static let maximumDepth = 50

    private struct Anchored {
        let node: YAMLNode
        let size: Int
        let depth: Int
    }

    private let file: String
    private let standIn: Unicode.Scalar
    private var anchors: [String: Anchored] = [:]
    private var open: Set<String> = []
    private var size = 0

    /// The file's document; `nil` if there is nothing in it but comments.
    static func read(_ text: String, file: String) throws(ComposeError) -> YAMLNode? {
        guard let standIn = standIn(for: text) else {
            throw .syntax("too many private-use characters", at: SourcePlace(file: file, line: 1))
        }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.map { $0 == "*" ? standIn : $0 })
        var reader = YAMLReader(file: file, standIn: standIn)
        do {
            // The parser keeps the anchors alive that its nodes point to.
            let parser = try Yams.Parser(
                yaml: String(scalars),
                resolver: .basic,
                constructor: .default,
                encoding: .utf8
            )
            let root = try parser.singleRoot()
            return try withExtendedLifetime(parser) { () throws in
                try root.map { try reader.node($0, depth: 0).node }
            }
        } catch let error as ComposeError {
            throw error
        } catch let error as YamlError {
            throw SyntaxFault(error, in: text, file: file, standIn: standIn).error
        } catch {
            throw .syntax("\(error)", at: SourcePlace(file: file, line: 1))
        }
    }

    private init(file: String, standIn: Unicode.Scalar) {
        self.file = file
        self.standIn = standIn
    }

    /// A private-use character that occurs in the text neither as itself nor as an escape.
    private static func standIn(for text: String) -> Unicode.Scalar? {
        let present = Set(text.unicodeScalars.filter { (0xE000...0xE0FF).contains($0.value) })
        let digits = text.lowercased()
        return (UInt32(0xE000)...0xE0FF).lazy.compactMap(Unicode.Scalar.init).first {
            !present.contains($0) && !digits.contains(String($0.value, radix: 16))
        }
    }

    // MARK: - Nodes

    private mutating func node(_ node: Node, depth: Int) throws(ComposeError) -> Anchored {
        let place = place(of: node)
        guard depth < Self.maximumDepth else { throw .tooDeep(limit: Self.maximumDepth, at: place) }
        if let name = aliasName(of: node) { return try alias(name, depth: depth, at: place) }
        let anchor = node.anchor?.rawValue
        if let anchor { open.insert(anchor) }
        let made = try value(of: node, depth: depth, at: place)
        if let anchor {
            open.remove(anchor)
            anchors[anchor] = made
        }
        return made
    }

    private mutating func value(
        of node: Node,
        depth: Int,
        at place: SourcePlace
    ) throws(ComposeError) -> Anchored {
        let before = size
        try count(1, at: place)
        var deepest = 0
        let content: YAMLNode.Content
        switch node {
        case .scalar(let scalar):
            content = try self.content(of: scalar, at: place)
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence {
                let made = try self.node(item, depth: depth + 1)
                deepest = max(deepest, made.depth)
                items.append(made.node)
            }
            content = .list(items)
        case .mapping(let mapping):
            let made = try self.mapping(mapping, depth: depth)
            deepest = made.depth
            content = .mapping(made.mapping)
        case .alias:
            throw .syntax("unexpected alias", at: place)
        }
        let directive = try directive(node.tag.rawValue, of: content, at: place)
        return Anchored(
            node: YAMLNode(content, at: place, directive: directive),
            size: size - before,
            depth: deepest + 1
        )
    }

    private mutating func mapping(
        _ mapping: Node.Mapping,
        depth: Int
    ) throws(ComposeError) -> (mapping: YAMLMapping, depth: Int) {
        var own = YAMLMapping()
        var merged: [YAMLMapping] = []
        var deepest = 0
        for pair in mapping {
            let key = try key(pair.key, depth: depth + 1)
            let value = try node(pair.value, depth: depth + 1)
            deepest = max(deepest, value.depth)
            if key.isMerge {
                merged += try Self.merged(value.node)
            } else if let first = own.entry(key.text) {
                throw .duplicateKey(key.text, first: first.keyPlace, at: key.place)
            } else {
                own.set(.init(key: key.text, keyPlace: key.place, value: value.node))
            }
        }
        for other in merged {
            for entry in other.entries where own[entry.key] == nil { own.set(entry) }
        }
        return (own, deepest)
    }

    /// What stands behind a `<<`: one mapping, or a list of them of which the first wins.
    private static func merged(_ node: YAMLNode) throws(ComposeError) -> [YAMLMapping] {
        if let mapping = node.mapping { return [mapping] }
        let mappings = (node.list ?? []).compactMap(\.mapping)
        guard let list = node.list, mappings.count == list.count else {
            throw .mergeKey(found: node.found, at: node.place)
        }
        return mappings
    }

    private mutating func key(
        _ node: Node,
        depth: Int
    ) throws(ComposeError) -> (text: String, isMerge: Bool, place: SourcePlace) {
        let place = place(of: node)
        if case .scalar(let scalar) = node, scalar.string == "<<", scalar.style == .plain {
            return ("<<", true, place)
        }
        let made = try self.node(node, depth: depth).node
        switch made.content {
        case .text(let text): return (text, false, place)
        case .boolean, .integer, .number:
            if case .scalar(let scalar) = node, aliasName(of: node) == nil {
                return (restored(scalar.string), false, place)
            }
            throw .key(found: made.found, at: place)
        case .null, .list, .mapping: throw .key(found: made.found, at: place)
        }
    }

    // MARK: - Aliases

    private func aliasName(of node: Node) -> String? {
        guard case .scalar(let scalar) = node, scalar.style == .plain,
            scalar.string.unicodeScalars.first == standIn
        else { return nil }
        return restored(String(scalar.string.unicodeScalars.dropFirst()))
    }

    private mutating func alias(
        _ name: String,
        depth: Int,
        at place: SourcePlace
    ) throws(ComposeError) -> Anchored {
        if open.contains(name) { throw .alias(name, .containsItself, at: place) }
        guard let target = anchors[name] else { throw .alias(name, .unknown, at: place) }
        guard depth + target.depth <= Self.maximumDepth else {
            throw .tooDeep(limit: Self.maximumDepth, at: place)
        }
        try count(target.size, at: place)
        return target
    }

    private mutating func count(_ more: Int, at place: SourcePlace) throws(ComposeError) {
        size += more
        guard size <= Self.maximumNodes else {
            throw .tooManyNodes(limit: Self.maximumNodes, at: place)
        }
    }

    // MARK: - Scalars and tags

    private func content(
        of scalar: Node.Scalar,
        at place: SourcePlace
    ) throws(ComposeError) -> YAMLNode.Content {
        let text = restored(scalar.string)
        switch scalar.tag.rawValue {
        case "tag:yaml.org,2002:str": return .text(text)
        case "tag:yaml.org,2002:null": return .null
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:float":
            return ScalarResolution.content(ofPlain: text)
        default:
            return scalar.style == .plain ? ScalarResolution.content(ofPlain: text) : .text(text)
        }
    }

    private func directive(
        _ tag: String,
        of content: YAMLNode.Content,
        at place: SourcePlace
    ) throws(ComposeError) -> YAMLNode.Directive? {
        switch restored(tag) {
        case "!reset": return .reset
        case "!override": return .override
        case "", "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:null", "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:bool", "tag:yaml.org,2002:float", "tag:yaml.org,2002:map",
            "tag:yaml.org,2002:seq":
            return nil
        default: throw .tag(restored(tag), at: place)
        }
    }

    private func restored(_ text: String) -> String {
        guard text.unicodeScalars.contains(standIn) else { return text }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.map { $0 == standIn ? "*" : $0 })
        return String(scalars)
    }

    private func place(of node: Node) -> SourcePlace {
        let mark = node.mark
        return SourcePlace(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }
}

/// A fault of the YAML itself, as the parser tells it, put into our own terms.
private struct SyntaxFault {
    let error: ComposeError

    init(_ fault: YamlError, in text: String, file: String, standIn: Unicode.Scalar) {
        func place(_ mark: Mark) -> SourcePlace {
            SourcePlace(file: file, line: mark.line, column: mark.column)
        }
        switch fault {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let lead = context.map { "\($0.text) that begins in line \($0.mark.line)" }
            error = .syntax(
                [problem, lead].compactMap(\.self).joined(separator: " "),
                at: place(mark)
            )
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0).unicodeScalars
            let line = before.count { $0 == "\n" } + 1
            error = .syntax(problem, at: SourcePlace(file: file, line: line))
        case .duplicatedKeysInMapping(let keys, let context):
            let key = String(keys.first ?? "").replacing(String(standIn), with: "*")
            let first = place(context.mark)
            error = .duplicateKey(key, first: first, at: Self.next(key, after: first, in: text))
        default:
            error = .syntax("\(fault)", at: SourcePlace(file: file, line: 1))
        }
    }

    /// The next line that begins with the key in the same column; else the first place itself.
    private static func next(_ key: String, after first: SourcePlace, in text: String)
        -> SourcePlace
    {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated().dropFirst(first.line) {
            let indent = line.prefix { $0 == " " }.count
            let rest = line.dropFirst(indent)
            if rest.isEmpty || rest.first == "#" || indent >= first.column { continue }
            if indent < first.column - 1 { break }
            let bare = rest.drop { $0 == "\"" || $0 == "'" }
            if bare.hasPrefix(key), let after = bare.dropFirst(key.count).first,
                ":\"' ".contains(after)
            {
                return SourcePlace(file: first.file, line: index + 1, column: first.column)
            }
        }
        return first
    }
}
