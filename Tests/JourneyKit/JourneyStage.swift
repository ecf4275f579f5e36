import Foundation
import ProgramKit
import TerminalKit

/// What a script is played on: a program, and a folder of its own that is gone afterwards.
package final class JourneyStage {
    package let folder: String
    let binary: String
    let environment: [String: String]
    private let copyCluster: (String) throws -> Void

    /// - Parameters:
    ///   - binary: the program `skep`.
    ///   - cluster: puts the demo's cluster, at rest and before its update, into a folder.
    /// - Throws: what kept the folder from being made.
    package init(binary: String, cluster: @escaping (String) throws -> Void) throws {
        self.binary = binary
        copyCluster = cluster
        // Short, since a socket's path must be.
        folder = "/tmp/skep-j" + String(UInt32.random(in: 0...UInt32.max), radix: 36)
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        environment = [
            "HOME": folder, "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color",
            "LANG": "C.UTF-8", "XDG_STATE_HOME": folder + "/state",
            "XDG_CONFIG_HOME": folder + "/config", "SWIFT_BACKTRACE": "enable=no",
        ]
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Puts the folder in the place of `$DIR`.
    func resolved(_ text: String) -> String {
        text.split(separator: "$DIR", omittingEmptySubsequences: false).joined(separator: folder)
    }

    func resolved(_ words: [String]) -> [String] { words.map { resolved($0) } }

    func putCluster(into path: String) throws { try copyCluster(path) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    func program(_ arguments: [String]) -> PseudoTerminal.Program {
        PseudoTerminal.Program(
            path: binary,
            arguments: arguments,
            environment: environment,
            directory: folder
        )
    }

    /// Where the docker command is; `nil` if this machine has none.
    package static let docker: String? = ["/usr/local/bin/docker", "/usr/bin/docker"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Runs a docker command at an engine.
    ///
    /// - Returns: what it printed on both outputs, and how it ended.
    func docker(_ words: [String], at host: String) throws -> (text: String, code: Int32) {
        guard let docker = Self.docker else { throw JourneyFault("there is no docker command") }
        let answer = try Command([docker, "--host", host] + words, environment: environment)
            .runHere(mergesErrors: true)
        return (answer.output, answer.code)
    }
}

/// Why a script does not go on.
package struct JourneyFault: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
