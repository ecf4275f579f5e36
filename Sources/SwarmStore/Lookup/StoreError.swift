/// Why the store refuses, in its own words.
///
/// - Source: OBJ-5, STO-8.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    case exists
    case missing
    case nameConflict
    case outOfSequence
    /// No index of that kind of object answers the question.
    case invalidSelection
    case transactionTooLarge

    package var description: String {
        switch self {
        case .exists: "object already exists"
        case .missing: "object does not exist"
        case .nameConflict: "name conflicts with an existing object"
        case .outOfSequence: "update out of sequence"
        case .invalidSelection: "invalid find argument type"
        case .transactionTooLarge: "raft: raft message is too large and can't be sent"
        }
    }
}
