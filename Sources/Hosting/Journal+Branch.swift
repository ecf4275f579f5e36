import Basics
import FoundationEssentials
import GRDB
import SwarmModel

extension Journal {
    /// Makes an earlier World the newest one: what came after it is forgotten.
    ///
    /// The journal as it was is kept beside it, as a file of its own, unless it is in memory.
    ///
    /// - Returns: the kept file's path; `nil` if there is none.
    /// - Throws: ``HostingError``; then nothing was changed.
    func branch(at snapshot: JournalSnapshot) throws(HostingError) -> String? {
        let kept = try keepCopy()
        let sequence = Int64(snapshot.sequence)
        try write { database in
            try database.execute(
                sql: "DELETE FROM inputs WHERE sequence > ?",
                arguments: [sequence]
            )
            try database.execute(
                sql: "DELETE FROM snapshots WHERE sequence > ? OR (id > 1 AND moment > ?)",
                arguments: [sequence, snapshot.moment.nanoseconds]
            )
            try database.insert(snapshot)
            try database.setMeta("sequence", sequence)
            try database.setMeta("clock", snapshot.moment.nanoseconds)
        }
        return kept
    }

    private func keepCopy() throws(HostingError) -> String? {
        guard isOnDisk else { return nil }
        var number = 1
        while FileManager.default.fileExists(atPath: "\(path).branch-\(number)") { number += 1 }
        let copy = "\(path).branch-\(number)"
        // Nobody else may read it, not even while it is written: an empty file is written into.
        guard
            FileManager.default.createFile(
                atPath: copy,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            )
        else { throw .storage(path: copy, reason: "it cannot be made") }
        try copyWhole(to: copy)
        return copy
    }
}
