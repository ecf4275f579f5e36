import Basics
import SwarmModel

/// One thing the user asked of the cluster.
struct Operation: Sendable {
    enum State: Hashable, Sendable {
        case pending
        case done(SafeText)
        case failed(SafeText)
    }

    let id: OperationID
    let at: WallTime
    let title: SafeText
    /// The key or the command line.
    let origin: SafeText
    /// Kind, name, id and version of the object.
    let subject: SafeText
    let docker: SafeText
    var state = State.pending
    var finishedAt: WallTime?
    /// What was asked and what was typed, to ask again if the object moved meanwhile.
    var change: Change?
    var input: String?
    /// The object as the user was shown it.
    var known: RowSubject?
}

/// What was asked for and what came of it, oldest first.
struct OperationLog: Sendable {
    private(set) var operations: [Operation] = []
    private var nextNumber = 1

    private static let limit = 500

    var inFlight: Int { operations.count { $0.state == .pending } }

    mutating func takeID() -> OperationID {
        defer { nextNumber += 1 }
        return OperationID(number: nextNumber)
    }

    mutating func add(_ operation: Operation) {
        operations.append(operation)
        if operations.count > Self.limit { operations.removeFirst() }
    }

    /// Notes how an operation ended; returns it as it is now.
    mutating func finish(_ id: OperationID, _ state: Operation.State, at time: WallTime)
        -> Operation?
    {
        guard let index = operations.lastIndex(where: { $0.id == id }) else { return nil }
        operations[index].state = state
        operations[index].finishedAt = time
        return operations[index]
    }
}
