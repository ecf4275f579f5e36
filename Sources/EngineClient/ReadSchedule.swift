/// The lists that a session keeps up to date.
enum EngineList: CaseIterable, Hashable, Sendable {
    case cluster, nodes, services, networks, secrets, configs, tasks

    var path: String {
        switch self {
        case .cluster: "/swarm"
        case .nodes: "/nodes"
        case .services: "/services"
        case .networks:
            EngineRequest(
                .get,
                "/networks",
                query: [EngineRequest.filters(["scope": ["swarm"]])]
            ).target
        case .secrets: "/secrets"
        case .configs: "/configs"
        case .tasks: "/tasks"
        }
    }
}

/// When which list is read again.
///
/// Events make a list due at once. Tasks have none: their list is read every 200 ms while something
/// is on its way, and ever more seldom, up to every 5 s, while it stays the same. A slow engine is
/// asked less often: reading takes up a tenth of its time at most. Everything is read once a minute.
struct ReadSchedule: Sendable {
    typealias Instant = ContinuousClock.Instant

    static let busyPace = Duration.milliseconds(200)
    static let longestPace = Duration.seconds(5)
    static let fullPace = Duration.seconds(60)

    /// Whether tasks are on their way somewhere.
    var isChanging = false
    private var marked: Set<EngineList> = []
    private var tasksDue: Instant
    private var fullDue: Instant
    private var pace = Self.busyPace
    private var pauseUntil: Instant?
    private var failures = 0

    init(now: Instant) {
        tasksDue = now
        fullDue = now + Self.fullPace
    }

    /// When something is due next.
    var next: Instant {
        if let pauseUntil { return pauseUntil }
        return marked.isEmpty ? min(tasksDue, fullDue) : .now
    }

    /// What is to be read now, services before the tasks that belong to them.
    mutating func due(at now: Instant) -> [EngineList] {
        if let pauseUntil, pauseUntil > now { return [] }
        pauseUntil = nil
        if fullDue <= now {
            fullDue = now + Self.fullPace
            readEverything()
        }
        if tasksDue <= now { marked.insert(.tasks) }
        if isChanging, marked.contains(.tasks) { marked.insert(.services) }
        return EngineList.allCases.filter { marked.contains($0) }
    }

    mutating func wasRead(_ kind: EngineList, at start: Instant, took: Duration, differs: Bool) {
        marked.remove(kind)
        failures = 0
        guard kind == .tasks else { return }
        pace = differs || isChanging ? Self.busyPace : min(pace * 2, Self.longestPace)
        tasksDue = start + max(pace, took * 10)
    }

    /// Reading failed: waits a little longer each time, up to five seconds.
    mutating func failed(at now: Instant) {
        failures += 1
        pauseUntil = now + min(.milliseconds(250 * (1 << min(failures, 5))), Self.longestPace)
    }

    mutating func readEverything() { marked = Set(EngineList.allCases) }

    /// Something was asked for: the lists will soon differ.
    mutating func expectChange() {
        marked.formUnion([.services, .nodes, .tasks])
        pace = Self.busyPace
    }

    /// Takes an event's type in.
    ///
    /// - Returns: whether anything is to be read because of it.
    mutating func note(event type: String) -> Bool {
        switch type {
        case "node": marked.formUnion([.nodes, .tasks])
        case "service": marked.formUnion([.services, .tasks])
        case "network": marked.insert(.networks)
        case "secret": marked.insert(.secrets)
        case "config": marked.insert(.configs)
        case "container": marked.insert(.tasks)
        default: return false
        }
        pace = Self.busyPace
        return true
    }
}
