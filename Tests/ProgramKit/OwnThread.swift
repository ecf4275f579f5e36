import Foundation

/// Runs what blocks where it holds nobody else up.
package enum OwnThread {
    /// - Throws: what the body throws.
    package static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { caller in
            Thread.detachNewThread { caller.resume(with: Result { try body() }) }
        }
    }
}
