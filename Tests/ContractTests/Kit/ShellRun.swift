import Foundation

/// Programs that the suite runs where they are.
enum Program {
    static func path(of name: String) -> String? {
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return (places.map(String.init) + ["/usr/sbin", "/sbin"]).map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

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
        try await OwnThread.run {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["timeout", "-k", "5", "60", "sh", "-c", line]
            process.currentDirectoryURL = root
            process.environment = environment
            process.standardOutput = pipe
            process.standardError = pipe
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return ShellAnswer(
                text: String(decoding: data, as: UTF8.self),
                code: process.terminationStatus
            )
        }
    }
}

/// Runs what blocks where it holds nobody else up.
enum OwnThread {
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { caller in
            Thread.detachNewThread { caller.resume(with: Result { try body() }) }
        }
    }
}

/// A folder that is gone with its owner.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "skep-contract-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Lets no more machines run at a time than there is room for; who comes first goes first.
actor Gate {
    private let room: Int
    private var used = 0
    private var waiting: [(machines: Int, caller: CheckedContinuation<Void, Never>)] = []

    /// - Parameter room: for so many machines; a larger cluster runs alone.
    init(room: Int) { self.room = room }

    func enter(_ machines: Int) async {
        await withCheckedContinuation { caller in
            waiting.append((machines, caller))
            admit()
        }
    }

    func leave(_ machines: Int) {
        used -= machines
        admit()
    }

    private func admit() {
        while let next = waiting.first, used == 0 || used + next.machines <= room {
            used += next.machines
            waiting.removeFirst().caller.resume()
        }
    }
}
