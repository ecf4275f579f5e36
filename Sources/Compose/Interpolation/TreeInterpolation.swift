/// Replaces the variables in all texts of a tree; keys stay as they are.
struct TreeInterpolation {
    let environment: [String: String]
    private var template = Template()

    init(environment: [String: String]) { self.environment = environment }

    /// Variables that were used without a value, in order, each once.
    var unset: [String] { template.unset }

    mutating func interpolate(
        _ node: YAMLNode,
        at path: TreePath = TreePath()
    ) throws(ComposeError) -> YAMLNode {
        switch node.content {
        case .text(let text):
            return node.with(.text(try substitute(text, path: path, at: node.place)))
        case .list(let items):
            var changed: [YAMLNode] = []
            for (index, item) in items.enumerated() {
                changed.append(try interpolate(item, at: path.index(index)))
            }
            return node.with(.list(changed))
        case .mapping(let mapping):
            var changed = YAMLMapping()
            for entry in mapping.entries {
                let value = try interpolate(entry.value, at: path.key(entry.key))
                changed.set(.init(key: entry.key, keyPlace: entry.keyPlace, value: value))
            }
            return node.with(.mapping(changed))
        case .null, .boolean, .integer, .number:
            return node
        }
    }

    private mutating func substitute(
        _ text: String,
        path: TreePath,
        at place: SourcePlace
    ) throws(ComposeError) -> String {
        do {
            return try template.substitute(text) { environment[$0] }
        } catch {
            switch error {
            case .tooLong:
                throw .invalidValue(
                    path: path.description,
                    reason:
                        "variables make the file longer than \(Template.maximumLength) characters",
                    at: place
                )
            case .invalid: throw .interpolation(text, path: path.description, at: place)
            case .required(let name, let reason):
                throw .requiredVariable(name, reason: reason, path: path.description, at: place)
            }
        }
    }
}
