import Basics
package import SwarmModel

/// What a list of nodes is narrowed to; kinds of wish are ANDed, the wishes of a kind ORed.
///
/// - Source: VAL-3, VAL-51.
package struct NodeFilters: Hashable, Sendable {
    /// Host names.
    package var names: [String] = []
    package var namePrefixes: [String] = []
    package var idPrefixes: [String] = []
    /// Labels of the engine.
    package var labels: [String: String] = [:]
    /// Labels that operators gave the node.
    package var nodeLabels: [String: String] = [:]
    /// Roles that nodes have, not those they are wanted to have (OBJ-31).
    package var roles: [NodeRole] = []
    package var memberships: [NodeMembership] = []

    package init() {}

    /// What an engine makes of a client's filters: `name` is a prefix, words may be in any case.
    ///
    /// - Throws: a refusal of an unknown key, role or membership.
    package init(engine filters: EngineFilters) throws(EngineError) {
        try filters.check(
            accepted: ["name", "id", "label", "node.label", "role", "membership"]
        )
        namePrefixes = filters["name"]
        idPrefixes = filters["id"]
        labels = FilterRules.labels(filters["label"])
        nodeLabels = FilterRules.labels(filters["node.label"])
        for word in filters["role"] where !word.isEmpty {
            guard let role = NodeRole(rawValue: word.lowercased()) else {
                throw EngineError(status: 500, message: "Invalid role filter: '\(word)'")
            }
            roles.append(role)
        }
        for word in filters["membership"] where !word.isEmpty {
            guard let membership = NodeMembership(rawValue: word.lowercased()) else {
                throw EngineError(status: 400, message: "Invalid membership filter: '\(word)'")
            }
            memberships.append(membership)
        }
    }

    package func keeps(_ node: Node) -> Bool {
        FilterRules.isOne(node.description.hostname, of: names)
            && FilterRules.begins(node.description.hostname, withOneOf: namePrefixes)
            && FilterRules.begins(node.id.description, withOneOf: idPrefixes)
            && FilterRules.has(node.description.engineLabels, all: labels)
            && FilterRules.has(node.spec.labels, all: nodeLabels)
            && (roles.isEmpty || roles.contains(node.role))
            && (memberships.isEmpty || memberships.contains(node.membership))
    }
}

extension Store {
    /// The nodes that a list shows, by host name.
    package func nodes(keptBy filters: NodeFilters) -> [Node] {
        nodes.filter { filters.keeps($0) }
    }
}
