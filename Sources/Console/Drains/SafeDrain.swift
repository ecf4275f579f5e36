import Basics
import SwarmModel
import SwarmStore

/// Empties a node without a service having fewer replicas meanwhile: skep's own, as Swarm's drain
/// stops tasks first.
///
/// The node is paused, so that nothing new comes. Then one service after the other is given a
/// constraint against the node and the order start-first: only its tasks there are replaced, each
/// when its replacement runs. Then its spec is put back, and in the end the node is drained.
///
/// A value that is driven by snapshots: what is to be done next is read off the cluster, so that
/// lost answers, a new leader, and a console that was started again make no difference.
struct SafeDrain: Sendable {
    /// Why a drain ended that was neither through nor given up.
    enum Failure: Hashable, Sendable {
        case nodeGone
        /// The cluster went to another time line, which knows nothing of the drain.
        case otherMoment

        var words: Phrase {
            switch self {
            case .nodeGone: "the node is gone"
            case .otherMoment: "the cluster went to another moment: begin it again"
            }
        }
    }

    enum Phase: Hashable, Sendable {
        case pausing, moving
        /// Some services could not move: the user decides.
        case held
        case draining, canceling
        case done, canceled
        case failed(Failure)

        var isOver: Bool {
            switch self {
            case .done, .canceled, .failed: true
            default: false
            }
        }
    }

    /// One service that has tasks on the node.
    struct Item: Sendable {
        enum State: Hashable, Sendable {
            case waiting, moving, moved
            /// It cannot move; why not.
            case straggling(String)
        }

        let service: ServiceID
        let name: String
        /// Tasks on the node when it began.
        let count: Int
        var state = State.waiting
        /// Tasks still on the node.
        var left: Int
        /// Replacements that run elsewhere.
        var healthy = 0
        /// The tasks that were to be replaced.
        let old: Set<TaskID>
        fileprivate var since: Moment?
    }

    /// How long a replacement may find no node before its service counts as one that cannot move.
    private static let patience = Duration.seconds(10)
    /// After a refusal it is tried again, but not at once.
    private static let rest = Duration.seconds(1)
    /// How long a change that was accepted may take to be seen.
    private static let sight = Duration.seconds(5)

    let node: NodeID
    let name: String
    let mark: DrainMark
    /// What the node goes back to when the drain is given up.
    let availability: NodeAvailability
    private(set) var phase = Phase.pausing
    private(set) var items: [Item] = []
    /// Services whose tasks stop with the drain, as global ones have no other place.
    private(set) var stopping: [String] = []
    private(set) var lastRefusal: String?
    /// Whether it ended because the node was lost, with tasks on it that nobody could stop.
    private(set) var isLost = false
    private var inFlight = 0
    private var notBefore = Moment(nanoseconds: .min)
    /// The command that was given last, until the cluster is seen to have followed it.
    private var given: ClusterCommand?

    init(_ node: Node, parallelism: UInt64, in store: Store) {
        self.node = node.id
        name = node.displayName
        mark = DrainMark(node: node.id, parallelism: max(1, parallelism))
        availability = DrainMark.availability(of: node)
        var tasks: [ServiceID: [SwarmTask]] = [:]
        for task in store.tasks(on: node.id) where Self.isWanted(task) {
            tasks[task.serviceID, default: []].append(task)
        }
        for service in store.services {
            let own = tasks[service.id] ?? []
            if service.spec.mode.replicas == nil {
                if !own.isEmpty { stopping.append(service.name) }
                continue
            }
            // One that bears the mark is taken up where an earlier drain left it.
            guard !own.isEmpty || mark.marks(service.spec) else { continue }
            items.append(
                Item(
                    service: service.id,
                    name: service.name,
                    count: own.count,
                    left: own.count,
                    old: Set(own.map(\.id))
                )
            )
        }
    }

    private static func isWanted(_ task: SwarmTask) -> Bool {
        task.isLive && task.desiredState <= .running
    }

    // MARK: - Progress

    var total: Int { items.reduce(0) { $0 + $1.count } }
    /// Tasks that are off the node.
    var moved: Int { items.reduce(0) { $0 + max(0, $1.count - $1.left) } }
    /// Replacements that run.
    var healthy: Int { items.reduce(0) { $0 + $1.healthy } }

