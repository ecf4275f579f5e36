import Basics

/// The overview: several panes at once, one of which has the focus.
struct DeckPage: Sendable {
    enum Pane: Int, Hashable, Sendable, CaseIterable {
        case services, nodes, map, events, logs

        var title: String {
            switch self {
            case .services: "services"
            case .nodes: "nodes"
            case .map: "replica map"
            case .events: "events"
            case .logs: "logs"
            }
        }
    }

    var focus = Pane.services
    var services = TablePage(.services(.all))
    var nodes = TablePage(.nodes)
    var split = DeckSplit()
    var mapTop = 0
    /// The event that is chosen, counted from the newest; 0 follows what comes.
    var eventIndex = 0
    /// The service whose lines the log pane shows.
    var logService: ServiceID?
    /// When the selection came to rest on another service.
    var logWantedSince: WallTime?

    mutating func moveFocus(by step: Int) {
        let all = Pane.allCases
        focus = all[(focus.rawValue + step + all.count) % all.count]
    }
}
