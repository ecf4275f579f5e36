import Basics
package import SwarmModel

/// How the lists of the control API compare; no wish means that everything fits.
///
/// - Source: VAL-3.
package enum FilterRules {
    /// Whether the text is one of those wished for; case counts.
    package static func isOne(_ text: String, of wishes: [String]) -> Bool {
        wishes.isEmpty || wishes.contains(text)
    }

    /// Whether the text begins with one of those wished for; case counts.
    package static func begins(_ text: String, withOneOf prefixes: [String]) -> Bool {
        prefixes.isEmpty || prefixes.contains { text.hasPrefix($0) }
    }

    /// Whether all labels wished for are there; an empty value asks for the key only.
    package static func has(_ labels: [String: String], all wishes: [String: String]) -> Bool {
        wishes.allSatisfy { key, value in
            labels[key].map { value.isEmpty || $0 == value } ?? false
        }
    }

    /// The labels of `KEY` and `KEY=VALUE` texts, as a client writes them.
    package static func labels(_ texts: [String]) -> [String: String] {
        var labels: [String: String] = [:]
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            labels[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return labels
    }
}

/// What a client's `filters` parameter asks for: values by key.
///
/// Keys that a list does not know are refused by ``check(accepted:)``.
package struct EngineFilters: Hashable, Sendable {
    package var values: [String: [String]]

    package init(_ values: [String: [String]] = [:]) { self.values = values }

    /// The values of one key, in the order given.
    package subscript(key: String) -> [String] { values[key] ?? [] }

    /// - Throws: a refusal that names the first key, in alphabetical order, that is not accepted.
    package func check(accepted: Set<String>) throws(EngineError) {
        if let unknown = values.keys.sorted().first(where: { !accepted.contains($0) }) {
            throw EngineError(status: 400, message: "Invalid filter '\(unknown)'")
        }
    }
}
