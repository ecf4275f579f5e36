package import Basics
import Orchestration
import SwarmModel
package import SwarmStore

/// Changes that the leader has proposed and that are not agreed on yet: nobody sees them.
///
/// - Source: STO-4, STO-6.
struct Draft: Codable, Sendable {
    /// A client that waits, and what it will be told.
    struct Client: Codable, Sendable {
        let id: RequestID
        let outcome: CommandOutcome
    }

    let ticket: Ticket
    var store: Store
    let changes: [StoreChange]
    let client: Client?
}

extension World {
    /// Whether the leader can write: there is one, and nothing of it is on its way.
    ///
    /// One writer at a time (STO-4).
    package var canWrite: Bool {
        managers.leadership != nil && draft == nil && !managers.isHandingOver && !mustTakeOver
    }

    /// What a round of changes begins with, to go back to; a sole manager never has to.
    var baseForWriting: Store? { managers.isShared ? store : nil }

    /// Proposes what was written since `base`, and waits for a majority if it must.
    ///
    /// - Parameters:
    ///   - base: the store before; `nil` for a sole manager, which agrees with itself at once.
    ///   - client: who is told once it is agreed on.
    mutating func commit(over base: Store?, for client: Draft.Client? = nil) {
        guard let ticket = managers.propose(now: now) else {
            // The leader hands over: the next one does it again.
            if let base { store = base }
            if let client { answer(client.id, .failure(.lostLeader)) }
            return
        }
        guard let base else {
            shownTicket = ticket
            follow(managers.settle(topology, now: now))
            if let client { answer(client.id, .success(client.outcome)) }
            return
        }
        let changes = store.takeChanges()
        var client = client
        if store.flaw == .answersEarly, let early = client {
            answer(early.id, .success(early.outcome))
            client = nil
        }
        draft = Draft(ticket: ticket, store: store, changes: changes, client: client)
        store = base
        follow(managers.settle(topology, now: now))
    }

    /// Follows the managers: what they agreed on, and who leads.
    ///
    /// Nothing is written here; what a new leader has to do waits for ``settle()``.
    mutating func follow(_ events: [ManagerGroup.Event]) {
        if let draft, managers.agreed == draft.ticket { land(draft) }
        for event in events {
            edition += 1
            switch event {
            case .lost(let node, let isRunning): loseLead(of: node, isRunning: isRunning)
            case .elected: mustTakeOver = true
            case .membershipChanged: refreshSessions()
            }
        }
        pruneStores()
        if !events.isEmpty { refreshManagerStatus() }
    }

    /// A majority has the draft: now everybody may see it.
    private mutating func land(_ landed: Draft) {
        draft = nil
        stores[shownTicket] = store
        store = landed.store
        store.resume(landed.changes)
        store.now = now
        shownTicket = landed.ticket
        refreshManagerStatus()
        if let client = landed.client { answer(client.id, .success(client.outcome)) }
    }

    private mutating func loseLead(of node: NodeID, isRunning: Bool) {
        mustTakeOver = false
        orchestrator.loseLeadership()
        if let lost = draft {
            draft = nil
            // It may still be agreed on, under the next leader.
            stores[lost.ticket] = lost.store
            if let client = lost.client { answer(client.id, .failure(.lostLeader)) }
        }
        // Who dies takes no leave: what was sent to it hangs, and goes to the next one.
        if isRunning { failWaitingOfLostLeader() }
    }

    /// Forgets the stores that no manager can come to any more.
    private mutating func pruneStores() {
        guard !stores.isEmpty else { return }
        var needed: Set<Ticket> = []
        for manager in managers.managers {
            needed.insert(manager.applied)
            needed.formUnion(manager.tickets)
        }
        for ticket in stores.keys where ticket == shownTicket || !needed.contains(ticket) {
            stores[ticket] = nil
        }
    }

    /// The swarm as a manager knows it; `nil` if there is none on that node, or it is catching up.
    ///
    /// One that is cut off still answers from what it knows (RFT-20).
    package func store(seenBy node: NodeID) -> Store? {
        guard let manager = managers.manager(node) else { return nil }
        return manager.applied == shownTicket ? store : stores[manager.applied]
    }
}

extension EngineError {
    static let lostLeader = EngineError.rpc(
        .unknown,
        "raft: failed to process the request: node lost leader status"
    )
}
