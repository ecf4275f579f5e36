package import Basics
package import SwarmModel

/// Numbers a client's request, so that its answer finds the way back.
package typealias RequestID = UInt64

/// What happens to a World.
///
/// The journal is made of these.
package enum Input: Codable, Sendable {
    /// A client asks a node's engine for something; `via` is `nil` where any manager's will do.
    case request(RequestID, ClusterCommand, via: NodeID? = nil)
    /// Nothing but time: deadlines up to the moment given are carried out.
    case timePassed
}

/// What a World wants done outside of it.
package enum Effect: Sendable {
    /// Tell the client; may come later than the request, e.g. when the managers lost their leader.
    case answer(RequestID, Result<CommandOutcome, EngineError>)
}
