package import Basics
package import SwarmModel

/// What would come of commands, worked out by running a copy of the cluster ahead.
package struct Forecast: Hashable, Sendable {
    /// What it was worked out from.
    package enum Basis: String, Hashable, Sendable {
        /// The cluster itself, with its own chance: what happens if it is done at once, and nothing
        /// else comes between.
        case exact
        /// The cluster itself, while skep gives one command after the other: the moments in which
        /// it will do so are not the cluster's chance, and can be others.
        case rehearsal
        /// What is known of somebody else's cluster, and rules as Swarm has them.
        case estimate
    }

    /// What becomes of one place of a service: a slot, or a node in global modes.
    package struct Replica: Hashable, Sendable {
        package enum Outcome: Hashable, Sendable {
            case running
            /// The place is given up.
            case stopped
            /// It finds no node, or is not started; with the task's error or message.
            case waiting(String)
            /// It had not come to rest when the forecast ended; nothing is wrong with it.
            case underWay(TaskState)
            /// It ended by itself, last with this error.
            case failing(String)
            /// It ended as it should.
            case complete
        }

        package var service: ServiceID
        package var place: TaskPlace
        /// `web.3`, or `agent on` a node.
        package var name: String
        /// Where it ran before; `nil` if it did not.
        package var from: NodeID?
        /// Where it is in the end; `nil` if nowhere.
        package var to: NodeID?
        package var outcome: Outcome
        /// How long after the commands its last task ran; `nil` if none did.
        package var after: Duration?

        package init(
            service: ServiceID,
            place: TaskPlace,
            name: String,
            from: NodeID?,
            to: NodeID?,
            outcome: Outcome,
            after: Duration?
        ) {
            self.service = service
            self.place = place
            self.name = name
            self.from = from
            self.to = to
            self.outcome = outcome
            self.after = after
        }
    }

    /// How a service as a whole fares.
    package struct Outlook: Hashable, Sendable {
        package var service: ServiceID
        package var name: String
        /// Replicas running before, at the lowest point, and in the end.
        package var before: Int
        package var lowest: Int
        package var after: Int
        /// How long fewer ran than before and in the end.
        package var below: Duration
        /// How its update ends, or that it goes on; `nil` if none is concerned.
        package var update: UpdateStatus.State?

        package init(
            service: ServiceID,
            name: String,
            before: Int,
            lowest: Int,
            after: Int,
            below: Duration,
            update: UpdateStatus.State? = nil
        ) {
            self.service = service
            self.name = name
            self.before = before
            self.lowest = lowest
            self.after = after
            self.below = below
            self.update = update
        }
    }

    /// One task as it is in the end, to compare with what then happens.
    package struct TaskEnd: Hashable, Sendable {
        package var id: TaskID
        package var service: ServiceID
        package var place: TaskPlace
        package var node: NodeID?
        package var state: TaskState
        package var desired: TaskState
        /// When its status last changed.
        package var moment: Moment

        package init(_ task: SwarmTask) {
            id = task.id
            service = task.serviceID
            place = task.place
            node = task.nodeID
            state = task.state
            desired = task.desiredState
            moment = task.status.timestamp
        }
    }

    package var basis: Basis
    /// When the commands were given.
    package var start: Moment
    /// The moment that everything here is about.
    package var end: Moment
    /// From the commands to the last change that they brought about.
    package var duration: Duration
    /// What the cluster refused, in the engine's own words.
    package var refusals: [String]
    /// What a deed of several commands could not do, and would ask the user about.
    package var obstacles: [String]
    /// Whether all that is concerned came to rest; `false` also when it took too long to work out.
    package var isSettled: Bool
    /// Whether it was given up half way, as it took too much work.
    package var isCut: Bool
    /// Whether nothing more happens at the end, though not all came to rest.
    package var isStuck: Bool
    /// The places that are filled otherwise in the end than before, by service and place.
    package var replicas: [Replica]
    /// The services that are concerned, by name.
    package var services: [Outlook]
    /// The tasks of those services in the end, by id.
    package var tasks: [TaskEnd]
    package var managersBefore: ManagersSummary
    package var managersAfter: ManagersSummary
    /// The longest time without a leader.
    package var leaderless: Duration

    package init(basis: Basis, start: Moment, managers: ManagersSummary) {
        self.basis = basis
        self.start = start
        end = start
        duration = .zero
        refusals = []
        obstacles = []
        isSettled = true
        isCut = false
        isStuck = false
        replicas = []
        services = []
        tasks = []
        managersBefore = managers
        managersAfter = managers
        leaderless = .zero
    }
}

/// What a forecast is wanted of.
package struct ForecastRequest: Hashable, Sendable {
    /// Given one after the other, in the same moment.
    package var commands: [ClusterCommand]
    /// How far to look ahead at most.
    package var horizon: Duration

    /// As far as one looks where nothing comes to rest.
    package static let usualHorizon = Duration.seconds(1_800)

    package init(_ commands: [ClusterCommand], horizon: Duration = usualHorizon) {
        self.commands = commands
        self.horizon = horizon
    }
}
