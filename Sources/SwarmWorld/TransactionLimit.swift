import Basics
import SwarmModel
import SwarmStore

/// How much one call of a client may write.
///
/// - Source: STO-1.
enum TransactionLimit {
    private static let bytesMaximum = 1_572_864
    /// What is created from so much JSON at most is far below the limit: packed it takes a few
    /// times as much, and what the managers add to it is as long as some of its fields.
    private static let smallMaximum = 16_384

    /// Whether a command writes so little that nobody has to look.
    ///
    /// - Parameters:
    ///   - command: what is asked for; only what it creates is no larger than itself.
    ///   - length: how long it is as JSON; `nil` = nobody knows.
    /// - Returns: `false` where it has to be measured.
    static func isSmall(_ command: ClusterCommand, encodedLength length: Int?) -> Bool {
        guard let length, length <= smallMaximum else { return false }
        switch command {
        case .createService, .createNetwork, .createSecret, .createConfig: return true
        default: return false
        }
    }

    /// Refuses a transaction that no log would take.
    ///
    /// Specs count; what is small beside them is not looked at: tasks that a call changes, and what
    /// a node's machine has told of itself.
    static func check(_ changes: [StoreChange]) throws(EngineError) {
        var size = 0
        for change in changes { size += bytes(of: change) }
        if size > bytesMaximum {
            throw .rpc(.unknown, StoreError.transactionTooLarge.description)
        }
    }

    private static func bytes(of change: StoreChange) -> Int {
        switch change {
        case .service(_, let after): after.map { size(of: $0) } ?? 0
        case .network(_, let after): after.map { size(of: $0) } ?? 0
        case .secret(_, let after): after.map { size(of: $0) } ?? 0
        case .config(_, let after): after?.spec.data.count ?? 0
        case .node(_, let after): after.map { size(of: $0.spec) } ?? 0
        case .cluster(_, let after): size(of: after)
        case .task, .volume: 0
        }
    }

    /// What cannot be encoded has no size; it will not be saved either.
    private static func size(of object: some Encodable) -> Int {
        (try? Packed.encode(object).count) ?? 0
    }
}
