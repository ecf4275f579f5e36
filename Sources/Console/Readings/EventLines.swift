package import Basics
import Cells
package import ClusterPorts
import SwarmModel
import SwarmStore

/// Tells line by line what happens in a cluster, for pipes and for screen readers.
///
/// A value: snapshots in, lines out. The first snapshot gives how things stand.
package struct EventLines: Sendable {
    private var cluster: ClusterState?
    private var connection: String?

    package init() {}

    /// What is to be told about a snapshot that has come.
    ///
    /// - Parameters:
    ///   - snapshot: the newest one.
    ///   - now: the wall time.
    /// - Returns: lines without their ends; times are in UTC.
    package mutating func take(_ snapshot: ClusterSnapshot, at now: WallTime) -> [SafeText] {
        if cluster != nil { return events(of: snapshot, at: now).map(\.words) }
        let first = ClusterState(snapshot, receivedAt: now)
        cluster = first
        return Self.standing(of: first)
    }

    /// The same without how things stand at first, and whether each is trouble.
    package mutating func events(
        of snapshot: ClusterSnapshot,
        at now: WallTime
    ) -> [(words: SafeText, isBad: Bool)] {
        guard var next = cluster else {
            cluster = ClusterState(snapshot, receivedAt: now)
            return []
        }
        let before = next
        let differences = next.advance(to: snapshot, receivedAt: now)
        cluster = next
        var lines = EventReader.events(of: differences, in: next).map { event in
            (
                words: Self.time(event.moment, in: next) + " " + event.words,
                isBad: event.slot == .bad
            )
        }
        let isHelpless = !snapshot.managers.hasQuorum
        lines += managerLines(before, next).map { (words: $0, isBad: isHelpless) }
        let isLost = snapshot.lostContact != nil
        lines += contactLines(snapshot, in: next).map { (words: $0, isBad: isLost) }
        return lines
    }

    private static func time(_ moment: Moment, in cluster: ClusterState) -> SafeText {
        Age.timeOfDay(nanoseconds: cluster.snapshot.wallTime(of: moment).nanoseconds).safe
    }

    private static func standing(of cluster: ClusterState) -> [SafeText] {
        let source = cluster.snapshot.source
        let name =
            switch source {
            case .simulated: "simulated cluster \(source.name)"
            case .served: "simulated cluster, served at \(source.name)"
            case .live: "live cluster \(source.name)"
            }
        let wanted = cluster.store.taskTally.wanted
        let nodes = "\(cluster.readyNodes) of \(cluster.nodeOrder.count) nodes ready"
        let time = Self.time(cluster.snapshot.now, in: cluster)
        var lines = [
            time + " \(name): \(nodes), \(cluster.runningTasks) of \(wanted) tasks running".safe,
            time + " \(cluster.snapshot.managers.sentence)".safe,
        ]
        for id in cluster.serviceOrder {
            guard let service = cluster.store.service(id) else { continue }
            let reading = ServiceReading(service, in: cluster.store)
            let words = reading.status(progress: nil).word
            lines.append(time + " service \(service.name): \(reading.replicas), \(words)".safe)
        }
        return lines
    }

    /// What the managers can stand to lose, when that has become different.
    private func managerLines(_ before: ClusterState, _ after: ClusterState) -> [SafeText] {
        let sentence = after.snapshot.managers.sentence
        guard sentence != before.snapshot.managers.sentence else { return [] }
        return [Self.time(after.snapshot.now, in: after) + " \(sentence)".safe]
    }

    private mutating func contactLines(
        _ snapshot: ClusterSnapshot,
        in cluster: ClusterState
    ) -> [SafeText] {
        let reason = snapshot.lostContact?.reason
        guard reason != connection else { return [] }
        connection = reason
        let time = Self.time(snapshot.now, in: cluster)
        return [
            time
                + (reason.map { " the cluster does not answer: \($0)" } ?? " it answers again").safe
        ]
    }
}
