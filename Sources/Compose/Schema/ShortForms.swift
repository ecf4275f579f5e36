/// Writes out what may be written shorter.
///
/// What is none of the short forms passes unchanged, and
/// is judged by the shape of the long one.
enum ShortForms {
    static func expand(
        _ node: YAMLNode,
        from form: ShortForm,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        switch form {
        case .single: single(node)
        case .pairs: try pairs(node, at: path)
        case .words: try words(node, at: path)
        case .healthTest: healthTest(node)
        case .source: keyed(node, "source")
        case .ports: try PortForms.expand(node, at: path)
        case .volume: try VolumeForms.expand(node, at: path)
        case .names: try names(node, at: path)
        case .keys: keys(node)
        case .ulimit: ulimit(node)
        case .external: try external(node, at: path)
        case .hosts: try hosts(node, at: path)
        case .build: keyed(node, "context")
        }
    }

    /// A mapping made of values that have no places of their own.
    static func mapping(
        _ pairs: [(key: String, value: YAMLNode.Content)],
        like node: YAMLNode
    ) -> YAMLNode {
        let entries = pairs.map { pair in
            YAMLMapping.Entry(
                key: pair.key,
                keyPlace: node.place,
                value: YAMLNode(pair.value, at: node.place)
            )
        }
        return node.with(.mapping(YAMLMapping(entries)))
    }

    private static func single(_ node: YAMLNode) -> YAMLNode {
        guard node.text != nil else { return node }
        return node.with(.list([YAMLNode(node.content, at: node.place)]))
    }

    private static func keyed(_ node: YAMLNode, _ key: String) -> YAMLNode {
        node.text == nil ? node : mapping([(key, node.content)], like: node)
    }

    private static func healthTest(_ node: YAMLNode) -> YAMLNode {
        guard node.text != nil else { return node }
        return node.with(
            .list([
                YAMLNode(.text("CMD-SHELL"), at: node.place),
                YAMLNode(node.content, at: node.place),
            ])
        )
    }

    private static func ulimit(_ node: YAMLNode) -> YAMLNode {
        switch node.content {
        case .integer, .text: mapping([("soft", node.content), ("hard", node.content)], like: node)
        default: node
        }
    }

    /// `NAME=value`; a name alone has no value.
    private static func pairs(
        _ node: YAMLNode,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        guard let items = node.list else { return node }
        var pairs = YAMLMapping()
        for (index, item) in items.enumerated() {
            guard let text = item.text else {
                throw .wrongType(
                    path: path.index(index).description,
                    expected: "a text such as \"NAME=value\"",
                    found: item.found,
                    at: item.place
                )
            }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? YAMLNode.Content.text(String(parts[1])) : .null
            pairs.set(
                .init(
                    key: String(parts[0]),
                    keyPlace: item.place,
                    value: YAMLNode(value, at: item.place)
                )
            )
        }
        return node.with(.mapping(pairs))
    }

    private static func names(
        _ node: YAMLNode,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        guard let items = node.list else { return node }
        var names = YAMLMapping()
        for (index, item) in items.enumerated() {
            guard let name = item.text else {
                throw .wrongType(
                    path: path.index(index).description,
                    expected: "a name",
                    found: item.found,
                    at: item.place
                )
            }
            names.set(
                .init(
                    key: name,
                    keyPlace: item.place,
                    value: YAMLNode(.mapping(YAMLMapping()), at: item.place)
                )
            )
        }
        return node.with(.mapping(names))
    }

    private static func keys(_ node: YAMLNode) -> YAMLNode {
        guard let mapping = node.mapping else { return node }
        return node.with(.list(mapping.entries.map { YAMLNode(.text($0.key), at: $0.keyPlace) }))
    }

    private static func external(
        _ node: YAMLNode,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        guard var mapping = node.mapping, let external = mapping.entry("external"),
            let inner = external.value.mapping
        else { return node }
        if let unknown = inner.entries.first(where: { $0.key != "name" }) {
            throw .unknownKey(
                unknown.key,
                path: path.key("external").description,
                nearest: NearestWord.nearest(to: unknown.key, among: ["name"]),
                at: unknown.keyPlace
            )
        }
        let isExternal = YAMLNode(.boolean(true), at: external.value.place)
        mapping.set(.init(key: "external", keyPlace: external.keyPlace, value: isExternal))
        if let name = inner.entry("name") {
            if mapping["name"] != nil {
                throw .conflict(
                    "\(path): external.name and name conflict; only use name",
                    at: name.keyPlace
                )
            }
            mapping.set(name)
        }
        return node.with(.mapping(mapping))
    }

    /// All to `host:address`, addresses without brackets.
    private static func hosts(
        _ node: YAMLNode,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        var hosts: [YAMLNode] = []
        if let mapping = node.mapping {
            for entry in mapping.entries.sorted(by: { $0.key < $1.key }) {
                let addresses = entry.value.list ?? [entry.value]
                for address in addresses {
                    guard let text = address.text else {
                        throw .wrongType(
                            path: path.key(entry.key).description,
                            expected: "an address",
                            found: address.found,
                            at: address.place
                        )
                    }
                    hosts.append(address.with(.text(host(entry.key, text[...]))))
                }
            }
            return node.with(.list(hosts))
        }
        for (index, item) in (node.list ?? []).enumerated() {
            guard let text = item.text,
                let separator = text.firstIndex(of: "=") ?? text.firstIndex(of: ":")
            else {
                throw .invalidValue(
                    path: path.index(index).description,
                    reason: "expected \"host:address\", found \(item.found)",
                    at: item.place
                )
            }
            let address = text[text.index(after: separator)...]
            hosts.append(item.with(.text(host(String(text[..<separator]), address))))
        }
        return node.list == nil ? node : node.with(.list(hosts))
    }

    private static func host(_ name: String, _ address: Substring) -> String {
        let isBracketed = address.count > 2 && address.first == "[" && address.last == "]"
        return "\(name):\(isBracketed ? address.dropFirst().dropLast() : address)"
    }

    private static func words(
        _ node: YAMLNode,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        guard let line = node.text else { return node }
        guard let words = ShellWords.split(line) else {
            throw .invalidValue(
                path: path.description,
                reason: "the command line \(Quoted.text(line)) ends inside quotes",
                at: node.place
            )
        }
        return node.with(.list(words.map { YAMLNode(.text($0), at: node.place) }))
    }
}

/// Splits a command line as docker does: quotes, backslashes and comments, no variables.
enum ShellWords {
    /// The words; `nil` if a quote or an escape is left open.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = Substring(line)
        while let next = rest.popFirst() {
            if next == "\\", quote != "'" {
                guard let escaped = rest.popFirst() else { return nil }
                word = (word ?? "") + String(escaped)
            } else if let open = quote {
                if next == open { quote = nil } else { word?.append(next) }
            } else if next == "'" || next == "\"" {
                quote = next
                word = word ?? ""
            } else if " \t\r\n\r\n".contains(next) {
                if let word { words.append(word) }
                word = nil
            } else if next == "#", word == nil {
                rest = rest.drop { !$0.isNewline }
            } else {
                word = (word ?? "") + String(next)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(word) }
        return words
    }
}
