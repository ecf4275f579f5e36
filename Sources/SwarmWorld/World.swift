package import Agents
import Allocation
package import Basics
package import ClusterPorts
import Orchestration
import Overlay
package import Scheduling
package import SwarmModel
package import SwarmStore

/// A whole cluster as a value: its objects, its managers, its nodes and its own time.
///
/// Inputs go in, effects come out; nothing here reads a clock or does anything. The same inputs at
/// the same moments give the same World, byte for byte, so that a World can be copied and run
/// ahead, or rebuilt from a snapshot and the inputs since.
package struct World: Codable, Sendable {
    /// How often machines may wake at one and the same moment before this counts as a fault.
    private static let roundsMaximum = 100_000

    package let name: String
    package internal(set) var now: Moment = .zero
    package internal(set) var store: Store
    /// The managers as raft peers.
    package internal(set) var managers: ManagerGroup
    /// What the leader has proposed and nobody sees yet.
    var draft: Draft?
    /// Names what ``store`` shows.
    var shownTicket: Ticket = 0
    /// Other states of the store that some manager is at, or may come to.
    var stores: [Ticket: Store] = [:]
    /// Whether a leader was elected that has not begun its duties.
    var mustTakeOver = false
    /// Whether there ever was a leader.
    var wasLed = false
    /// The nodes on which a manager's standing is shown.
    var shownManagers: [NodeID] = []
    /// Managers that a forced new cluster left behind; they do not come back by themselves.
    var outcasts: Set<NodeID> = []
    /// Grows whenever readers may see something else; not saved.
    package internal(set) var edition: UInt64 = 0
    var random: SeededGenerator
    var allocator = Allocator()
    var orchestrator = Orchestrator()
    var scheduler = Scheduler()
    /// Every node's engine with its simulated containers.
    package internal(set) var agents: Agents
    /// Whose turn it is at each load balancer of the overlay networks.
    var turns = BalancerTurns()
    var waiting: [WaitingRequest] = []
    var roleChanges = DeadlineQueue<NodeID>()
    /// Where the machines stand and how they are linked.
    package internal(set) var topology: Topology
    /// Grows whenever ``networkTopology`` becomes another one; not saved.
    package internal(set) var topologyEdition: UInt64 = 0
    var credentials: Credentials
    /// Counts the machines that ever joined: each gets an address of its own.
    var joinedCount = 0
    /// Effects on their way out; empty between inputs, so never part of a snapshot.
    private var effects: [Effect] = []

    /// An empty cluster: no node yet.
    ///
    /// The first node that is added must be a manager.
    ///
    /// - Parameters:
    ///   - seed: decides every matter of chance from here on.
    ///   - catalog: what the simulated containers do.
    ///   - name: shown by the console.
    ///   - epoch: the wall time of ``Moment/zero``; containers write it into their logs.
    ///   - preloadsImages: whether every image is on every node already, so that none is pulled.
    ///   - links: how healthy links are.
    package init(
        seed: UInt64,
        catalog: ImageCatalog,
        name: String,
        epoch: WallTime = WallTime(nanoseconds: 0),
        preloadsImages: Bool = false,
        links: LinkDefaults = LinkDefaults()
    ) {
        self.name = name
        managers = ManagerGroup(seed: seed)
        topology = Topology(defaults: links)
        credentials = Credentials(seed: seed)
        random = SeededGenerator(seed: seed)
        let tokens = credentials.joinTokens()
        store = Store(cluster: Cluster(id: ClusterID(using: &random), joinTokens: tokens))
        agents = Agents(catalog: catalog, seed: random.next())
        agents.epoch = epoch
        agents.preloadsImages = preloadsImages
    }

    /// Takes one input at a moment; deadlines before it are carried out first.
    ///
    /// - Parameters:
    ///   - input: what happens.
    ///   - moment: when; a moment before ``now`` counts as ``now``.
    ///   - length: how long a request's command is as JSON, if that is known: it need not be
    ///     encoded once more then to see that it is small. Nothing else comes of it.
    /// - Returns: what is to be done, in this order.
    package mutating func apply(
        _ input: Input,
        at moment: Moment,
        encodedLength length: Int? = nil
    ) -> [Effect] {
        advance(to: max(moment, now))
        if case .request(let id, let command, let node) = input {
            let isSmall = TransactionLimit.isSmall(command, encodedLength: length)
            receive(command, as: id, via: node, isSmall: isSmall)
            settle()
        }
        defer { effects.removeAll() }
        return effects
    }

    /// When ``apply(_:at:)`` next has something to do by itself; `nil` while nothing waits.
    package var nextDeadline: Moment? {
        var earliest = Self.earlier(agents.nextDeadline, managers.nextDeadline)
        earliest = Self.earlier(earliest, nextRequestDeadline)
        guard canWrite else { return earliest }
        earliest = Self.earlier(earliest, roleChanges.next)
        earliest = Self.earlier(earliest, orchestrator.nextDeadline)
        earliest = Self.earlier(earliest, scheduler.nextDeadline)
        return Self.earlier(earliest, allocator.nextDeadline)
    }

    private static func earlier(_ one: Moment?, _ other: Moment?) -> Moment? {
        guard let one else { return other }
        guard let other else { return one }
        return min(one, other)
    }

    private mutating func advance(to moment: Moment) {
        var rounds = 0
        while let due = nextDeadline, due <= moment {
            rounds = due > now ? 0 : rounds + 1
            precondition(rounds < Self.roundsMaximum, "a machine never rests at \(now)")
            now = max(now, due)
            wakeMachines()
            settle()
        }
        now = moment
        store.now = moment
    }

    private mutating func wakeMachines() {
        store.now = now
        if Self.isDue(managers.nextDeadline, at: now) {
            follow(managers.timePassed(topology, now: now))
        }
        if Self.isDue(agents.nextDeadline, at: now) { agents.timePassed(now: now) }
        expireWaiting()
        guard canWrite else { return }
        if Self.isDue(orchestrator.nextDeadline, at: now) { orchestrator.timePassed(now: now) }
        if Self.isDue(scheduler.nextDeadline, at: now) { scheduler.timePassed(now: now) }
        if Self.isDue(allocator.nextDeadline, at: now) { allocator.timePassed(now: now) }
    }

    private static func isDue(_ deadline: Moment?, at now: Moment) -> Bool {
        deadline.map { $0 <= now } ?? false
    }

    /// Lets the machines follow what was agreed on, and each other, until all are content, or
    /// something has to be agreed on first.
    ///
    /// A request goes before the machines, so that none waits for ever where agreeing takes long.
    mutating func settle() {
        store.now = now
        while draft == nil, managers.leadership != nil {
            var client: Draft.Client?
            let base: Store?
            if mustTakeOver {
                beginLead()
                base = baseForWriting
                takeOver()
            } else {
                tellMachines()
                if managers.isHandingOver { return }
                if let request = takeRequest() {
                    base = baseForWriting
                    client = carryOut(request)
                } else {
                    let roles = changeMembers()
                    guard canWrite else { continue }
                    base = baseForWriting
                    write(roles)
                    runMachines()
                    if store.changes.isEmpty { return }
                }
            }
            if !store.changes.isEmpty { commit(over: base, for: client) }
        }
    }

    /// Carries a request out as far as the leader can do it alone.
    ///
    /// - Returns: who is told once all agree; `nil` if that was told already.
    private mutating func carryOut(_ request: WaitingRequest) -> Draft.Client? {
        switch carryOut(request.command, isSmall: request.isSmall) {
        case .success(let outcome) where !store.changes.isEmpty:
            return Draft.Client(id: request.id, outcome: outcome)
        case let result:
            answer(request.id, result)
            return nil
        }
    }

    private mutating func tellMachines() {
        guard !store.changes.isEmpty else { return }
        edition += 1
        for change in store.takeChanges() {
            if case .service(let before?, nil) = change { turns.forget(before.id) }
            allocator.observe(change, now: now)
            orchestrator.observe(change, now: now)
            agents.observe(change, now: now)
            scheduler.observe(change, now: now)
            observe(change)
        }
    }

    private mutating func runMachines() {
        store.beginTransaction()
        allocator.run(&store, now: now)
        orchestrator.run(&store, now: now, random: &random)
        agents.run(&store, now: now)
        scheduler.run(&store, now: now, random: &random)
    }

    mutating func answer(_ id: RequestID, _ result: Result<CommandOutcome, EngineError>) {
        effects.append(.answer(id, result))
    }
}

