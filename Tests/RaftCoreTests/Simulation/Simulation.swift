import Basics
import RaftCore

/// Peers, disks and a network at the mercy of one seed, watched at every step.
struct Simulation {
    let seed: UInt64
    private var random: SeededGenerator
    private let chances: Chances
    private let configuration: RaftConfiguration
    private(set) var machines: [SimulatedMachine] = []
    private var network: [SimulatedPeer.Message] = []
    /// The part of the network each machine is in.
    private var parts: [Int] = []
    private(set) var witness = Witness()
    private var lastPayload = 0
    private var lastRead: UInt64 = 0

    private static let mostMachines = 12

    init(seed: UInt64, flaws: RaftFlaw = []) throws(Violation) {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        chances = Chances(&random)
        let isStrict = flaws.contains(.keepsLeadingAlone)
        configuration = RaftConfiguration(
            electionTicks: random.pick([3, 5, 10]),
            entriesPerMessage: random.pick([1, 2, 64]),
            entriesInFlight: random.pick([1, 3, 256]),
            usesPreVote: random.pick([true, true, false]),
            checksQuorum: random.pick([true, true, isStrict]),
            flaws: flaws
        )
        let voters = (1...random.pick([1, 2, 3, 3, 3, 4, 5, 5, 5, 6, 7])).map { RaftID(UInt64($0)) }
        for _ in voters { try addMachine(voters: voters) }
    }

    private mutating func addMachine(voters: [RaftID]) throws(Violation) {
        let machine = SimulatedMachine(
            id: RaftID(UInt64(machines.count) + 1),
            voters: voters,
            configuration: configuration,
            random: random.split()
        )
        machines.append(machine)
        parts.append(0)
        try machines[machines.count - 1].collect(&witness)
        try writeAll(machines.count - 1)
    }

    // MARK: Running

    /// Runs through good and bad times, then heals everything and waits for agreement.
    mutating func run(steps: Int) throws(Violation) {
        for _ in 0..<steps { try step() }
        try recover()
    }

    private mutating func step() throws(Violation) {
        let event = chances.event(&random)
        let place = random.below(machines.count)
        switch event {
        case .tickAll: for place in machines.indices { try tick(place) }
        case .tickOne: for _ in 0...random.below(4) { try tick(place) }
        case .deliver: for _ in 0...random.below(chances.burst) { try deliverOne() }
        case .write: for place in machines.indices { try writeOne(place) }
        case .crash: machines[place].crash()
        case .restart: for place in machines.indices { restart(place) }
        case .reboot:
            let leader = machines.firstIndex { $0.isUp && $0.peer.isLeader }
            let place = random.below(2) == 0 ? place : leader ?? place
            machines[place].crash()
            restart(place)
        case .quarrel: try quarrel(place)
        case .split:
            let count = 2 + random.below(2)
            for place in parts.indices { parts[place] = random.below(count) }
        case .heal: for place in parts.indices { parts[place] = 0 }
        case .campaign:
            try on(place) { $0.campaign() }
            try on(random.below(machines.count)) { $0.campaign() }
        case .compact: try compact(place)
        case .read: try read(place)
        case .propose, .changeMembers, .transfer, .reportUnreachable:
            let leaders = machines.indices.filter {
                machines[$0].isUp && machines[$0].peer.isLeader
            }
            if let leader = leaders.isEmpty ? nil : random.pick(leaders) {
                try command(event, leader)
            }
        }
    }

    private mutating func command(_ event: Chances.Event, _ leader: Int) throws(Violation) {
        let target = machines[random.below(machines.count)].id
        switch event {
        case .propose:
            lastPayload += 1
            let payload = lastPayload
            try on(leader) { _ = try? $0.propose(payload) }
        case .changeMembers: try changeMembers(leader)
        case .transfer: try on(leader) { try? $0.transferLeadership(to: target) }
        default: try on(leader) { $0.reportUnreachable(target) }
        }
    }

    /// Lets a peer do something, if it is up, and looks at what came of it.
    private mutating func on(_ place: Int, _ body: (inout SimulatedPeer) -> Void)
        throws(Violation)
    {
        guard machines[place].isUp else { return }
        body(&machines[place].peer)
        try settle(place)
    }

    private mutating func settle(_ place: Int) throws(Violation) {
        try machines[place].collect(&witness)
        if !chances.hasSlowDisks { try writeAll(place) }
    }

    private mutating func tick(_ place: Int) throws(Violation) {
        guard machines[place].isUp else { return }
        try machines[place].tick()
        try settle(place)
    }

    private mutating func restart(_ place: Int) {
        guard !machines[place].isUp else { return }
        machines[place].restart(configuration, random: random.split())
    }

    private mutating func read(_ place: Int) throws(Violation) {
        lastRead += 1
        let token = lastRead
        witness.asked(token)
        try on(place) { try? $0.readIndex(token: token) }
    }

    private mutating func compact(_ place: Int) throws(Violation) {
        guard machines[place].isUp, machines[place].queue.isEmpty else { return }
        let kept = random.pick([0, 2, 10])
        let state = machines[place].state
        guard let snapshot = machines[place].peer.compact(state, keeping: kept) else { return }
        machines[place].disk.save(snapshot, keeping: kept)
    }

    private mutating func changeMembers(_ leader: Int) throws(Violation) {
        let voters = machines[leader].peer.membership.voters
        let isAdding = voters.count < 2 || (voters.count < 7 && random.below(2) == 0)
        if isAdding {
            guard machines.count < Self.mostMachines else { return }
            let id = RaftID(UInt64(machines.count) + 1)
            var isTaken = false
            try on(leader) { isTaken = (try? $0.proposeMembership(.add(id))) != nil }
            if isTaken { try addMachine(voters: []) }
        } else {
            let id = random.pick(voters)
            try on(leader) { _ = try? $0.proposeMembership(.remove(id)) }
        }
    }

