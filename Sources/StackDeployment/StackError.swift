package import Compose
package import SwarmModel

/// Why a stack could not be deployed or removed.
package enum StackError: Error, Hashable, Sendable {
    case compose(ComposeError)
    /// An external network that is not there.
    case missingNetwork(String)
    /// The cluster refused: what was being done, and its words.
    case refused(String, EngineError)
    /// Some objects of the stack are still there.
    case incompleteRemoval(String)
    /// The user stopped it: the lines of what was not carried out, and of what may have been.
    case stopped(left: [String], unanswered: String?)

    /// Docker's words.
    package var message: String {
        switch self {
        case .compose(let error): error.message
        case .missingNetwork(let name):
            "network \"\(name)\" is declared as external, but could not be found. You need to create "
                + "a swarm-scoped network before the stack is deployed"
        case .refused(let action, let error):
            "failed to \(action): Error response from daemon: \(error.message)"
        case .incompleteRemoval(let name): "failed to remove some resources from stack: \(name)"
        case .stopped(let left, _): "stopped: \(left.count) steps were not carried out"
        }
    }
}

extension StackError: CustomStringConvertible {
    package var description: String { message }
}
