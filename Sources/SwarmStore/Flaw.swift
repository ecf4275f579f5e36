/// A bug that is planted on purpose, so that the simulator can show that it finds such bugs.
///
/// The program never plants one; ``Store/flaw`` is `nil` but in the simulator's own tests. The
/// machines read it where the bug would be. It is not saved.
package enum Flaw: String, Hashable, CaseIterable, Sendable {
    /// The scheduler does not look at what tasks reserve.
    case ignoresReservations = "ignores-reservations"
    /// The scheduler does not look at constraints.
    case ignoresConstraints = "ignores-constraints"
    /// The scheduler does not look at host-mode ports.
    case ignoresHostPorts = "ignores-host-ports"
    /// The scheduler does not look at the limit of replicas per node.
    case ignoresReplicaLimit = "ignores-replica-limit"
    /// The updater takes all slots at once.
    case ignoresParallelism = "ignores-parallelism"
    /// The updater counts one failure too few.
    case failureRatioOffByOne = "failure-ratio-off-by-one"
    /// A start-first update stops the old task before the new one runs.
    case stopsOldTaskEarly = "stops-old-task-early"
    /// The reaper leaves one task too many.
    case historyOffByOne = "history-off-by-one"
    /// The reaper counts live tasks as history.
    case reapsLiveTasks = "reaps-live-tasks"
    /// A replacement starts at once.
    case noRestartDelay = "no-restart-delay"
    /// The limit of attempts is not kept.
    case ignoresAttempts = "ignores-attempts"
    /// The end of a delay lowers what is wanted of a task.
    case lowersDesiredState = "lowers-desired-state"
    /// New tasks get slot numbers that others have.
    case reusesSlots = "reuses-slots"
    /// A drained node keeps its replicated tasks.
    case forgetsDrain = "forgets-drain"
    /// Global services do not notice new nodes.
    case forgetsNewNodes = "forgets-new-nodes"
    /// Nobody looks whether a node still meets constraints.
    case enforcerSleeps = "enforcer-sleeps"
    /// The tasks of a removed service are stopped, but stay.
    case keepsTasksOfRemoved = "keeps-tasks-of-removed"
    /// A job runs one task too many at once.
    case jobOverruns = "job-overruns"
    /// An automatic port is given out twice.
    case givesPortTwice = "gives-port-twice"
    /// An address is given out twice.
    case givesAddressTwice = "gives-address-twice"
    /// What a removed service had is never given back.
    case leaksEndpoints = "leaks-endpoints"
    /// The last report of a container does not arrive.
    case losesReports = "loses-reports"
    /// An update with an old version is accepted.
    case acceptsStaleVersion = "accepts-stale-version"
    /// A leader without a majority goes on writing.
    case commitsWithoutQuorum = "commits-without-quorum"
    /// The index by node does not follow a task that is assigned.
    case staleIndex = "stale-index"
    /// The scheduler does not look at generic resources.
    case ignoresGenerics = "ignores-generics"
    /// A node that runs anything is sent every secret there is.
    case sendsAllSecrets = "sends-all-secrets"
    /// Tasks are ordered by the times that their nodes write down.
    case trustsNodeClocks = "trusts-node-clocks"
    /// A manager that is asked answers from what it has itself.
    case readsOwnState = "reads-own-state"
    /// A client has its answer before a majority has what it asked for.
    case answersEarly = "answers-early"
    /// A manager sends and applies what is not safe on its disk yet.
    case actsBeforeSync = "acts-before-sync"
    /// A raft peer's vote counts as free although it was given.
    case votesTwice = "votes-twice"
    /// A raft peer's vote does not reach its disk.
    case forgetsVotes = "forgets-votes"
    /// A raft peer votes for candidates whose logs are older than its own.
    case votesForOlderLogs = "votes-for-older-logs"
    /// A raft peer takes entries whatever stands before them.
    case appendsWithoutCheck = "appends-without-check"
}
