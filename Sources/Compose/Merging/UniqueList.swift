/// Lists in which an entry replaces an earlier one that stands for the same thing.
enum UniqueList {
    /// The entries without repetitions: of those with one key the last, in the first's place.
    static func unique(_ items: [YAMLNode], by key: UniqueKey) -> [YAMLNode] {
        var positions: [String: Int] = [:]
        var unique: [YAMLNode] = []
        for item in items {
            let text = text(of: item, key)
            if let position = positions[text] {
                unique[position] = item
            } else {
                positions[text] = unique.count
                unique.append(item)
            }
        }
        return unique
    }

    private static func text(of item: YAMLNode, _ key: UniqueKey) -> String {
        switch key {
        case .whole:
            return YAMLWriter.flow(item)
        case .port:
            return ["published", "target", "protocol"].map { part(of: item, $0) }.joined(
                separator: " "
            )
        case .subnet:
            return part(of: item, "subnet")
        case .target(let folder):
            let target = item.mapping?["target"]?.text ?? item.mapping?["source"]?.text ?? ""
            return target.hasPrefix("/") ? target : folder + target
        }
    }

    private static func part(of item: YAMLNode, _ key: String) -> String {
        item.mapping?[key].map(YAMLWriter.flow) ?? ""
    }
}
