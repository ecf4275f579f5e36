import Foundation

/// A program that is run to its end, for what it says.
package struct Command: Sendable {
    /// The program, looked for on the `PATH` of the environment, and its arguments.
    package var words: [String]
    /// All of it.
    package var environment: [String: String]
    /// Where it runs; where the tests do if `nil`.
    package var directory: String?
    /// It is ended after so many seconds, and answers 124 then.
    package var patience: Int

    package init(
        _ words: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        directory: String? = nil,
        patience: Int = 60
    ) {
        self.words = words
        self.environment = environment
        self.directory = directory
        self.patience = patience
    }

    /// What a program said, and how it ended.
    package struct Answer: Sendable {
        package let output: String
        package let errors: String
        package let code: Int32
    }

    /// Runs it while the caller's thread is free for others.
    ///
    /// - Throws: a ``ProgramFault`` if there is no process or no file for it.
    package func run() async throws -> Answer { try await OwnThread.run { try runHere() } }

    /// The same, its errors among its output, as a terminal shows them.
    package func runMerged() async throws -> Answer {
        try await OwnThread.run { try runHere(mergesErrors: true) }
    }

    /// Runs it; blocks the caller's thread.
    ///
    /// - Parameter mergesErrors: whether its errors are written where its output is.
    /// - Returns: what it said.
    /// - Throws: a ``ProgramFault`` if there is no process or no file for it.
    package func runHere(mergesErrors: Bool = false) throws(ProgramFault) -> Answer {
        // Files, not pipes: what the program leaves running may hold them open.
        let output = try OutputFile()
        let errors = mergesErrors ? output : try OutputFile()
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard nothing >= 0 else { throw ProgramFault("/dev/null: \(errno)") }
        defer { close(nothing) }
        let process = try ChildProcess.start(
            ["timeout", "-k", "5", "\(patience)"] + words,
            environment: environment,
            directory: directory,
            streams: .init(
                input: nothing,
                output: output.descriptor,
                errors: errors.descriptor
            )
        )
        let code = process.wait()
        return Answer(
            output: output.text,
            errors: mergesErrors ? "" : errors.text,
            code: code
        )
    }
}

/// A file without a name.
private final class OutputFile {
    let descriptor: Int32

    init() throws(ProgramFault) {
        var template = Array((NSTemporaryDirectory() + "/skep-output-XXXXXX").utf8CString)
        descriptor = ChildProcess.unshared { [mkstemp(&template)] }[0]
        guard descriptor >= 0 else { throw ProgramFault("no file for output: \(errno)") }
        unlink(template)
    }

    deinit { close(descriptor) }

    var text: String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = pread(descriptor, &chunk, chunk.count, off_t(bytes.count)), count > 0
        {
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
