import Foundation
import ProgramKit
import Synchronization

/// A process of namespaces of its own, that lives as long as this value keeps its input open.
///
/// Should the tests be killed, their end of the pipe closes, and everything in it ends, too.
final class Enclosure: Sendable {
    private struct State {
        var process: ChildProcess?
        var input: FileHandle?
    }
    private let state = Mutex(State())

    /// It says that it is ready in seconds, or never.
    private static let patience = 30_000

    /// The process whose network namespace it is.
    var pid: Int32? { state.withLock { $0.process?.id } }

    /// Runs a script as the first process of new namespaces, and waits for its line `ready`.
    func start(_ namespaces: [String], script: String, _ arguments: [String]) throws {
        let input = try ChildProcess.pipe()
        let output = try ChildProcess.pipe()
        let (goings, sayings) = (
            FileHandle(fileDescriptor: input.writing, closeOnDealloc: true),
            FileHandle(fileDescriptor: output.reading, closeOnDealloc: true)
        )
        let process = try ChildProcess.start(
            ["unshare"] + namespaces + [
                "--fork", "--kill-child=KILL", "bash", "-c", script, "init",
            ] + arguments,
            environment: ProcessInfo.processInfo.environment
                .merging(["PATH": Lab.environment["PATH"] ?? ""]) { $1 },
            streams: .init(
                input: input.reading,
                output: output.writing,
                errors: output.writing
            )
        )
        state.withLock { $0 = State(process: process, input: goings) }
        for end in [input.reading, output.writing] { close(end) }
        var said = Data()
        while !String(decoding: said, as: UTF8.self).contains("ready\n") {
            var watched = pollfd(
                fd: output.reading,
                events: Int16(POLLIN),
                revents: 0
            )
            let isReady = poll(&watched, 1, Int32(Self.patience)) > 0
            let piece = isReady ? sayings.availableData : Data()
            guard !piece.isEmpty else {
                throw LabError(text: "no namespaces: \(String(decoding: said, as: UTF8.self))")
            }
            said += piece
        }
    }

    /// Lets the script go on.
    func proceed() {
        try? state.withLock { try $0.input?.write(contentsOf: Data("go\n".utf8)) }
    }

    /// As if the power were cut.
    func end() {
        let ended = state.withLock { state in
            defer { state = State() }
            return state
        }
        ended.process?.end()
        try? ended.input?.close()
    }

    deinit { end() }
}
