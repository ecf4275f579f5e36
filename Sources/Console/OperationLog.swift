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
    /// The steps that were taken, where there are several.
    var steps: [SafeText] = []
    /// What was left out when the user stopped it.
    var left: [SafeText] = []
    /// Whether it can be stopped between two steps.
    var hasSteps = false
    /// Whether the user wanted it to stop.
    var isStopped = false
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

    /// The newest that is under way and can be stopped.
    var stoppable: Operation? { operations.last { $0.hasSteps && $0.state == .pending } }

    subscript(id: OperationID) -> Operation? { operations.last { $0.id == id } }

    /// Changes an operation that is under way.
    mutating func change(_ id: OperationID, _ body: (inout Operation) -> Void) {
        guard let index = operations.lastIndex(where: { $0.id == id }) else { return }
        body(&operations[index])
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
