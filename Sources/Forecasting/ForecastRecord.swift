import Agents
import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld

/// Follows a World that is run ahead: what is under way, and how many replicas run.
///
/// Costs what changes, as it looks at differences only.
struct ForecastRecord {
    /// How often a place may fail before it counts as one that never will run.
    private static let failuresMaximum = 3

    /// One place of a service.
    private struct Place: Hashable {
        let service: ServiceID
        let place: TaskPlace
    }

    private var services: Set<ServiceID> = []
    private let first: Store
    private var last: Store
    /// Tasks that are on their way somewhere.
    private var travelling: Set<TaskID> = []
    private var updating: Set<ServiceID> = []
    private var failures: [Place: Int] = [:]
    /// The longest that a task ran there which then failed.
    private var longestRuns: [Place: Duration] = [:]
    /// Machines that are switched off, whatever the managers think.
    private var dark: Set<NodeID> = []
    /// Machines whose loss the managers must still notice.
    private var unnoticed: Set<NodeID> = []
    private var curves: [ServiceID: RunningCurve] = [:]
    /// Services that a command has made, until the store shows them.
    private var made: Set<ServiceID> = []
    private let start: Moment
    private var lastChange: Moment

    init(in world: World) {
        first = world.store
        last = world.store
        start = world.now
        lastChange = world.now
        for node in first.nodes where !world.agents.isPoweredOn(node.id) { dark.insert(node.id) }
    }

    /// Follows the services that a command is about from now on.
    mutating func concern(_ command: ClusterCommand, in world: World) {
        for id in ConcernedServices([command], in: world).ids { follow(id, at: world.now) }
    }

    /// Follows a service that was made by a command.
    mutating func note(_ outcome: CommandOutcome) {
        guard let id = outcome.createdID.flatMap({ ServiceID($0) }) else { return }
        // Its first change is still to be read: nothing of it runs before.
        if last.service(id) == nil { made.insert(id) }
    }

    private mutating func follow(_ id: ServiceID, at now: Moment) {
        guard services.insert(id).inserted else { return }
        let tasks = last.tasks(of: id)
        curves[id] = RunningCurve(tasks.count { runs($0) }, at: now)
        for task in tasks where isTravelling(task) { travelling.insert(task.id) }
        if let service = last.service(id) { note(service) }
    }

    /// Notes what a command does to machines, which the store does not show at once.
    mutating func willGive(_ command: ClusterCommand, at now: Moment) {
        switch command {
        case .fault(.powerOff(let id)), .leaveSwarm(let id, _): darken(id, at: now)
        case .fault(.isolate(let id)): unnoticed.insert(id)
        case .fault(.powerOn(let id)): dark.remove(id)
        default: break
        }
    }

    private mutating func darken(_ id: NodeID, at now: Moment) {
        guard !dark.contains(id) else { return }
        for task in last.tasks(on: id) where services.contains(task.serviceID) && runs(task) {
            curves[task.serviceID]?.add(-1, at: now)
        }
        dark.insert(id)
        unnoticed.insert(id)
    }

    // MARK: Following

    mutating func follow(_ world: World) {
        let store = world.store
        let differences = store.differences(from: last)
        for id in made where store.service(id) != nil { follow(id, at: world.now) }
        made = []
        last = store
        for change in differences.tasks { note(change, at: world.now) }
        for change in differences.services {
            guard let service = change.after ?? change.before, services.contains(service.id) else {
                continue
            }
            lastChange = world.now
            if let after = change.after { note(after) } else { updating.remove(service.id) }
        }
        for change in differences.nodes {
            lastChange = world.now
            if let node = change.after ?? change.before { noticeLoss(of: node) }
        }
    }

    private mutating func noticeLoss(of node: Node) {
        guard node.status.state == .down else { return }
        unnoticed.remove(node.id)
        // Who is missed reports no more: nothing is waited for there.
        for task in last.tasks(on: node.id) where !isTravelling(task) { travelling.remove(task.id) }
    }

    private mutating func note(_ service: Service) {
        switch service.updateStatus?.state {
        case .updating, .rollbackStarted: updating.insert(service.id)
        default: updating.remove(service.id)
        }
    }

    private mutating func note(_ change: Difference<SwarmTask>, at now: Moment) {
        guard let task = change.after ?? change.before, services.contains(task.serviceID) else {
            return
        }
        lastChange = now
        let delta =
            (change.after.map { runs($0) } == true ? 1 : 0)
            - (change.before.map { runs($0) } == true ? 1 : 0)
        if delta != 0 { curves[task.serviceID]?.add(delta, at: now) }
        guard let after = change.after else {
            travelling.remove(task.id)
            return
        }
        if after.state == .failed || after.state == .rejected, change.before?.state != after.state {
            let place = Place(service: after.serviceID, place: after.place)
            failures[place, default: 0] += 1
            let began = after.milestones.running ?? after.status.timestamp
            let run = max(.zero, after.status.timestamp - began)
            longestRuns[place] = max(longestRuns[place] ?? .zero, run)
        }
        if isTravelling(after) { travelling.insert(after.id) } else { travelling.remove(after.id) }
    }

    // MARK: Rest

    /// Whether anything that is concerned has not come to rest.
    func isUnderWay(in world: World) -> Bool {
        if !updating.isEmpty || !unnoticed.isEmpty { return true }
        if world.store.nodes.contains(where: { $0.role != $0.spec.role }) { return true }
        return travelling.contains { id in
            guard let task = last.task(id) else { return false }
            return failures[Place(service: task.serviceID, place: task.place), default: 0]
                < Self.failuresMaximum
        }
    }