    // MARK: Network

    private mutating func deliverOne() throws(Violation) {
        guard !network.isEmpty else { return }
        let position = chances.isReordering ? random.below(min(network.count, 20)) : 0
        let message = network[position]
        if !random.happens(chances.repeated) { network.remove(at: position) }
        if random.happens(chances.lost) { return }
        try deliver(message)
    }

    private mutating func deliver(_ message: SimulatedPeer.Message) throws(Violation) {
        let from = Int(message.from.rawValue) - 1
        let to = Int(message.to.rawValue) - 1
        guard to < machines.count, machines[to].isUp, parts[from] == parts[to] else { return }
        machines[to].step(message)
        try settle(to)
    }

    /// Elects a peer, lets it tell one other a little, and stops it: what makes logs part.
    private mutating func quarrel(_ place: Int) throws(Violation) {
        restart(place)
        if random.below(2) == 0 {
            // The others no longer hold on to the leader that they heard last.
            for place in machines.indices {
                for _ in 0..<configuration.electionTicks { try tick(place) }
            }
        }
        network = []
        try on(place) { $0.campaign() }
        try deliverOnly { $0.kind.isAboutVotes }
        let listener = RaftID(UInt64(random.below(machines.count)) + 1)
        let leader = machines[place].id
        for _ in 0..<random.below(4) {
            try deliverOnly { Set([$0.from, $0.to]) == [leader, listener] }
            try tick(place)
        }
        network = []
        machines[place].crash()
        if random.below(2) == 0 { restart(place) }
    }

    /// Delivers once what is on its way and chosen, and as long as votes follow on votes.
    private mutating func deliverOnly(_ isChosen: (SimulatedPeer.Message) -> Bool)
        throws(Violation)
    {
        for _ in 0..<4 {
            let batch = network.filter(isChosen)
            network.removeAll(where: isChosen)
            for message in batch { try deliver(message) }
            if batch.allSatisfy({ !$0.kind.isAboutVotes }) { return }
        }
    }

    // MARK: Disks

    private mutating func writeAll(_ place: Int) throws(Violation) {
        while machines[place].isUp, !machines[place].queue.isEmpty { try writeOne(place) }
    }

    /// Does the work of a machine's oldest Ready, in the order that is asked for.
    private mutating func writeOne(_ place: Int) throws(Violation) {
        guard machines[place].isUp, !machines[place].queue.isEmpty else { return }
        let ready = try machines[place].write(&witness)
        network += ready.messages
        if let snapshot = ready.snapshot {
            machines[place].install(snapshot)
            try witness.check(snapshot.state, of: machines[place].id)
        }
        for entry in ready.committed {
            let applied = try witness.applied(
                entry,
                on: machines[place].state,
                by: machines[place].peer
            )
            machines[place].apply(entry, applied.state)
            if applied.isFirst { try checkQuorumHas(entry, place) }
        }
        for read in ready.reads { try witness.answered(read) }
    }

    /// What is applied the first time is on the disks of a quorum.
    ///
    /// The quorum is one of the voters as of the entry, or of those before the last change: what
    /// follows on a change may be committed together with it.
    private func checkQuorumHas(_ entry: SimulatedPeer.Entry, _ place: Int) throws(Violation) {
        // All first peers begin with the same entries of term 1.
        guard entry.term > 1 else { return }
        let writers = machines.filter { $0.hasWritten(entry.position) }.map(\.id)
        let electorates = [machines[place].voters, machines[place].votersBefore]
        let isSafe = electorates.contains { voters in
            voters.count(where: writers.contains) > voters.count / 2
        }
        if !isSafe {
            throw Violation(
                "Committed without a quorum: \(entry.position) of \(electorates) is on \(writers)"
            )
        }
    }

    // MARK: Afterwards

    /// All is well again: whatever was decided is still there, and more can be decided.
    private mutating func recover() throws(Violation) {
        let decidedBefore = witness.decided
        for place in machines.indices {
            restart(place)
            parts[place] = 0
        }
        var proposed: (position: RaftPosition, leader: Int)?
        for _ in 0..<40 * configuration.electionTicks {
            for place in machines.indices { try tick(place) }
            try deliverAll()
            // Without a check of the quorum, one who was removed unheard may lead on for ever.
            let leader = machines.indices.filter { machines[$0].peer.isEstablished }
                .max { machines[$0].peer.term < machines[$1].peer.term }
            guard let leader else { continue }
            if proposed?.leader != leader {
                var position: RaftPosition?
                try on(leader) { position = try? $0.propose(.max) }
                proposed = position.map { ($0, leader) }
                try deliverAll()
            }
            if let proposed, hasEverywhere(proposed.position, as: leader) { return }
        }
        throw Violation("Liveness: no agreement after all was healed; decided \(decidedBefore)")
    }

    private mutating func deliverAll() throws(Violation) {
        for place in machines.indices { try writeAll(place) }
        var budget = 20_000
        while !network.isEmpty, budget > 0 {
            let batch = network
            network = []
            for message in batch {
                try deliver(message)
                budget -= 1
            }
            for place in machines.indices { try writeAll(place) }
        }
        if budget <= 0 { throw Violation("Liveness: messages without end") }
    }

    /// Whether all voters have applied everything up to a position.
    private func hasEverywhere(_ position: RaftPosition, as leader: Int) -> Bool {
        machines[leader].peer.membership.voters.allSatisfy { voter in
            machines[Int(voter.rawValue) - 1].state.index >= position.index
        }
    }
}
