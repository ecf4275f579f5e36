import Basics
import SwarmModel
import SwarmStore

/// How many tasks one place has.
///
/// - Source: OBJ-23, RST-20, UPD-22 to UPD-24.
struct SlotWatch {
    /// Services one of whose specs ever started the new task first.
    private var startFirst: Set<ServiceID> = []
    /// Services one of whose policies may give a place up.
    private var mayGiveUp: Set<ServiceID> = []
    /// For each task that is held back, the one before it that was wanted until then.
    private var predecessors: [TaskID: TaskID] = [:]
    private static let patience = Duration.seconds(60)

    private struct Place: Hashable {
        let service: ServiceID
        let place: TaskPlace
        let node: NodeID?
    }

    /// How often an update of the service may have begun.
    private var rounds: [ServiceID: Int] = [:]
    /// The round in which a place last had one wanted task at most.
    private var singleRounds: [Place: Int] = [:]
    private var reigns = 0
    private var lastReign = Moment.zero

    mutating func see(_ sight: Sight, _ findings: inout Findings) {
        for service in sight.differences.services.compactMap(\.after)
        where service.spec.update?.order == .startFirst
            || service.spec.rollback?.order == .startFirst
        {
            startFirst.insert(service.id)
        }
        for service in sight.differences.services.compactMap(\.after) {
            let policy = service.spec.task.restart
            if policy?.condition ?? .any != .any || policy?.maxAttempts ?? 0 > 0 {
                mayGiveUp.insert(service.id)
            }
        }
        for change in sight.differences.services
        where change.before?.specVersion != change.after?.specVersion {
            if let id = change.after?.id { rounds[id, default: 0] += 1 }
        }
        if sight.leaderChanged {
            reigns += 1
            lastReign = sight.now
        }
        for change in sight.differences.tasks {
            guard let task = change.after else {
                if let before = change.before { predecessors[before.id] = nil }
                continue
            }
            if change.before == nil, task.desiredState == .ready { noteHold(of: task, sight) }
            if change.before?.desiredState != task.desiredState {
                seeCrowd(around: task, sight, &findings)
            }
            if let before = change.before, before.desiredState == .ready,
                task.desiredState == .running, task.isLive
            {
                seeStart(of: task, sight, &findings)
            }
        }
    }

    /// One task that is wanted; with start-first, one more for each update that came upon it.
    private mutating func seeCrowd(
        around task: SwarmTask,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        let place = Place(
            service: task.serviceID,
            place: task.place,
            node: task.jobIteration == nil ? nil : task.nodeID
        )
        // One that ended and is still wanted is about to be replaced.
        let wanted = Self.place(of: task, in: sight.after)
            .filter { $0.desiredState <= .complete && $0.state != .complete }
        let round = rounds[task.serviceID, default: 0] + reigns
        if wanted.count <= 1 {
            singleRounds[place] = round
            return
        }
        // Those the update planned for may have been replaced twice when it comes to them; and a
        // place that was given up is filled without a look at who else has filled it.
        let updates = 2 + round - (singleRounds[place] ?? 0)
        let isLoose = startFirst.contains(task.serviceID) || mayGiveUp.contains(task.serviceID)
        let most = isLoose ? 1 + updates : 1
        findings.expect(
            wanted.count <= most,
            .slotHoldsOne,
            "\(task.rowName) has \(wanted.map(\.words).joined(separator: " and "))"
        )
    }

    private mutating func noteHold(of task: SwarmTask, _ sight: Sight) {
        let older = Self.place(of: task, in: sight.after)
            .filter { ($0.meta.createdAt, $0.id) < (task.meta.createdAt, task.id) }
        guard let last = older.last, sight.before.task(last.id)?.isWanted == true,
            let node = last.nodeID, sight.before.node(node)?.status.state == .ready,
            sight.after.node(node)?.status.state == .ready
        else { return }
        predecessors[task.id] = last.id
    }

    /// A task that was held back waits for the one before it, unless that cannot answer.
    private mutating func seeStart(
        of task: SwarmTask,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        let awaited = predecessors.removeValue(forKey: task.id).flatMap { sight.after.task($0) }
        guard !startFirst.contains(task.serviceID), task.meta.createdAt > lastReign,
            sight.now - task.meta.createdAt < Self.patience,
            let awaited, awaited.isLive, awaited.state >= .assigned,
            let node = awaited.nodeID, sight.after.node(node)?.status.state == .ready,
            sight.before.node(node)?.status.state == .ready
        else { return }
        findings.note(
            .predecessorStopsFirst,
            "\(task.words) starts before \(awaited.words) stopped"
        )
    }

    /// The tasks of a place, oldest first; a global job's place is its node.
    private static func place(of task: SwarmTask, in store: Store) -> [SwarmTask] {
        store.tasks(of: task.serviceID, in: task.place).filter {
            $0.jobIteration == task.jobIteration
                && (store.service(task.serviceID)?.spec.mode != .globalJob
                    || $0.nodeID == task.nodeID)
        }
    }
}
