package import Basics
import Crypto
import FoundationEssentials
import GRDB
import SwarmModel

/// What a cluster is from its first moment on.
package struct ClusterIdentity: Hashable, Sendable {
    package var name: String
    package var seed: UInt64
    /// The wall time of ``Moment/zero``.
    package var epoch: WallTime

    package init(name: String, seed: UInt64, epoch: WallTime) {
        self.name = name
        self.seed = seed
        self.epoch = epoch
    }
}

/// A command that was accepted, and when.
struct JournalInput: Hashable, Sendable {
    /// From 1, without gaps; also the number of the World's request.
    let sequence: UInt64
    let moment: Moment
    let command: ClusterCommand
}

/// A World as bytes.
struct JournalSnapshot: Sendable {
    /// The last input that is in it; 0 for the World before the first one.
    let sequence: UInt64
    let moment: Moment
    let payload: [UInt8]
}

/// A checksum over what a row says, so that a damaged row is known as such.
enum RowChecksum {
    static func of(_ sequence: UInt64, _ moment: Moment, _ payload: some DataProtocol) -> Data {
        var hash = SHA256()
        hash.update(data: Array("\(sequence) \(moment.nanoseconds) ".utf8))
        hash.update(data: payload)
        return Data(hash.finalize())
    }

    static func of(_ key: String, _ value: DatabaseValue) -> Data {
        Data(SHA256.hash(data: Array("\(key) \(value)".utf8)))
    }
}

extension ClusterCommand {
    /// The command's name for those who read a journal, as `updateService`.
    var name: String { Mirror(reflecting: self).children.first?.label ?? "\(self)" }
}
