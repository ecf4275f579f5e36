import Foundation
import Testing

/// Rules of the house that the compiler does not keep.
@Suite struct TidyTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Which modules each target may import.
    ///
    /// A new edge is a change here, with its reason in the commit.
    static let allowed: [String: Set<String>] = {
        let model: Set<String> = ["Basics", "SwarmModel"]
        let core = model.union(["SwarmStore"])
        let ports = core.union(["ClusterPorts"])
        let world = ports.union([
            "Scheduling", "Allocation", "Orchestration", "Agents", "Overlay", "RaftCore",
        ])
        return [
            "Basics": [],
            "SwarmModel": ["Basics"],
            "SwarmStore": model.union(["HashTreeCollections"]),
            "ClusterPorts": core,
            // The protocol knows nothing of what it agrees on.
            "RaftCore": ["Basics"],
            "Scheduling": core,
            "Allocation": core,
            "Orchestration": core,
            "Overlay": core,
            "Agents": ports,
            "SwarmWorld": world,
            "Simulation": core.union(["SwarmWorld", "Agents", "Compose", "StackDeployment"]),
            // Runs Worlds ahead, and makes them of what is known of other clusters.
            "Forecasting": ports.union(["SwarmWorld", "Scheduling", "Agents"]),
            "ImageCatalogFile": model.union(["Agents", "Yams"]),
            "Compose": model.union(["Yams"]),
            "StackDeployment": ports.union(["Compose"]),
            "Hosting": ports.union([
                "SwarmWorld", "Forecasting", "Agents", "GRDB", "Crypto", "Foundation",
                "FoundationEssentials",
                "Glibc", "Musl", "Darwin", "Synchronization",
            ]),
            "EngineClient": ports.union([
                "Forecasting", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL",
                // Synchronization: the relay to ssh is shared with the thread that serves it.
                "Crypto", "FoundationEssentials", "Glibc", "Synchronization",
            ]),
            // Synchronization: requests share what they remember of lists, a memo and no more.
            "EngineAPI": ports.union(["Synchronization"]),
            // NIO has the sockets; the system's own calls are for the file of a socket;
            // Synchronization counts connections, which several threads may accept; Crypto signs
            // the certificate of the swarm's root.
            "EngineServer": ports.union([
                "EngineAPI", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "Synchronization",
                "Crypto",
                "Glibc", "Musl", "Darwin",
            ]),
            // Synchronization: the recording screen of the tests is a class that tests share.
            "Cells": ["Basics", "Synchronization"],
            // Synchronization: built-in themes are parsed once for the whole program.
            "Theming": [
                "Basics", "Cells", "TOMLKit", "Foundation", "FoundationEssentials", "Glibc",
                "Darwin", "Synchronization",
            ],
            // Synchronization: texts without words are collected by tests that run side by side.
            "Wording": ["Synchronization"],
            "Console": ports.union(["Cells", "Wording", "HashTreeCollections"]),
            // The nearest word is the themes' own; Yams knows the lines.
            "ConfigFile": ["Basics", "Cells", "Console", "Wording", "Theming", "Yams"],
            "Curses": [
                "Basics", "Cells", "Theming", "CNcurses", "Foundation", "FoundationEssentials",
                "Glibc", "Darwin", "Synchronization",
            ],
            // What terminals are written, for recordings of them.
            "Casting": ["Cells", "Theming"],
            "Journeys": [],
            "Recording": ports.union(["Cells"]),
            // Writes beside the screen's thread, and reads files where they lie.
            "RecordingFiles": ports.union([
                "Recording", "Casting", "Theming", "Cells", "Glibc", "Synchronization",
                // What a recording shows is looked ahead of, as a cluster that is attached to.
                "Forecasting",
            ]),
            "ConsoleLoop": ports.union([
                "Cells", "Console", "Wording", "Glibc", "Synchronization",
                // Rotations are works of several steps as deployments are, called off in one way.
                "StackDeployment",
            ]),
        ]
    }()

    /// Targets that decide and never do.
    static let pure = [
        "Basics", "SwarmModel", "SwarmStore", "ClusterPorts", "RaftCore", "Scheduling",
        "Allocation", "Orchestration", "Overlay", "Agents", "SwarmWorld", "Forecasting",
        "Simulation",
        "EngineAPI", "Cells",
        "Wording", "Console", "Casting", "Journeys", "Recording",
    ]

    /// Every Swift file of a target, by its path below the project's root.
    private static func sources(of target: String) throws -> [(path: String, text: String)] {
        let folder = root.appending(path: "Sources/\(target)")
        guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        else { return [] }
        let files = walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        return try files.map {
            ("\(target)/\($0.lastPathComponent)", try String(contentsOf: $0, encoding: .utf8))
        }
    }

    private static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
            .sorted()
    }

    @Test(arguments: allowed.keys.sorted())
    func `imports point down`(target: String) throws {
        let allowed = try #require(Self.allowed[target])
        let files = try Self.sources(of: target)
        #expect(!files.isEmpty, "no sources found for \(target)")
        for (file, text) in files {
            for line in text.split(separator: "\n") where !line.hasPrefix("//") {
                let words = line.split(separator: " ")
                guard let position = words.firstIndex(of: "import"), position <= 1,
                    position + 1 < words.count
                else { continue }
                let last = words[words.count - 1].split(separator: ".")[0]
                #expect(allowed.contains(String(last)), "\(file) may not import \(last)")
            }
        }
    }

    @Test(arguments: pure)
    func `pure targets read no clock, dice or disk`(target: String) throws {
        let banned = [
            "Date()", "ContinuousClock", "SystemRandomNumberGenerator", ".random(in:",
            ".shuffled()",
            "await ", "print(",
        ]
        for (file, text) in try Self.sources(of: target) {
            for line in text.split(separator: "\n") {
                let code = line.trimmingCharacters(in: .whitespaces)
                if code.hasPrefix("//") || code.contains("using: &") { continue }
                // Protocols of the ports may describe waiting, or name one way by another.
                if target == "ClusterPorts" {
                    if code.contains("func ") || code == "try await perform(command)" { continue }
                }
                for word in banned where code.contains(word) {
                    Issue.record("\(file) uses \(word): \(code)")
                }
            }
        }
    }

    @Test func `no file is too long to hold one idea`() throws {
        for target in try Self.targets() {
            for (file, text) in try Self.sources(of: target) {
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
                #expect(lines <= 500, "\(file) has \(lines) lines")
            }
        }
    }

    @Test func `nothing traps, lies or waits for later`() throws {
        let banned = ["try!", " as! ", "TODO", "FIXME", "@unchecked Sendable", "fatalError("]
        for target in try Self.targets() {
            for (file, text) in try Self.sources(of: target) {
                for word in banned where text.contains(word) {
                    Issue.record("\(file) contains \(word)")
                }
            }
        }
    }

    @Test func `names say what a thing is`() throws {
        for target in try Self.targets() {
            for (file, text) in try Self.sources(of: target) {
                for word in ["Manager", "Helper", "Utils"] {
                    let isDeclared = ["struct", "class", "enum", "actor", "protocol"].contains {
                        text.firstMatch(of: try! Regex("\($0) [A-Za-z]*\(word)\\b")) != nil
                    }
                    #expect(!isDeclared, "\(file) declares a …\(word)")
                }
            }
        }
    }
}