    /// Whether the task's state is not yet what is wanted of it, and still can become so.
    private func isTravelling(_ task: SwarmTask) -> Bool {
        if task.isDead { return false }
        if task.desiredState > .complete {
            // A node that is missed will not report an end.
            guard let id = task.nodeID else { return true }
            return last.node(id)?.status.state == .ready && !dark.contains(id)
        }
        if task.state == .running { return false }
        return !(task.state == .pending && !task.status.error.isEmpty)
    }

    private func runs(_ task: SwarmTask) -> Bool {
        guard task.state == .running, task.desiredState <= .complete else { return false }
        return task.nodeID.map { !dark.contains($0) } ?? false
    }

    // MARK: The result

    func fill(_ forecast: inout Forecast, in world: World) {
        forecast.duration = lastChange - start
        let ids = services.sorted()
        var outlooks: [Forecast.Outlook] = []
        for id in ids {
            guard let service = last.service(id) ?? first.service(id), var curve = curves[id] else {
                continue
            }
            curve.close(at: world.now)
            outlooks.append(
                Forecast.Outlook(
                    service: id,
                    name: service.name,
                    before: curve.first,
                    lowest: curve.lowest,
                    after: curve.last,
                    below: curve.below,
                    update: updateState(of: id)
                )
            )
            forecast.replicas += replicas(
                of: id,
                at: world.now,
                goesOn: world.managersSummary.hasQuorum
            )
            forecast.tasks += last.tasks(of: id).map { Forecast.TaskEnd($0) }
        }
        forecast.services = outlooks.sorted { ($0.name, $0.service) < ($1.name, $1.service) }
        let order = Dictionary(
            uniqueKeysWithValues: forecast.services.map(\.service).enumerated().map { ($1, $0) }
        )
        forecast.replicas.sort {
            (order[$0.service] ?? 0, $0.place) < (order[$1.service] ?? 0, $1.place)
        }
        forecast.tasks.sort { $0.id < $1.id }
    }

    private func updateState(of id: ServiceID) -> UpdateStatus.State? {
        guard let status = last.service(id)?.updateStatus else { return nil }
        let isUnderWay = updating.contains(id)
        return isUnderWay || status != first.service(id)?.updateStatus ? status.state : nil
    }

    private func replicas(
        of service: ServiceID,
        at end: Moment,
        goesOn: Bool
    ) -> [Forecast.Replica] {
        let places = Set(first.places(of: service)).union(last.places(of: service))
        return places.sorted().compactMap { place in
            let old = Self.wanted(first.tasks(of: service, in: place))
            let tasks = last.tasks(of: service, in: place)
            let new = Self.wanted(tasks)
            if let old, let new, old.id == new.id, old.state == new.state, old.nodeID == new.nodeID
            {
                return nil
            }
            guard let shown = new ?? old ?? tasks.last else { return nil }
            if old == nil, new == nil,
                tasks.last?.id == first.tasks(of: service, in: place).last?.id
            {
                return nil
            }
            return Forecast.Replica(
                service: service,
                place: place,
                name: name(of: shown),
                from: old.flatMap { $0.state == .running ? $0.nodeID : nil },
                to: new?.nodeID,
                outcome: outcome(
                    of: new,
                    tasks,
                    in: Place(service: service, place: place),
                    at: end,
                    goesOn: goesOn
                ),
                after: new.flatMap { $0.state == .running ? $0.status.timestamp - start : nil }
            )
        }
    }

    /// The newest task of a place that is wanted.
    private static func wanted(_ tasks: [SwarmTask]) -> SwarmTask? {
        tasks.last { $0.desiredState <= .complete && !$0.isDead } ?? nil
    }

    private func name(of task: SwarmTask) -> String {
        guard case .node(let node) = task.place else { return task.rowName }
        let host = (last.node(node) ?? first.node(node))?.displayName ?? node.description
        return "\(task.serviceName) on \(host)"
    }

    private func outcome(
        of task: SwarmTask?,
        _ all: [SwarmTask],
        in place: Place,
        at end: Moment,
        goesOn: Bool
    ) -> Forecast.Replica.Outcome {
        if let failed = failures[place], failed >= Self.failuresMaximum || task == nil {
            let errors = all.filter { $0.state == .failed || $0.state == .rejected }
            // One that runs no longer than those before it did will end as they have.
            let ran = task.map { end - $0.status.timestamp } ?? .zero
            let isAlive = task?.state == .running && ran > (longestRuns[place] ?? .zero) * 2
            if let error = errors.last?.status.error, !isAlive { return .failing(error) }
        }
        guard let task else {
            let isJob = last.service(place.service)?.spec.mode.isJob ?? false
            return all.last?.state == .complete && isJob ? .complete : .stopped
        }
        if task.state == .running { return .running }
        if goesOn, isTravelling(task) { return .underWay(task.state) }
        let words = task.status.error.isEmpty ? task.status.message : task.status.error
        return .waiting(words)
    }
}

/// How many replicas of a service run, over time.
private struct RunningCurve {
    private var points: [(moment: Moment, count: Int)]

    init(_ count: Int, at moment: Moment) { points = [(moment, count)] }

    var first: Int { points[0].count }
    var last: Int { points[points.count - 1].count }
    /// The lowest number that held for more than an instant.
    private(set) var lowest = 0
    /// How long fewer ran than before and in the end.
    private(set) var below = Duration.zero

    mutating func add(_ delta: Int, at moment: Moment) {
        let count = last + delta
        if points[points.count - 1].moment == moment, points.count > 1 {
            points[points.count - 1].count = count
        } else {
            points.append((moment, count))
        }
    }

    mutating func close(at end: Moment) {
        let floor = min(first, last)
        lowest = last
        var next = end
        for (moment, count) in points.reversed() {
            if next > moment {
                lowest = min(lowest, count)
                if count < floor { below += next - moment }
            }
            next = moment
        }
    }
}
