import Basics
package import SwarmModel

/// What a list of services is narrowed to; kinds of wish are ANDed, the wishes of a kind ORed.
///
/// - Source: VAL-3.
package struct ServiceFilters: Hashable, Sendable {
    package var names: [String] = []
    package var namePrefixes: [String] = []
    package var idPrefixes: [String] = []
    /// All of them must match; an empty value asks for the key only.
    package var labels: [String: String] = [:]
    package var runtimes: [String] = []
    /// Words of ``ServiceMode/name``; the engine applies them after the managers answered.
    package var modes: [String] = []

    package init() {}

    /// What an engine makes of a client's filters: `name` is a prefix, containers are the default.
    ///
    /// - Throws: a refusal of an unknown key.
    package init(engine filters: EngineFilters) throws(EngineError) {
        try filters.check(accepted: ["name", "id", "label", "mode", "runtime"])
        namePrefixes = filters["name"]
        idPrefixes = filters["id"]
        labels = FilterRules.labels(filters["label"])
        runtimes = filters["runtime"].isEmpty ? ["container"] : filters["runtime"]
        modes = filters["mode"]
    }

    package func keeps(_ service: Service) -> Bool {
        FilterRules.isOne(service.name, of: names)
            && FilterRules.begins(service.name, withOneOf: namePrefixes)
            && FilterRules.begins(service.id.description, withOneOf: idPrefixes)
            && FilterRules.has(service.spec.labels, all: labels)
            && FilterRules.isOne(service.spec.task.runtime.word, of: runtimes)
            && FilterRules.isOne(service.spec.mode.name, of: modes)
    }
}

extension Store {
    /// The services that a list shows, by name.
    package func services(keptBy filters: ServiceFilters) -> [Service] {
        services.filter { filters.keeps($0) }
    }
}
