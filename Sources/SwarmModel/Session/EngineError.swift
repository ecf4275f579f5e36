/// A refusal or failure as a docker client sees it: a status code and the engine's own words.
package struct EngineError: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    /// HTTP status of the Engine API.
    package let status: Int
    package let message: String

    package init(status: Int, message: String) {
        self.status = status
        self.message = message
    }

    package var description: String { message }

    /// A refusal of the control API, worded as the engine passes it on.
    package static func rpc(_ code: Code, _ text: String) -> EngineError {
        EngineError(
            status: code.status,
            message: "rpc error: code = \(code.rawValue) desc = \(text)"
        )
    }

    package static func notFound(_ kind: String, _ reference: String) -> EngineError {
        EngineError(status: 404, message: "\(kind) \(reference) not found")
    }

    package static let outOfSequence = rpc(.unknown, "update out of sequence")
    package static let noLeader = rpc(
        .unknown,
        "The swarm does not have a leader. It's possible that too few managers are online. "
            + "Make sure more than half of the managers are online."
    )

    /// What a call ends with that hung because there was no leader (RFT-6).
    package static let deadlineExceeded = EngineError(
        status: 500,
        message: "rpc error: code = DeadlineExceeded desc = context deadline exceeded"
    )

    /// What a worker's engine says to everything that only a manager can answer.
    package static let notAManager = EngineError(
        status: 503,
        message: "This node is not a swarm manager. Worker nodes can't be used to view or modify "
            + "cluster state. Please run this command on a manager node or promote the current "
            + "node to a manager."
    )
    /// What a manager says that was started again and waits for the unlock key (LCK-3).
    package static let locked = EngineError(
        status: 503,
        message: "Swarm is encrypted and needs to be unlocked before it can be used. Please use "
            + "\"docker swarm unlock\" to unlock it."
    )

    /// The codes of the control API that clients get to see.
    package enum Code: String, Sendable {
        case invalidArgument = "InvalidArgument"
        case failedPrecondition = "FailedPrecondition"
        case notFound = "NotFound"
        case alreadyExists = "AlreadyExists"
        case unimplemented = "Unimplemented"
        case permissionDenied = "PermissionDenied"
        case unknown = "Unknown"

        var status: Int {
            switch self {
            case .invalidArgument: 400
            case .failedPrecondition: 400
            case .notFound: 404
            case .alreadyExists: 409
            case .unimplemented: 501
            case .permissionDenied: 403
            case .unknown: 500
            }
        }
    }
}
