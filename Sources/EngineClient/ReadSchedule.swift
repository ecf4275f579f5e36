import Basics
import SwarmModel

/// When what is read again.
///
/// Tasks have no events, and a list of all of them is dear. So an event, or a number of tasks that
/// moved in the list of services, makes the tasks of that service due; those of services on their
/// way are read every 150 ms, ever more seldom while nothing moves. The list of services, which is
/// small, is read every 400 ms, the nodes and the swarm itself every 5 s, and everything once a
/// minute. Volumes are read when an event tells of one, once a second at most. Services whose tasks
/// are replaced so quickly that their number need not be seen to move are looked at in turn
/// (``QuickServices``). A slow engine is asked less often: each kind of
/// question takes up a fraction of its time at most.
struct ReadSchedule: Sendable {
    typealias Instant = ContinuousClock.Instant

    static let busyPace = Duration.milliseconds(150)
    static let calmPace = Duration.milliseconds(400)
    static let longestPace = Duration.seconds(2)
    static let nodesPace = Duration.seconds(5)
    static let volumesPace = Duration.seconds(1)
    static let fullPace = Duration.seconds(60)
    static let longestPause = Duration.seconds(5)
    /// How long a service is looked at after something happened to it.
    static let warmth = Duration.seconds(2)
    /// The most objects that one question names; beyond, all tasks are asked for.
    static let mostNamed = 50

    private var marked = Set(EngineList.allCases)
    private var touched: Set<ServiceID> = []
    private var shaken: Set<NodeID> = []
    private var warm: [ServiceID: Instant] = [:]
    private var restless: Set<ServiceID> = []
    private var orphans: Set<TaskID> = []
    private var pace = Self.busyPace
    private var servicesDue: Instant
    private var nodesDue: Instant
    private var tasksDue: Instant
    private var fullDue: Instant
    /// When volumes that an event told of are read; `nil` = none was told of.
    private var volumesDue: Instant?
    private var volumesFrom: Instant
    /// Before this, not all tasks are asked for again.
    private var allTasksFrom: Instant
    private var pauseUntil: Instant?
    private(set) var failures = 0
    private var hearing = EventHearing()
    private var quick: QuickServices

    init(now: Instant) {
        servicesDue = now
        nodesDue = now
        tasksDue = now
        quick = QuickServices(now: now)
        allTasksFrom = now
        volumesFrom = now
        fullDue = now + Self.fullPace
    }

    // MARK: - What is due

    /// When something is due next.
    var next: Instant {
        if let pauseUntil { return pauseUntil }
        if !marked.isEmpty { return .now }
        if hasTooMany { return max(tasksDue, allTasksFrom) }
        if !touched.isEmpty || !shaken.isEmpty { return .now }
        let seldom = min(fullDue, volumesDue ?? fullDue)
        let lists = min(servicesDue, nodesDue, seldom, quick.next ?? fullDue)
        return isOnItsWay ? min(lists, tasksDue) : lists
    }

    private var isOnItsWay: Bool { !restless.isEmpty || !warm.isEmpty || !orphans.isEmpty }

    private var hasTooMany: Bool {
        max(restless.union(touched).union(warm.keys).count, orphans.count, shaken.count)
            > Self.mostNamed
    }

    /// What is to be read now, services before the tasks that belong to them.
    mutating func due(at now: Instant) -> [EngineRead] {
        if let pauseUntil, pauseUntil > now { return [] }
        pauseUntil = nil
        warm = warm.filter { $0.value > now }
        if fullDue <= now { readEverything() }
        if servicesDue <= now { marked.insert(.services) }
        if let volumesDue, volumesDue <= now { marked.insert(.volumes) }
        if nodesDue <= now { marked.formUnion([.nodes, .cluster]) }
        if hasTooMany, allTasksFrom <= now, tasksDue <= now { marked.insert(.tasks) }
        if marked.contains(.tasks) { fullDue = max(fullDue, now + Self.fullPace) }
        return EngineList.allCases.filter { marked.contains($0) }.map { .list($0) }
            + tasksDue(at: now)
    }

    private mutating func tasksDue(at now: Instant) -> [EngineRead] {
        guard !marked.contains(.tasks), !hasTooMany else { return [] }
        let named = restless.union(touched).union(warm.keys).count
        touched.formUnion(quick.due(at: now, atMost: Self.mostNamed - named))
        var services = touched
        var gone: Set<TaskID> = []
        if tasksDue <= now {
            services.formUnion(restless)
            services.formUnion(warm.keys)
            gone = orphans
        }
        var reads: [EngineRead] = []
        if !services.isEmpty { reads.append(.tasksOf(services.sorted())) }
        if !shaken.isEmpty { reads.append(.tasksOn(shaken.sorted())) }
        if !gone.isEmpty { reads.append(.tasks(gone.sorted())) }
        return reads
    }

