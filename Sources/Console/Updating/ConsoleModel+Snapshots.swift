import Basics
import ClusterPorts
import SwarmStore

extension ConsoleModel {
    private static let flashTime = Duration.seconds(2)

    mutating func take(_ snapshot: ClusterSnapshot) -> [ConsoleEffect] {
        connection =
            snapshot.lostContact.map {
                .lost(since: $0.since, reason: SafeText(sanitizing: $0.reason))
            } ?? .connected
        defer { pastBook.note(snapshot, rollouts: rollouts) }
        if takeBehindPast(snapshot) { return [] }
        guard var next = cluster else { return takeFirst(snapshot) }
        if next.snapshot.era != snapshot.era {
            takeOtherEra(snapshot)
            return []
        }
        let before = next
        let differences = next.advance(to: snapshot, receivedAt: now)
        cluster = next
        guard !differences.isEmpty || !before.looksLike(next) else { return [] }
        events.add(EventReader.events(of: differences, in: next))
        rollouts.note(differences, in: next)
        if frozen == nil {
            forEachTable { $0.note(differences, in: next) }
            flashChanges(differences, from: before, to: next)
        } else {
            frozen?.unseen += differences.objectCount
        }
        checkBox(against: next)
        refreshText()
        return askAgain() + askPlacement()
    }

    private mutating func takeFirst(_ snapshot: ClusterSnapshot) -> [ConsoleEffect] {
        let first = ClusterState(snapshot, receivedAt: now)
        cluster = first
        rollouts.begin(in: first)
        forEachTable { $0.isStale = true }
        guard !hasStarted else { return [] }
        hasStarted = true
        tellLeftDrains(in: first)
        do {
            return settings.startScreen == "deck" ? [] : try run(line: settings.startScreen)
        } catch {
            toast(error.words.safe, .warning)
            return []
        }
    }

    private mutating func checkBox(against cluster: ClusterState) {
        guard case .box(var box) = layer else { return }
        box.check(against: cluster)
        layer = .box(box)
    }

    /// Notes which cells of the rows in sight have changed, so that they can be shown.
    private mutating func flashChanges(
        _ differences: StoreDifferences,
        from before: ClusterState,
        to after: ClusterState
    ) {
        // Then a task's row is as it was, unless the task itself has another version.
        let onlyTasksDiffer = differences.nodes.isEmpty && differences.services.isEmpty
        let old = RowReader(cluster: before, rollouts: rollouts, now: clusterNow)
        let new = RowReader(cluster: after, rollouts: rollouts, now: clusterNow)
        let until = now + Self.flashTime
        let now = now
        forEachVisibleTable { table, height in
            table.flashes = table.flashes.filter { $0.value.until > now }
            let columns = table.columns.filter { !$0.isAge }
            let old = old.reading(table.kind)
            let new = new.reading(table.kind)
            for entry in table.visibleEntries(height: height) {
                if onlyTasksDiffer, entry.reference.task != nil,
                    before.version(of: entry.reference) == after.version(of: entry.reference)
                {
                    continue
                }
                guard let was = before.subject(entry.reference),
                    let isNow = after.subject(entry.reference)
                else { continue }
                let changed = columns.filter {
                    old.cell($0.id, of: was) != new.cell($0.id, of: isNow)
                }
                guard !changed.isEmpty else { continue }
                table.flashes[entry.reference] = Flash(
                    columns: Set(changed.map(\.id)),
                    until: until
                )
            }
        }
    }
}

extension ClusterState {
    /// Whether two states without differing objects would be drawn alike.
    fileprivate func looksLike(_ other: ClusterState) -> Bool {
        snapshot.store.cluster == other.snapshot.store.cluster
            && snapshot.managers == other.snapshot.managers
            && snapshot.topology == other.snapshot.topology
            && snapshot.loadBalancers == other.snapshot.loadBalancers
            && snapshot.readOnlyReason == other.snapshot.readOnlyReason
            && snapshot.lostContact == other.snapshot.lostContact
            && snapshot.clock == other.snapshot.clock
    }
}

extension StoreDifferences {
    /// How many objects became different; all volumes count as one.
    fileprivate var objectCount: Int {
        nodes.count + services.count + tasks.count + networks.count + secrets.count
            + configs.count + (volumesDiffer ? 1 : 0)
    }
}
