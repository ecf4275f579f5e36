import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

// Looking at the past, read only, while the present goes on.
extension ConsoleModel {
    static let pastReason: Phrase = "this is the past: F8 goes back to now"

    /// The events up to the moment that is shown.
    var shownEvents: [ClusterEvent] {
        guard let past else { return events.events }
        return events.events.filter { $0.moment <= past.moment }
    }

    // MARK: - There and back

    /// Goes to the newest snapshot before now, or back to the present.
    mutating func togglePast() -> [ConsoleEffect] {
        if replay != nil { return togglePlaying() }
        if past == nil { return stepInPast(by: -1) }
        leavePast()
        return []
    }

    /// Shows the snapshot so many before or after the one that is shown.
    mutating func stepInPast(by steps: Int) -> [ConsoleEffect] {
        if replay != nil { return [.seek(.changes(steps))] }
        showSeen(by: steps)
        return []
    }

    private mutating func showSeen(by steps: Int) {
        guard let cluster else { return }
        let shown = past?.moment ?? cluster.snapshot.now
        // From the present, the newest one that was kept may be the present itself.
        let index = pastBook.index(at: past == nil ? shown - .nanoseconds(1) : shown)
        guard let index else { return toast("nothing was seen before this", .information) }
        let target = past == nil ? index + steps + 1 : index + steps
        if target >= pastBook.count { return leavePast() }
        show(pastBook.moments[max(0, target)])
    }

    /// Shows the moment of the event before or after the one that is shown.
    mutating func stepToEvent(forward: Bool) -> [ConsoleEffect] {
        if replay != nil { return [.seek(.event(forward: forward))] }
        showEvent(forward: forward)
        return []
    }

    private mutating func showEvent(forward: Bool) {
        guard let cluster else { return }
        let shown = past?.moment ?? cluster.snapshot.now
        let moments = events.events.map(\.moment)
        let order =
            forward ? moments.filter { $0 > shown } : moments.filter { $0 < shown }.reversed()
        for moment in order {
            // The first snapshot that can show what happened.
            guard let seen = pastBook.moments.first(where: { $0.snapshot.now >= moment }) else {
                continue
            }
            let then = seen.snapshot.now
            if forward ? then > shown : then < shown { return show(seen) }
        }
        if forward { leavePast() } else { toast("no event was seen before this", .information) }
    }

    private mutating func show(_ seen: PastMoment) {
        guard let cluster else { return }
        let present = past?.present ?? cluster
        past = PastView(moment: seen.snapshot.now, rollouts: seen.rollouts, present: present)
        cutLogs()
        var shown = seen.snapshot
        shown.clock = ClockState(isPaused: true, speed: shown.clock.speed)
        shown.readOnlyReason = Self.pastReason.english
        shown.forecasts = nil
        change(to: shown)
    }

    mutating func leavePast() {
        guard let past else { return }
        self.past = nil
        cutLogs()
        cluster = past.present
        forEachTable { $0.isStale = true }
        arrive()
    }

    /// Lets logs end at the moment that is shown.
    private mutating func cutLogs() {
        for index in pages.path.indices {
            guard case .logs(var page) = pages.path[index].body else { continue }
            page.view.until = past?.moment
            pages.path[index].body = .logs(page)
        }
    }

    private mutating func change(to snapshot: ClusterSnapshot) {
        guard var next = cluster else { return }
        _ = next.advance(to: snapshot, receivedAt: now)
        cluster = next
        if case .box = layer { layer = nil }
        forEachTable { $0.isStale = true }
        arrive()
    }

    // MARK: - The present behind it

    /// Takes a snapshot in while the past is shown; returns false if it is not.
    mutating func takeBehindPast(_ snapshot: ClusterSnapshot) -> Bool {
        guard var view = past else { return false }
        guard snapshot.era == view.present.snapshot.era else {
            leavePast()
            return false
        }
        var next = view.present
        let differences = next.advance(to: snapshot, receivedAt: now)
        view.present = next
        past = view
        if !differences.isEmpty {
            events.add(EventReader.events(of: differences, in: next))
            rollouts.note(differences, in: next)
        }
        return true
    }

    /// Begins anew on another time line.
    mutating func takeOtherEra(_ snapshot: ClusterSnapshot) {
        past = nil
        cutLogs()
        let first = ClusterState(snapshot, receivedAt: now)
        cluster = first
        rollouts = RolloutBook()
        rollouts.begin(in: first)
        events.forget(after: snapshot.now)
        if case .box = layer { layer = nil }
        leaveDrains()
        forEachTable { $0.isStale = true }
        arrive()
    }

    // MARK: - Another time line

    /// Asks whether the moment that is shown is to become the present.
    mutating func askToBranch() -> [ConsoleEffect] {
        guard let moment = past?.moment else { return [] }
        leavePast()
        return ask(.branch(moment, asked: clusterNow, isForgotten: settings.isForgotten))
    }

    /// Why the moment that is shown cannot become the present; `nil` if it can.
    var whyNoBranch: Phrase? {
        if replay != nil {
            return "a recording holds what was shown, not a cluster that could go on"
        }
        guard let view = past else { return "F8 goes to the past first" }
        let snapshot = view.present.snapshot
        if settings.isReadOnly { return "this console is read-only" }
        if case .served = snapshot.source {
            return "the clock is that of the skep that runs this cluster"
        }
        guard snapshot.source.isEmbedded, let earliest = snapshot.earliest else {
            return "a live cluster's time is everybody's"
        }
        return view.moment < earliest ? "that is too long ago: it can be looked at only" : nil
    }
}
