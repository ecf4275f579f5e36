package import ClusterPorts
package import SwarmModel

extension ClusterSession {
    /// Asks for a command as ``perform(_:)`` does, until the task that asks is cancelled.
    ///
    /// What was asked is not taken back then: it may be carried out all the same.
    ///
    /// - Throws: ``EngineError/calledOff`` when nobody waits for the answer any more.
    package func performUnlessCalledOff(
        _ command: ClusterCommand
    ) async throws(EngineError) -> CommandOutcome {
        let (answers, feed) = AsyncStream.makeStream(of: Result<CommandOutcome, EngineError>.self)
        let asking = Task {
            do throws(EngineError) {
                feed.yield(.success(try await perform(command)))
            } catch {
                feed.yield(.failure(error))
            }
            feed.finish()
        }
        var iterator = answers.makeAsyncIterator()
        if let answer = await iterator.next() { return try answer.get() }
        asking.cancel()
        throw .calledOff
    }
}

extension EngineError {
    /// Nobody waits for the answer any more.
    package static let calledOff = EngineError(status: 0, message: "it was called off")
}
