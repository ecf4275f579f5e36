import Basics
import ClusterPorts
package import SwarmModel
import SwarmStore

/// Which containers a list shows.
package struct ContainerFilter: Sendable {
    private let filters: EngineFilters
    private let showsAll: Bool
    private let limit: Int?

    private static let known: Set<String> = [
        "id", "name", "label", "status", "ancestor", "before", "since", "exited", "health",
        "is-task", "network", "volume", "publish", "expose", "isolation",
    ]

    /// Reads a query.
    ///
    /// - Throws: 400 for a key or a state that there is not.
    package init(_ query: QueryItems) throws(EngineError) {
        filters = try query.filters()
        try filters.check(accepted: Self.known)
        let states = ["created", "running", "paused", "restarting", "removing", "exited", "dead"]
        for state in filters["status"] where !states.contains(state) {
            throw EngineError(status: 400, message: "invalid filter 'status=\(state)'")
        }
        let number = query.number("limit") ?? 0
        limit = number > 0 ? number : nil
        showsAll =
            query.flag("all") || limit != nil || !filters["status"].isEmpty
            || !filters["exited"].isEmpty
    }

    /// The containers to be shown, of those given newest first.
    ///
    /// - Throws: 404 where a container is named that there is not.
    package func kept(of containers: [ContainerView]) throws(EngineError) -> [ContainerView] {
        var range = containers
        for name in filters["before"] {
            let mark = try EngineView.find(name, among: containers)
            range = Array(range.drop { $0.id != mark.id }.dropFirst())
        }
        for name in filters["since"] {
            let mark = try EngineView.find(name, among: containers)
            range = Array(range.prefix { $0.id != mark.id })
        }
        let kept = range.filter { (showsAll || $0.isRunning) && keeps($0) }
        return limit.map { Array(kept.prefix($0)) } ?? kept
    }

    private func keeps(_ container: ContainerView) -> Bool {
        let spec = container.spec
        return fits("id") { container.id.description.hasPrefix($0) }
            && fits("name") {
                container.task.name.contains($0.drop { "/^".contains($0) }.filter { $0 != "$" })
            }
            && FilterRules.has(container.labels, all: FilterRules.labels(filters["label"]))
            && fits("status") { container.state.rawValue == $0 }
            && fits("exited") { container.state == .exited && "\(container.exitCode)" == $0 }
            && fits("health") { (container.reading?.health ?? "none") == $0 }
            && fits("is-task") { ["1", "true"].contains($0) }
            && fits("ancestor") { Self.isImage(container.task.image, $0) }
            && fits("network") { wish in
                container.networks.contains {
                    $0.network.name == wish || $0.network.id.description.hasPrefix(wish)
                }
            }
            && fits("volume") { wish in
                spec.mounts.contains { $0.source == wish || $0.target == wish }
            }
            && fits("publish") { wish in
                container.hostPorts.contains { Self.isPort($0.publishedPort, $0, wish) }
            }
            && fits("expose") { wish in
                container.hostPorts.contains { Self.isPort($0.targetPort, $0, wish) }
            }
    }

    private func fits(_ key: String, _ test: (String) -> Bool) -> Bool {
        let wishes = filters[key]
        return wishes.isEmpty || wishes.contains(where: test)
    }

    private static func isImage(_ image: String, _ wish: String) -> Bool {
        let reference = ImageReference(image)
        return image == wish || reference?.tagged == wish || reference?.repository == wish
            || ImageID.text(of: image).hasPrefix(wish)
    }

    private static func isPort(_ number: UInt32, _ port: PortConfig, _ wish: String) -> Bool {
        wish == "\(number)" || wish == "\(number)/\(port.transport.rawValue)"
    }
}
