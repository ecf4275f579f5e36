package import Basics
package import SwarmModel
import SwarmStore

/// Which events a client wants to hear of.
package struct EventFilter: Hashable, Sendable {
    private let filters: EngineFilters
    package let since: WallTime?
    package let until: WallTime?

    /// Reads a query; keys that there are not are passed over, as in the engine.
    ///
    /// - Throws: 400 for what is no filter, or no time.
    package init(_ query: QueryItems, epoch: WallTime) throws(EngineError) {
        filters = try query.filters()
        since = try query.moment("since", epoch: epoch).map { epoch + ($0 - .zero) }
        until = try query.moment("until", epoch: epoch).map { epoch + ($0 - .zero) }
        if let since, let until, since > until {
            throw EngineError(
                status: 400,
                message: "`since` time (\(since.rfc3339)) cannot be after `until` time "
                    + "(\(until.rfc3339))"
            )
        }
    }

    package func keeps(_ event: EngineEvent) -> Bool {
        fits("type") { event.type == $0 }
            && fits("event") { Self.isAction(event.action, $0) }
            && fits("scope") { (event.machine == nil ? "swarm" : "local") == $0 }
            && FilterRules.has(
                event.attributes,
                all: FilterRules.labels(filters["label"])
            )
            && [
                "container", "image", "volume", "network", "service", "node", "secret", "config",
                "daemon", "plugin",
            ]
            .allSatisfy { names(event, $0) }
    }

    /// `health_status` stands for all states of health, and `exec_create` for all commands.
    private static func isAction(_ action: String, _ wish: String) -> Bool {
        action == wish || action.hasPrefix(wish + ":")
    }

    private func fits(_ key: String, _ test: (String) -> Bool) -> Bool {
        let wishes = filters[key]
        return wishes.isEmpty || wishes.contains(where: test)
    }

    private func names(_ event: EngineEvent, _ kind: String) -> Bool {
        fits(kind) { wish in
            if event.type == kind {
                return event.id.hasPrefix(wish) || event.attributes["name"] == wish
            }
            // Containers of tasks count as their service's, too.
            let labels = ["com.docker.swarm.\(kind).id", "com.docker.swarm.\(kind).name"]
            if event.type == "container", labels.contains(where: { event.attributes[$0] == wish }) {
                return true
            }
            return kind == "image" && event.attributes["image"] == wish
        }
    }
}