    // MARK: - What became of it

    mutating func wasRead(_ read: EngineRead, at start: Instant, took: Duration, differs: Bool) {
        failures = 0
        switch read {
        case .list(let kind):
            marked.remove(kind)
            switch kind {
            case .services: servicesDue = start + max(Self.calmPace, took * 20)
            case .nodes: nodesDue = start + max(Self.nodesPace, took * 20)
            case .volumes:
                volumesFrom = start + max(Self.volumesPace, took * 20)
                volumesDue = nil
            case .tasks:
                allTasksFrom = start + took * 10
                touched = []
                shaken = []
                setPace(at: start, took: took, differs: differs)
            default: break
            }
        case .tasksOf(let ids):
            touched.subtract(ids)
            setPace(at: start, took: took, differs: differs)
        case .tasksOn(let ids): shaken.subtract(ids)
        case .tasks: setPace(at: start, took: took, differs: differs)
        }
    }

    private mutating func setPace(at start: Instant, took: Duration, differs: Bool) {
        pace = differs || !warm.isEmpty ? Self.busyPace : min(pace * 2, Self.longestPace)
        tasksDue = start + max(pace, took * 4)
    }

    /// Which services have tasks on their way, and which tasks have no service any more.
    mutating func settle(restless services: Set<ServiceID>, orphans tasks: Set<TaskID>) {
        if !services.isSubset(of: restless) || !tasks.isSubset(of: orphans) { hurry(from: .now) }
        restless = services
        orphans = tasks
    }

    /// Which services replace their tasks quickly, and how many tasks each of them has.
    mutating func watch(quick services: [ServiceID: Int]) { quick.services = services }

    /// Reading failed: waits a little longer each time, up to five seconds.
    mutating func failed(at now: Instant) {
        failures += 1
        pauseUntil = now + min(.milliseconds(250 * (1 << min(failures, 5))), Self.longestPause)
    }

    // MARK: - Reasons to read

    mutating func readEverything() { marked = Set(EngineList.allCases) }

    /// Something was asked for: the lists will soon differ.
    mutating func expectChange() { marked.formUnion([.services, .nodes, .cluster, .volumes]) }

    /// Something happened to the service: its tasks are read now, and again for a while.
    mutating func touch(_ service: ServiceID, at now: Instant) {
        touched.insert(service)
        warm[service] = now + Self.warmth
        hurry(from: now)
    }

    private mutating func hurry(from now: Instant) {
        pace = Self.busyPace
        tasksDue = min(tasksDue, now + Self.busyPace)
    }

    /// Takes an event in.
    ///
    /// - Returns: whether anything is to be read because of it.
    mutating func note(_ news: EngineNews, at now: Instant) -> Bool {
        switch news.type {
        case "node":
            marked.formUnion([.nodes, .services])
            if news.action != "remove", let node = NodeID(news.id) { shaken.insert(node) }
        case "service":
            hearing.heard(at: now)
            marked.insert(.services)
            if news.action != "remove", let id = ServiceID(news.id) { touch(id, at: now) }
        case "network" where ["create", "remove", "destroy", "update"].contains(news.action):
            marked.insert(.networks)
        case "secret": marked.insert(.secrets)
        case "config": marked.insert(.configs)
        case "volume" where ["create", "destroy"].contains(news.action):
            volumesDue = max(now, volumesFrom)
        // Health checks run commands all the time.
        case "container" where !news.action.hasPrefix("exec_"):
            guard let id = ServiceID(news.service) else { return false }
            touch(id, at: now)
        default: return false
        }
        return true
    }

    /// A service's version moved; says whether no event told so for too long.
    mutating func sawChange(at now: Instant) -> Bool { hearing.sawChange(at: now) }
}

/// Whether the stream of events still tells what happens.
struct EventHearing: Sendable {
    typealias Instant = ContinuousClock.Instant

    private static let patience = Duration.seconds(2)
    private var lastHeard: Instant?
    private var firstMissed: Instant?

    mutating func heard(at now: Instant) {
        lastHeard = now
        firstMissed = nil
    }

    /// Something happened that a stream of events should have told.
    ///
    /// - Returns: whether it has told nothing for so long that it must be deaf.
    mutating func sawChange(at now: Instant) -> Bool {
        if let lastHeard, now - lastHeard < Self.patience { return false }
        guard let missed = firstMissed else {
            firstMissed = now
            return false
        }
        guard now - missed >= Self.patience else { return false }
        firstMissed = nil
        return true
    }
}
