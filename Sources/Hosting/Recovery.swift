import Basics
import SwarmModel
import SwarmWorld

/// A World as it was when its journal was last written.
struct Recovery: Sendable {
    let identity: ClusterIdentity
    let world: World
    /// The last input that is in it.
    let sequence: UInt64
    /// The last input that is in its newest snapshot.
    let snapshotSequence: UInt64
    /// What was found wrong on the way; words for the user.
    let notes: [String]
    let isNew: Bool

    /// Makes a new cluster and starts its journal.
    init(beginning journal: Journal, _ configuration: HostConfiguration, epoch: WallTime)
        throws(HostingError)
    {
        identity = ClusterIdentity(
            name: configuration.name,
            seed: configuration.seed,
            epoch: epoch
        )
        world = World(
            seed: identity.seed,
            catalog: configuration.catalog,
            name: identity.name,
            epoch: epoch,
            preloadsImages: configuration.preloadsImages,
            links: configuration.links
        )
        (sequence, snapshotSequence, notes, isNew) = (0, 0, [], true)
        try journal.begin(identity, first: try world.packed(after: 0, path: journal.path))
    }

    /// Takes the newest snapshot that can be read and the inputs since, up to the clock's mark.
    ///
    /// The same journal always gives the same World, byte for byte.
    init(from journal: Journal, _ identity: ClusterIdentity) throws(HostingError) {
        var notes: [String] = []
        let (snapshot, saved) = try Self.newest(in: journal, &notes)
        var world = saved
        var sequence = snapshot.sequence
        try journal.replay(after: snapshot.sequence) { input in
            let request = Input.request(input.sequence, input.command, via: input.node)
            _ = world.apply(request, at: input.moment)
            sequence = input.sequence
        }
        _ = world.apply(.timePassed, at: try journal.clockMark())
        self.identity = identity
        self.world = world
        self.sequence = sequence
        snapshotSequence = snapshot.sequence
        self.notes = notes
        isNew = false
    }

    private static func newest(
        in journal: Journal,
        _ notes: inout [String]
    ) throws(HostingError) -> (JournalSnapshot, World) {
        var isOneWhole = false
        for number in try journal.snapshotNumbers() {
            do {
                let snapshot = try journal.snapshot(number)
                isOneWhole = true
                return (snapshot, try Packed.decode(World.self, from: snapshot.payload))
            } catch {
                notes.append("a snapshot could not be read and an older one was used: \(error)")
            }
        }
        if isOneWhole { throw .otherVersion(path: journal.path) }
        throw .damaged(path: journal.path, detail: "it has no snapshot that can be read")
    }
}

extension World {
    /// The World as a snapshot for the journal.
    func packed(after sequence: UInt64, path: String) throws(HostingError) -> JournalSnapshot {
        do {
            return JournalSnapshot(
                sequence: sequence,
                moment: now,
                payload: try Packed.encode(self)
            )
        } catch {
            throw .storage(path: path, reason: "the cluster cannot be saved: \(error)")
        }
    }
}