// MARK: - Saving

extension World {
    private enum CodingKeys: CodingKey {
        case name, now, store, managers, random, allocator, orchestrator, scheduler, agents
        case waiting, roleChanges, joinedCount, topology, credentials, turns
        case draft, shownTicket, stores, mustTakeOver, wasLed, shownManagers, outcasts
    }

    /// Takes a World up where it was saved.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decode(String.self, forKey: .name)
        now = try fields.decode(Moment.self, forKey: .now)
        store = try fields.decode(Store.self, forKey: .store)
        managers = try fields.decode(ManagerGroup.self, forKey: .managers)
        random = try fields.decode(SeededGenerator.self, forKey: .random)
        allocator = try fields.decode(Allocator.self, forKey: .allocator)
        orchestrator = try fields.decode(Orchestrator.self, forKey: .orchestrator)
        scheduler = try fields.decode(Scheduler.self, forKey: .scheduler)
        agents = try fields.decode(Agents.self, forKey: .agents)
        waiting = try fields.decode([WaitingRequest].self, forKey: .waiting)
        roleChanges = try fields.decode(DeadlineQueue<NodeID>.self, forKey: .roleChanges)
        joinedCount = try fields.decode(Int.self, forKey: .joinedCount)
        topology =
            try fields.decodeIfPresent(Topology.self, forKey: .topology)
            ?? Topology(defaults: LinkDefaults())
        credentials =
            try fields.decodeIfPresent(Credentials.self, forKey: .credentials)
            ?? Credentials(seed: store.cluster.id.seed)
        turns = try fields.decodeIfPresent(BalancerTurns.self, forKey: .turns) ?? BalancerTurns()
        draft = try fields.decodeIfPresent(Draft.self, forKey: .draft)
        shownTicket = try fields.decode(Ticket.self, forKey: .shownTicket)
        stores = try fields.decode([Ticket: Store].self, forKey: .stores)
        mustTakeOver = try fields.decode(Bool.self, forKey: .mustTakeOver)
        wasLed = try fields.decode(Bool.self, forKey: .wasLed)
        shownManagers = try fields.decode([NodeID].self, forKey: .shownManagers)
        outcasts = try fields.decode(Set<NodeID>.self, forKey: .outcasts)
        scheduler.restore(from: store)
        allocator.restore(from: store, ahead: draft?.store)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(now, forKey: .now)
        try fields.encode(store, forKey: .store)
        try fields.encode(managers, forKey: .managers)
        try fields.encode(random, forKey: .random)
        try fields.encode(allocator, forKey: .allocator)
        try fields.encode(orchestrator, forKey: .orchestrator)
        try fields.encode(scheduler, forKey: .scheduler)
        try fields.encode(agents, forKey: .agents)
        try fields.encode(waiting, forKey: .waiting)
        try fields.encode(roleChanges, forKey: .roleChanges)
        try fields.encode(joinedCount, forKey: .joinedCount)
        try fields.encode(topology, forKey: .topology)
        try fields.encode(credentials, forKey: .credentials)
        try fields.encode(turns, forKey: .turns)
        try fields.encodeIfPresent(draft, forKey: .draft)
        try fields.encode(shownTicket, forKey: .shownTicket)
        try fields.encode(stores, forKey: .stores)
        try fields.encode(mustTakeOver, forKey: .mustTakeOver)
        try fields.encode(wasLed, forKey: .wasLed)
        try fields.encode(shownManagers, forKey: .shownManagers)
        try fields.encode(outcasts, forKey: .outcasts)
    }
}

// MARK: - What readers ask

extension World {
    /// Who leads and what the managers can stand to lose.
    package var managersSummary: ManagersSummary {
        ManagersSummary(
            total: managers.voters.count,
            reachable: managers.voters.count { managers.isReachable($0, topology) },
            leader: managers.leader,
            term: managers.term,
            members: managers.members(topology)
        )
    }

    /// Whether there is a leader that can reach a majority.
    package var canCommit: Bool {
        let voters = managers.voters
        let reachable = voters.count { managers.isReachable($0, topology) }
        return managers.leader != nil && reachable >= voters.count / 2 + 1
    }

    /// Who places tasks, as it stands.
    package var placing: Scheduler { scheduler }

    /// Which nodes would take a task and why the others would not.
    package func verdicts(for task: SwarmTask) -> [NodeVerdict] {
        scheduler.verdicts(for: task, in: store)
    }
}
