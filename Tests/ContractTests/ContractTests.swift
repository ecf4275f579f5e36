import Foundation
import ProgramKit
import Testing

/// docker commands, told to a real swarm and to skep's: they must be answered alike.
///
/// Skipped, and said to be, where no dockerd can be started.
@Suite(
    .enabled(
        if: Lab.obstacle == nil,
        "SKIPPED: skep was not compared with a real dockerd: \(Lab.obstacle ?? "")"
    )
)
struct ContractTests {
    private static let gate = Gate(room: 10)
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Scripts")

    /// A script and a docker program that reads it.
    struct Case: CustomTestStringConvertible, Sendable {
        let script: String
        let client: String
        var testDescription: String { "\(script) with \(client)" }
    }

    /// Every script with the docker that is found first; those of the chapters with each that is.
    ///
    /// Those of several machines wait longest, and come first.
    static let cases: [Case] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let scripts = names.filter { $0.hasSuffix(".contract") }
            .map { String($0.dropLast(".contract".count)) }.filter { $0 != sdk }.sorted()
        let chosen = scripts.filter(isChosen).map { ($0, machines(of: $0)) }
        return chosen.sorted { $0.1 > $1.1 }.map(\.0).flatMap { script in
            (script.hasPrefix("chapter") ? clients : Array(clients.prefix(1)))
                .map { Case(script: script, client: $0) }
        }
    }()

    private static func machines(of script: String) -> Int {
        let file = folder.appending(path: script + ".contract")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return (try? ContractScript(name: script, text))?.nodes ?? 1
    }

    /// Whether a script is to be told: each, unless some are named.
    private static func isChosen(_ script: String) -> Bool {
        let chosen = ProcessInfo.processInfo.environment["SKEP_CONTRACT_SCRIPTS"]?
            .split(separator: ",").map(String.init)
        return chosen?.contains(script) ?? true
    }

    /// The docker programs of this machine that are not one and the same.
    static let clients: [String] = {
        if let chosen = ProcessInfo.processInfo.environment["SKEP_CONTRACT_CLIENT"] {
            return [chosen]
        }
        let first = Installed.path(of: "docker").map { [$0] } ?? []
        let others = ["/usr/local/bin/docker", "/usr/bin/docker"]
            .filter { FileManager.default.isExecutableFile(atPath: $0) }
        var seen: Set<String> = []
        return (first + others).filter {
            seen.insert(URL(filePath: $0).resolvingSymlinksInPath().path).inserted
        }
    }()

    @Test(.timeLimit(.minutes(30)), arguments: cases)
    func `API-12 a script is answered as by a real engine`(_ item: Case) async throws {
        try await Self.tell(item)
    }

    @Test(
        .timeLimit(.minutes(30)),
        .enabled(if: Installed.hasDockerPy, "SKIPPED: python3 with docker-py is not installed"),
        .enabled(if: isChosen(sdk), "SKIPPED: only some scripts were asked for")
    )
    func `API-11 API-12 docker-py is answered as by a real engine`() async throws {
        guard let client = Self.clients.first else { return }
        try await Self.tell(Case(script: Self.sdk, client: client))
    }

    /// Tells one script to both, when there is room for two more clusters.
    private static func tell(_ item: Case) async throws {
        let file = folder.appending(path: item.script + ".contract")
        let text = try String(contentsOf: file, encoding: .utf8)
        let page = try String(
            contentsOf: ShellRun.root.appending(path: "docs/fidelity.md"),
            encoding: .utf8
        )
        let run = ContractRun(
            script: try ContractScript(name: item.script, text),
            client: item.client,
            known: KnownDifferences(page: page).of(item.script)
        )
        await gate.enter(run.script.nodes)
        let result: Result<Void, any Error>
        do {
            result = .success(try await run.run())
        } catch {
            result = .failure(error)
        }
        await gate.leave(run.script.nodes)
        try result.get()
    }

    /// The script that speaks to the engines through docker-py.
    private static let sdk = "sdk"

    @Test func `API-12 the register names only scripts that there are`() throws {
        let page = try String(
            contentsOf: ShellRun.root.appending(path: "docs/fidelity.md"),
            encoding: .utf8
        )
        for row in KnownDifferences(page: page).rows {
            #expect(!row.reason.isEmpty, "\(row.name) has no reason")
            for script in row.scripts {
                let file = Self.folder.appending(path: script + ".contract").path
                #expect(FileManager.default.fileExists(atPath: file), "\(row.name): \(script)")
            }
        }
    }
}