    /// Whether its page has nothing new to show since another look.
    func looks(like before: SafeDrain) -> Bool {
        phase == before.phase && moved == before.moved && healthy == before.healthy
            && items.elementsEqual(before.items) { $0.state == $1.state }
    }

    var stragglers: [(name: String, reason: String)] {
        items.compactMap {
            if case .straggling(let reason) = $0.state { return ($0.name, reason) }
            return nil
        }
    }

    // MARK: - What the user may say

    /// Puts everything back: the services' specs, then the node's availability.
    mutating func cancel() {
        if !phase.isOver { phase = .canceling }
    }

    /// Tries those again that could not move.
    mutating func resume() {
        guard phase == .held else { return }
        for index in items.indices {
            if case .straggling = items[index].state { items[index].state = .waiting }
        }
        phase = .moving
    }

    /// Drains the node although some could not move: their tasks stop first.
    mutating func drainAnyway() {
        if phase == .held { phase = .draining }
    }

    /// The cluster went to another time line, which knows nothing of this drain.
    mutating func leave() { phase = .failed(.otherMoment) }

    /// Takes the answer to a command.
    mutating func take(_ result: Result<CommandOutcome, EngineError>, now: Moment) {
        inFlight = max(0, inFlight - 1)
        guard case .failure(let error) = result else { return }
        // Somebody else was faster, or the managers changed: the next look tells what is left.
        lastRefusal = error.message
        given = nil
        notBefore = now + Self.rest
    }

    // MARK: - The next step

    /// Looks at the cluster and says what to do next; nothing while an answer is outstanding.
    mutating func step(_ store: Store, now: Moment) -> [ClusterCommand] {
        guard !phase.isOver else { return [] }
        guard let node = store.node(node) else {
            phase = .failed(.nodeGone)
            return []
        }
        look(at: store)
        guard inFlight == 0 else { return [] }
        if let given {
            // The answer may come before the snapshot with what it brought about.
            if given.isUnseen(in: store), now < notBefore { return [] }
            self.given = nil
            notBefore = Moment(nanoseconds: .min)
        }
        guard now >= notBefore else { return [] }
        let commands = next(node, store, now: now)
        inFlight = commands.count
        if let last = commands.last {
            given = last
            notBefore = now + Self.sight
        }
        return commands
    }

    private mutating func look(at store: Store) {
        for index in items.indices {
            let tasks = store.tasks(of: items[index].service)
            items[index].left = tasks.count { $0.nodeID == node && Self.isWanted($0) }
            // Only what came in the place of a task that has left counts, one for one.
            let replaced = max(0, items[index].count - items[index].left)
            let running = tasks.count {
                $0.nodeID != node && $0.state == .running && $0.desiredState == .running
            }
            let others = tasks.count {
                $0.desiredState <= .running && $0.isLive && $0.nodeID != node
            }
            items[index].healthy = min(replaced, max(0, replaced - (others - running)))
        }
    }

    private mutating func next(_ node: Node, _ store: Store, now: Moment) -> [ClusterCommand] {
        switch phase {
        case .pausing:
            if node.spec.availability == .active {
                return [Self.set(.pause, on: node, mark: availability)]
            }
            phase = .moving
            return move(in: store, now: now)
        case .moving: return move(in: store, now: now)
        case .held, .done, .canceled, .failed: return []
        case .draining: return drain(node, store)
        case .canceling: return putBack(node, store)
        }
    }

    private mutating func drain(_ node: Node, _ store: Store) -> [ClusterCommand] {
        if node.spec.availability != .drain { return [Self.set(.drain, on: node)] }
        let isEmpty = !store.tasks(on: node.id).contains {
            $0.isLive && $0.state >= .assigned
        }
        isLost = !isEmpty && node.status.state != .ready
        if isEmpty || isLost { phase = .done }
        return []
    }

