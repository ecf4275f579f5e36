package import Basics
import SwarmModel
package import SwarmStore

extension Orchestrator {
    /// Takes the duties of a leader up: repairs what the former one left, and looks at all services.
    ///
    /// What was only in the former leader's memory is lost: restart history is rebuilt from the
    /// tasks, updates begin again with no failures counted.
    ///
    /// - Source: INI-1 to INI-4, REP-1, UPD-67.
    package mutating func becomeLeader(
        _ store: inout Store,
        now: Moment,
        random: inout SeededGenerator
    ) {
        self = Orchestrator()
        var turn = Turn(now: now, random: random, store)
        defer { random = turn.random }
        store.beginTransaction()
        reaper.sweep(&store)
        repairTasks(in: &store, turn: &turn)
        for service in store.services { queue(service) }
        for node in store.nodes { ConstraintEnforcer.enforce(on: node, in: &store) }
        work(in: &store, turn: &turn)
    }

    /// Lays the duties down: nothing is waited for any more, and changes are ignored.
    package mutating func loseLeadership() {
        self = Orchestrator()
        isLeading = false
    }
}
