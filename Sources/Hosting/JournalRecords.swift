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
    /// Whose engine was asked; `nil` = any manager's.
    var node: NodeID?

    /// What the journal keeps of it, as one line of JSON.
    var payload: String { get throws { try JSONText.compact(Payload(self)) } }

    /// A command's name for those who read a journal, as `updateService`.
    ///
    /// A command is an object with one field of that name; beside a node it is in another.
    static func kind(ofPayload payload: String) -> String {
        let outer = #"{"command":"#
        let command = payload.hasPrefix(outer) ? payload.dropFirst(outer.count) : payload[...]
        return String(command.dropFirst(2).prefix { $0 != "\"" })
    }

    /// What the journal keeps as text: the command, or the command and the node.
    struct Payload: Codable {
        let command: ClusterCommand
        let node: NodeID?

        private enum CodingKeys: CodingKey { case command, node }

        init(_ input: JournalInput) {
            command = input.command
            node = input.node
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            if fields.contains(.node) {
                command = try fields.decode(ClusterCommand.self, forKey: .command)
                node = try fields.decode(NodeID.self, forKey: .node)
            } else {
                command = try ClusterCommand(from: decoder)
                node = nil
            }
        }

        func encode(to encoder: any Encoder) throws {
            guard let node else { return try command.encode(to: encoder) }
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(command, forKey: .command)
            try fields.encode(node, forKey: .node)
        }
    }
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
