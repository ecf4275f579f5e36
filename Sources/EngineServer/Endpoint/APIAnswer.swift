import EngineAPI

/// What a request is answered with.
enum APIAnswer: Sendable {
    case reply(APIReply)
    case stream(APIStream)
    case hijack(APIHijack)
}

/// An answer whose content comes piece by piece, as fast as the client takes it.
struct APIStream: Sendable {
    /// `nil` = none is named.
    var contentType: String?
    /// Asked for the next piece only when the last one is on its way; ends the answer.
    var pieces: AsyncStream<[UInt8]>
}

/// A connection that becomes the client's own: raw bytes in both directions.
struct APIHijack: Sendable {
    var contentType: String
    /// Runs until the connection is to be closed.
    var run: @Sendable (RawConnection) async -> Void
}

/// Both directions of a connection without HTTP.
struct RawConnection: Sendable {
    /// What the client sends; ends when it sends no more, which does not mean that it is gone.
    var input: AsyncStream<[UInt8]>
    /// Sends bytes and waits until the system has them; `false` when the client is gone.
    var write: @Sendable ([UInt8]) async -> Bool
}
