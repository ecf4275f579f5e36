import Basics

/// Checks a tree against a shape, and brings it into canonical form: every value in its long
/// form, texts that stand for numbers as numbers, durations and sizes always written alike.
struct ShapeChecker {
    func check(
        _ node: YAMLNode,
        as shape: Shape,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        if node.directive == .reset { return YAMLNode(.null, at: node.place, directive: .reset) }
        switch shape {
        case .anything:
            return node
        case .short(let form, let long):
            return try check(ShortForms.expand(node, from: form, at: path), as: long, at: path)
        case .list(let item):
            return try list(node, of: item, at: path)
        case .dictionary(let value):
            return try dictionary(node, of: value, at: path)
        case .record(let record):
            return try self.record(node, as: record, at: path)
        default:
            return node.with(try ScalarShapes.content(of: node, as: shape, at: path))
        }
    }

    private func list(
        _ node: YAMLNode,
        of shape: Shape,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        guard let items = node.list else {
            throw .wrongType(
                path: path.description,
                expected: "a list",
                found: node.found,
                at: node.place
            )
        }
        var checked: [YAMLNode] = []
        for (index, item) in items.enumerated() {
            checked.append(try check(item, as: shape, at: path.index(index)))
        }
        return node.with(.list(checked))
    }

    private func mapping(
        _ node: YAMLNode,
        at path: TreePath
    ) throws(ComposeError) -> YAMLMapping {
        if node.isNull { return YAMLMapping() }
        guard let mapping = node.mapping else {
            throw .wrongType(
                path: path.description,
                expected: "a mapping",
                found: node.found,
                at: node.place
            )
        }
        return mapping
    }

    private func dictionary(
        _ node: YAMLNode,
        of shape: Shape,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        let mapping = try mapping(node, at: path)
        let checked = try mapping.compactMapValues { entry throws(ComposeError) in
            try check(entry.value, as: shape, at: path.key(entry.key))
        }
        return node.with(.mapping(checked))
    }

    private func record(
        _ node: YAMLNode,
        as record: Record,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        let mapping = try mapping(node, at: path)
        let checked = try mapping.compactMapValues { entry throws(ComposeError) in
            if entry.key.hasPrefix("x-") { return entry.value }
            if record.skipped.contains(entry.key) { return nil }
            guard let field = record.fields[entry.key] else {
                throw unknown(entry, in: record, at: path)
            }
            return try check(entry.value, of: field, at: path.key(entry.key))
        }
        return node.with(.mapping(checked))
    }

    /// Nothing written is nothing said; only a command is taken back by it.
    private func check(
        _ value: YAMLNode,
        of field: Field,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode? {
        guard value.isNull, value.directive == nil else {
            let checked = try check(value, as: field.shape, at: path)
            guard case .unique(let key) = field.merge, let items = checked.list else {
                return checked
            }
            return checked.with(.list(UniqueList.unique(items, by: key)))
        }
        if case .short(.words, _) = field.shape {
            return YAMLNode(.null, at: value.place, directive: .reset)
        }
        return nil
    }

    private func unknown(
        _ entry: YAMLMapping.Entry,
        in record: Record,
        at path: TreePath
    ) -> ComposeError {
        let (key, place) = (entry.key, entry.keyPlace)
        if let advice = record.forbidden[key] {
            return .forbiddenKey(key, path: path.description, advice: advice, at: place)
        }
        if record.composeOnly.contains(key) {
            return .composeOnlyKey(key, path: path.description, at: place)
        }
        let nearest = NearestWord.nearest(to: key, among: record.fields.keys.sorted())
        return .unknownKey(key, path: path.description, nearest: nearest, at: place)
    }
}

/// Finds the word someone probably meant.
package enum NearestWord {
    /// The word that takes the fewest changes; `nil` if even that one is far off.
    package static func nearest(to word: String, among words: [String]) -> String? {
        guard word.utf8.count <= 40 else { return nil }
        let limit = max(1, word.count / 3)
        let ranked = words.map { (word: $0, distance: distance(word, $0)) }
        let best = ranked.min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let best, best.distance <= limit else { return nil }
        return best.word
    }

    /// Letters added, left out or replaced, and neighbours swapped.
    static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.lowercased()), Array(other.lowercased()))
        var before: [Int] = []
        var last = Array(0...other.count)
        for row in one.indices {
            var current = [row + 1]
            for column in other.indices {
                let replaced = last[column] + (one[row] == other[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column]
                {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = last
            last = current
        }
        return last[other.count]
    }
}
