import Basics

/// Values of a tree that is checked already: what is absent is absent, the rest has its type.
extension YAMLMapping {
    func text(_ key: String) -> String? { self[key]?.text }

    func flag(_ key: String) -> Bool? {
        if case .boolean(let value)? = self[key]?.content { return value }
        return nil
    }

    func integer(_ key: String) -> Int64? {
        if case .integer(let value)? = self[key]?.content { return value }
        return nil
    }

    func number(_ key: String) -> Double? {
        if case .number(let value)? = self[key]?.content { return value }
        return nil
    }

    func duration(_ key: String) -> Duration? { text(key).flatMap(GoDuration.parse) }

    func nanoCPUs(_ key: String) -> Int64 { text(key).flatMap(ScalarShapes.nanoCPUs) ?? 0 }

    func bytes(_ key: String) -> Int64 {
        integer(key) ?? text(key).flatMap(ScalarShapes.bytes) ?? 0
    }

    func items(_ key: String) -> [YAMLNode] { self[key]?.list ?? [] }

    func texts(_ key: String) -> [String] { items(key).compactMap(\.text) }

    func mapping(_ key: String) -> YAMLMapping? { self[key]?.mapping }

    /// Texts by key; a key without a value has an empty one.
    func texts(by key: String) -> [String: String] {
        let pairs = (mapping(key)?.entries ?? []).map { ($0.key, $0.value.text ?? "") }
        return Dictionary(pairs) { _, last in last }
    }
}
