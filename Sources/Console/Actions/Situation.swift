import ClusterPorts
import SwarmModel
import SwarmStore

/// What guards look at: the cluster, the session, and what is selected.
struct Situation: Sendable {
    let cluster: ClusterState?
    let isReadOnly: Bool
    let connection: ConnectionState
    let selection: ObjectReference?
    /// Whether actions are about several marked objects, which they judge one by one.
    let isAboutMarks: Bool
    /// Whether something else is marked than what is selected.
    var marksOthers = false
    /// Whether what is shown is not the present.
    let isPast: Bool
    /// Why the plan that is looked at cannot be carried out; `nil` if it can, or is no plan.
    var planRefusal: Phrase?
    /// Whether the plugin that is looked at still runs.
    var isPluginAtWork = false
    /// How far the safe drain that is looked at has come; `nil` on other pages.
    var drainPhase: SafeDrain.Phase?
    /// The event under the cursor, on a list of events.
    var event: ClusterEvent?
    /// Why no work of several steps can be stopped from here; `nil` if one can.
    var whyNotStopped: Phrase?

    /// Why nothing may be changed now, whatever it is; `nil` when it may.
    var standstill: Phrase? { standstill(needsQuorum: true) }

    /// The same for what may need no manager at all.
    func standstill(needsQuorum: Bool) -> Phrase? {
        if cluster?.snapshot.replay != nil, let reason = cluster?.readOnlyReason { return reason }
        if isReadOnly { return "this console is read-only" }
        guard let cluster else { return "the cluster has not answered yet" }
        if case .lost(_, let reason) = connection {
            return "the cluster does not answer: \(reason)"
        }
        if let reason = cluster.readOnlyReason { return reason }
        if needsQuorum, !cluster.snapshot.managers.hasQuorum {
            return "the managers have no quorum: changes cannot be made"
        }
        return nil
    }

    /// Why machines and links cannot be brought into trouble from here; `nil` when they can.
    var whyNotSimulated: Phrase? {
        switch cluster?.snapshot.source {
        case .simulated: nil
        case .served: "only the skep that runs this cluster can do that to it"
        case .live, nil: "only a simulated cluster can do that"
        }
    }

    var node: Node? {
        guard case .node(let id)? = selection else { return nil }
        return cluster?.store.node(id)
    }

    var service: Service? {
        guard case .service(let id)? = selection else { return nil }
        return cluster?.store.service(id)
    }

    var task: SwarmTask? {
        guard case .task(let id)? = selection else { return nil }
        return cluster?.store.task(id)
    }
}

extension ClusterState {
    /// Why nothing may be changed, in the session's own words or, of the past, in ours.
    var readOnlyReason: Phrase? {
        snapshot.readOnlyReason.map {
            $0 == ConsoleModel.pastReason.english ? ConsoleModel.pastReason : Phrase(named: $0)
        }
    }
}

extension Action {
    /// Why the action cannot be done now; `nil` when it can.
    ///
    /// The one place where guards live.
    func whyNot(in situation: Situation) -> Phrase? {
        if risk != .none, let reason = situation.standstill { return reason }
        if isAboutSelection, needsSelection {
            guard let selection = situation.selection else { return "nothing is selected" }
            guard situation.cluster?.exists(selection) == true else {
                return "the \(word: ClusterState.kindWord(of: selection)) is gone"
            }
        }
        if isForOne, situation.marksOthers {
            return "it is for one at a time; take the marks away first"
        }
        return refusal(situation)
    }

    /// Whether the action is about the selected object; one that the zones have is not.
    private var needsSelection: Bool {
        let about: Set<Context> = [
            .nodes, .services, .service, .tasks, .stacks, .networks, .configs, .secrets, .volumes,
            .images, .objects,
        ]
        return !contexts.contains(.zones) && contexts.contains { about.contains($0) }
    }
}
