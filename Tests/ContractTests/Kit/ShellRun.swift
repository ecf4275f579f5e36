import Foundation
import ProgramKit

/// What a command printed on both streams, and its exit code.
struct ShellAnswer: Sendable {
    let text: String
    let code: Int32

    /// As it is compared: the code counts only when it is a failure.
    var whole: String { code == 0 ? text : text + "\n[exit \(code)]" }
}

/// Lines of shell, run with docker pointed at an engine.
enum ShellRun {
    /// The project's root, where the stacks are.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs a line; one that takes longer than a minute is ended.
    static func run(_ line: String, environment: [String: String]) async throws -> ShellAnswer {
        let answer = try await Command(
            ["sh", "-c", line],
            environment: environment,
            directory: root.path
        ).runMerged()
        return ShellAnswer(text: answer.output, code: answer.code)
    }
}
