import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld

/// Worlds of the last while, so that the cluster can go on from any moment since.
///
/// They share their structure, so that keeping one costs what has changed since. Between two of
/// them every moment can be made again: the inputs since are kept, too.
struct WorldHistory: Sendable {
    /// Worlds kept at most; when there are more, the one that is missed least is let go.
    ///
    /// Worlds that are far apart share nothing. So many of them are there after the first minute, and
    /// a day later they take no more.
    static let limit = 32
    private static let fewest = 4
    /// Tasks in all Worlds together, if none were shared: what bounds the memory.
    private static let tasksKept = 400_000
    /// Inputs kept at most, beside those since the newest World.
    static let inputsKept = 5_000
    /// The shortest time between two, by the host's clock.
    private static let spacing = Duration.milliseconds(500)
    /// The same where there are more tasks than ``hugeCount``: of these, few are kept anyway, and
    /// letting go of one costs as much as has changed since.
    private static let hugeSpacing = Duration.seconds(1)
    private static let hugeCount = 20_000

    private struct Entry {
        let world: World
        /// The last input that is in it.
        let sequence: UInt64
        let time: Duration
    }

    private var entries: [Entry] = []
    /// The inputs after the oldest World, in order.
    private var inputs: [JournalInput] = []

    init(_ world: World, sequence: UInt64, at time: Duration) {
        entries = [Entry(world: world, sequence: sequence, time: time)]
    }

    /// How many inputs are kept.
    var inputCount: Int { inputs.count }

    /// The earliest moment that can be gone back to.
    var earliest: Moment { entries.first?.world.now ?? .zero }

    /// Of when Worlds are kept, in order.
    var moments: [Moment] { entries.map(\.world.now) }

    mutating func note(_ input: JournalInput) { inputs.append(input) }

    /// Whether it is time to keep another World, of so many tasks.
    func isDue(at time: Duration, tasks: Int) -> Bool {
        let spacing = tasks > Self.hugeCount ? Self.hugeSpacing : Self.spacing
        return entries.last.map { time - $0.time >= spacing } ?? true
    }

    /// Keeps a World unless one was kept just now.
    mutating func note(_ world: World, sequence: UInt64, at time: Duration) {
        guard isDue(at: time, tasks: world.store.taskCount) else { return }
        entries.append(Entry(world: world, sequence: sequence, time: time))
        boundInputs()
        let fitting = Self.tasksKept / max(1, world.store.taskCount)
        let limit = min(Self.limit, max(Self.fewest, fitting))
        while entries.count > limit, let least = Thinning.leastMissed(of: moments) {
            entries.remove(at: least)
        }
    }

    /// A cluster that is told something all day long must not keep all of it.
    private mutating func boundInputs() {
        guard inputs.count > Self.inputsKept else { return }
        let oldest = inputs[inputs.count - Self.inputsKept / 2].sequence
        let first = entries.firstIndex { $0.sequence >= oldest } ?? entries.count - 1
        entries.removeFirst(first)
        dropInputs()
    }

    private mutating func dropInputs() {
        guard let first = entries.first else { return }
        inputs.removeAll { $0.sequence <= first.sequence }
    }

    /// The World as it was at a moment, and the last input in it; `nil` for what is too long ago.
    func world(at moment: Moment) -> (world: World, sequence: UInt64)? {
        guard let entry = entries.last(where: { $0.world.now <= moment }) else { return nil }
        var (world, sequence) = (entry.world, entry.sequence)
        for input in inputs where input.sequence > sequence && input.moment <= moment {
            _ = world.apply(
                .request(input.sequence, input.command, via: input.node),
                at: input.moment
            )
            sequence = input.sequence
        }
        _ = world.apply(.timePassed, at: moment)
        return (world, sequence)
    }

    /// Forgets what came after a moment, at which another time line begins.
    mutating func cut(at world: World, sequence: UInt64, time: Duration) {
        entries.removeAll { $0.world.now >= world.now || $0.sequence > sequence }
        inputs.removeAll { $0.sequence > sequence }
        entries.append(Entry(world: world, sequence: sequence, time: time))
    }
}
