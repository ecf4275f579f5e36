/// What is wrong with a catalogue file, and where.
package struct ImageCatalogError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        case notYAML(String)
        case unknownKey(String, nearest: String?)
        case missingKey(String)
        case notAMapping
        case notAList
        case notAText
        /// The value cannot be read; `expected` says what it should look like.
        case badValue(String, expected: String)
        case badTemplate(String, expected: String)
    }

    package var file: String
    /// From 1.
    package var line: Int
    /// The keys that lead there: `images › nginx › logs[0]`.
    package var path: String
    package var problem: Problem

    package init(file: String, line: Int, path: String, problem: Problem) {
        self.file = file
        self.line = line
        self.path = path
        self.problem = problem
    }

    package var description: String {
        let place = path.isEmpty ? "" : "\(path): "
        return "\(file):\(line): \(place)\(problem.text)"
    }
}

extension ImageCatalogError.Problem {
    fileprivate var text: String {
        switch self {
        case .notYAML(let reason): "not valid YAML: \(reason)"
        case .unknownKey(let key, let nearest?):
            "unknown key \"\(key)\"; did you mean \"\(nearest)\"?"
        case .unknownKey(let key, nil): "unknown key \"\(key)\""
        case .missingKey(let keys): "it needs \(keys)"
        case .notAMapping: "it must be a mapping of keys to values"
        case .notAList: "it must be a list"
        case .notAText: "it must be a single value"
        case .badValue(let value, let expected): "\"\(value)\" is not \(expected)"
        case .badTemplate(let text, let expected):
            "{{\(text)}} means nothing in a line; it may be \(expected)"
        }
    }
}
