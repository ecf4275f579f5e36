import Basics
package import SwarmModel

/// What a list of networks is narrowed to; kinds of wish are ANDed, the wishes of a kind ORed.
///
/// - Source: VAL-3.
package struct NetworkFilters: Hashable, Sendable {
    package var names: [String] = []
    package var namePrefixes: [String] = []
    package var idPrefixes: [String] = []
    package var labels: [String: String] = [:]

    package init() {}

    package func keeps(_ network: Network) -> Bool {
        FilterRules.isOne(network.name, of: names)
            && FilterRules.begins(network.name, withOneOf: namePrefixes)
            && FilterRules.begins(network.id.description, withOneOf: idPrefixes)
            && FilterRules.has(network.spec.labels, all: labels)
    }
}

/// What a list of secrets or configs is narrowed to.
///
/// Names, name prefixes and id prefixes are ORed together, labels are ANDed. Names and their
/// prefixes are compared by the store's index alone: without regard to case.
///
/// - Source: SEC-6.
package struct DataFilters: Hashable, Sendable {
    package var names: [String] = []
    package var namePrefixes: [String] = []
    package var idPrefixes: [String] = []
    package var labels: [String: String] = [:]

    package init() {}

    /// What an engine makes of a client's filters: `name` is a prefix, `names` are whole.
    ///
    /// - Throws: a refusal of an unknown key.
    package init(engine filters: EngineFilters) throws(EngineError) {
        try filters.check(accepted: ["names", "name", "id", "label"])
        names = filters["names"]
        namePrefixes = filters["name"]
        idPrefixes = filters["id"]
        labels = FilterRules.labels(filters["label"])
    }

    private var selection: Selection {
        let parts =
            names.map { Selection.name($0) } + namePrefixes.map { .namePrefix($0) }
            + idPrefixes.map { .idPrefix($0) }
        return parts.isEmpty ? .all : .any(parts)
    }

    package func keeps(_ secret: Secret) -> Bool {
        secret.isFound(by: selection) && FilterRules.has(secret.spec.labels, all: labels)
    }

    package func keeps(_ config: Config) -> Bool {
        config.isFound(by: selection) && FilterRules.has(config.spec.labels, all: labels)
    }
}

extension Store {
    /// The networks that a list shows, by name.
    package func networks(keptBy filters: NetworkFilters) -> [Network] {
        networks.filter { filters.keeps($0) }
    }

    /// The secrets that a list shows, by name, without their data and without internal ones.
    ///
    /// - Source: SEC-6.
    package func secrets(keptBy filters: DataFilters) -> [Secret] {
        secrets.filter { !$0.isInternal && filters.keeps($0) }.map(\.redacted)
    }

    /// The configs that a list shows, by name.
    package func configs(keptBy filters: DataFilters) -> [Config] {
        configs.filter { filters.keeps($0) }
    }
}