    private mutating func putBack(_ node: Node, _ store: Store) -> [ClusterCommand] {
        for item in items {
            guard let service = store.service(item.service), mark.marks(service.spec) else {
                continue
            }
            return [restoring(service)]
        }
        if node.spec.availability != availability || DrainMark.marks(node) {
            return [Self.set(availability, on: node)]
        }
        phase = .canceled
        return []
    }

    // MARK: - Service by service

    private mutating func move(in store: Store, now: Moment) -> [ClusterCommand] {
        for index in items.indices {
            switch items[index].state {
            case .moved: continue
            case .straggling:
                // It keeps no mark: what cannot move now must not move by itself later.
                if let service = store.service(items[index].service), mark.marks(service.spec) {
                    return [restoring(service)]
                }
            case .waiting, .moving: return advance(index, store, now: now)
            }
        }
        phase = stragglers.isEmpty ? .draining : .held
        return []
    }

    private mutating func advance(
        _ index: Int,
        _ store: Store,
        now: Moment
    ) -> [ClusterCommand] {
        guard let service = store.service(items[index].service) else {
            items[index].state = .moved
            return []
        }
        let isUpdating = service.updateStatus?.state.isActive ?? false
        guard mark.marks(service.spec) else { return begin(index, service, isUpdating: isUpdating) }
        items[index].state = .moving
        if let reason = obstacle(index, service, store, now: now) {
            items[index].state = .straggling(reason)
            return [restoring(service)]
        }
        guard items[index].left == 0, !isUpdating, isComplete(service, store) else { return [] }
        // The next look finds the spec without the mark, and goes on to the next service.
        return [restoring(service)]
    }

    private mutating func begin(
        _ index: Int,
        _ service: Service,
        isUpdating: Bool
    ) -> [ClusterCommand] {
        if items[index].left == 0 {
            items[index].state = .moved
            return []
        }
        if isUpdating { return [] }
        if service.updateStatus?.state.isPaused == true, items[index].state == .waiting {
            items[index].state = .straggling("its own update is paused")
            return []
        }
        items[index].since = nil
        return [
            .updateService(
                service.id,
                version: service.meta.version,
                spec: mark.marked(service.spec)
            )
        ]
    }

    private func isComplete(_ service: Service, _ store: Store) -> Bool {
        UInt64(store.tally(of: service.id).running) >= service.spec.mode.replicas ?? 0
    }

    /// Why a service that was told to move does not; `nil` while it does.
    private mutating func obstacle(
        _ index: Int,
        _ service: Service,
        _ store: Store,
        now: Moment
    ) -> String? {
        let tasks = store.tasks(of: service.id)
        if service.updateStatus?.state.isPaused == true {
            let failed = tasks.last { $0.state == .failed || $0.state == .rejected }
            let error = failed?.status.error ?? ""
            return "its replacement failed: "
                + (error.isEmpty ? service.updateStatus?.message ?? "" : error)
        }
        // One that stays new is not seen by the scheduler, which could say why.
        let waiting = tasks.first {
            $0.desiredState <= .running
                && ($0.state < .pending || $0.state == .pending && !$0.status.error.isEmpty)
        }
        guard let waiting else {
            items[index].since = nil
            return nil
        }
        let since = items[index].since ?? now
        items[index].since = since
        guard now - since >= Self.patience else { return nil }
        return waiting.state < .pending
            ? "its networks give its replacement no address" : waiting.status.error
    }

    // MARK: - Commands

    private func restoring(_ service: Service) -> ClusterCommand {
        .updateService(
            service.id,
            version: service.meta.version,
            spec: mark.unmarked(service.spec)
        )
    }

    private static func set(
        _ availability: NodeAvailability,
        on node: Node,
        mark: NodeAvailability? = nil
    ) -> ClusterCommand {
        var spec = node.spec
        spec.availability = availability
        spec.labels[DrainMark.label] = mark?.rawValue
        return .updateNode(node.id, version: node.meta.version, spec: spec)
    }
}

extension ClusterCommand {
    /// Whether the object still has the version that the command was about.
    fileprivate func isUnseen(in store: Store) -> Bool {
        switch self {
        case .updateNode(let id, let version, _): store.node(id)?.meta.version == version
        case .updateService(let id, let version, _): store.service(id)?.meta.version == version
        default: false
        }
    }
}
