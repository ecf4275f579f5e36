/// Lays a later file over an earlier one, both in canonical form.
///
/// The rules are those of `docker compose -f a -f b config`: see ``MergeRule``.
enum TreeMerge {
    /// The whole file.
    static func merge(_ base: YAMLNode, _ override: YAMLNode) throws(ComposeError) -> YAMLNode {
        try merge(base, override, as: .record(.file), rule: .deep, at: TreePath())
    }

    /// Takes out what `!reset` marks, and the marks of `!override`.
    static func settled(_ node: YAMLNode) -> YAMLNode? {
        if node.directive == .reset { return nil }
        switch node.content {
        case .mapping(let mapping):
            let settled = mapping.compactMapValues { entry in self.settled(entry.value) }
            return YAMLNode(.mapping(settled), at: node.place)
        case .list(let items):
            return YAMLNode(.list(items.compactMap(settled)), at: node.place)
        case .null, .boolean, .integer, .number, .text:
            return YAMLNode(node.content, at: node.place)
        }
    }

    private static func merge(
        _ base: YAMLNode,
        _ override: YAMLNode,
        as shape: Shape,
        rule: MergeRule,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode {
        if override.directive != nil || base.directive == .reset { return override }
        switch (base.content, override.content) {
        case (_, .null):
            if case .scalarOrNothing = shape { return override }
            return base
        case (_, _) where rule == .replace:
            return override
        case (.mapping(let one), .mapping(let other)):
            if rule == .logging, differs(one["driver"], other["driver"]) { return override }
            return override.with(.mapping(try merge(one, other, as: shape, at: path)))
        case (.list(let one), .list(let other)):
            guard case .unique(let key) = rule else { return override.with(.list(one + other)) }
            return override.with(.list(UniqueList.unique(one + other, by: key)))
        case (.mapping, _), (.list, _), (_, .mapping), (_, .list):
            if base.isNull { return override }
            if case .anything = shape { return override }
            throw .mergeConflict(
                path: path.description,
                base: base.found,
                override: override.found,
                at: override.place
            )
        default:
            return override
        }
    }

    private static func merge(
        _ base: YAMLMapping,
        _ override: YAMLMapping,
        as shape: Shape,
        at path: TreePath
    ) throws(ComposeError) -> YAMLMapping {
        var merged = base
        for entry in override.entries {
            guard let before = base[entry.key] else {
                merged.set(entry)
                continue
            }
            let (inner, rule) = inner(of: shape, entry.key)
            let value = try merge(
                before,
                entry.value,
                as: inner,
                rule: rule,
                at: path.key(entry.key)
            )
            merged.set(.init(key: entry.key, keyPlace: entry.keyPlace, value: value))
        }
        return merged
    }

    /// What stands under a key, and how it is merged.
    private static func inner(of shape: Shape, _ key: String) -> (Shape, MergeRule) {
        switch shape {
        case .record(let record):
            guard let field = record.fields[key] else { return (.anything, .deep) }
            return (field.shape, field.merge)
        case .dictionary(.short(.ulimit, let value)): return (value, .replace)
        case .dictionary(let value): return (value, .deep)
        case .short(_, let long): return inner(of: long, key)
        default: return (.anything, .deep)
        }
    }

    /// Whether both name a driver, and not the same.
    private static func differs(_ one: YAMLNode?, _ other: YAMLNode?) -> Bool {
        guard let one, let other else { return false }
        return one.content != other.content
    }
}
