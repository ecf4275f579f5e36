import Agents
import Basics
import ClusterPorts
import EngineAPI
import Foundation
import Hosting
import ProgramKit
import SwarmModel
import Synchronization
import Testing

@testable import EngineServer

/// The docker command line, as it is, against an embedded cluster.
///
/// Skipped, and said to be, where docker is not installed.
@Suite(
    .serialized,
    .enabled(
        if: Installed.path(of: "docker") != nil,
        "SKIPPED: docker is not installed, so its commands are not run"
    )
)
struct DockerCommandTests {
    @Test func `API-10 docker says plainly what it talks to`() async throws {
        try await withServer { server in
            #expect(try await server.docker("version").contains("skep"))
            let info = try await server.docker("info")
            #expect(info.contains("(simulated)"))
            #expect(info.contains("Swarm: active"))
        }
    }

    @Test func `API-10 the services of chapter 12 work from first to last`() async throws {
        try await withServer { server in
            try await server.docker("node", "ls")
            try await server.docker("swarm", "join-token", "worker")
            let create = [
                "service", "create", "--update-monitor", "1s", "--name", "timecheck",
                "--replicas", "1", "diamol/ch12-timecheck:1.0",
            ]
            #expect(try await server.docker(create).contains("converged"))
            #expect(try await server.docker("service", "ls").contains("1/1"))
            #expect(try await server.docker("service", "ps", "timecheck").contains("Running"))
            let container = try await server.docker("container", "ls", "--last", "1", "-q")
            try await server.docker("container", "rm", "-f", container)
            await server.host.skip(.seconds(15))
            #expect(
                try await server.docker("service", "ps", "timecheck").contains("\\_ timecheck.1")
            )
            let logs = try await server.docker("service", "logs", "--since", "60s", "timecheck")
            #expect(logs.contains("App version: 1.0"))
            let image = "{{.Spec.TaskTemplate.ContainerSpec.Image}}"
            #expect(
                try await server.docker("service", "inspect", "timecheck", "-f", image)
                    == "diamol/ch12-timecheck:1.0"
            )
            let update = try await server.docker(
                "service",
                "update",
                "--image",
                "diamol/ch12-timecheck:2.0",
                "timecheck"
            )
            #expect(update.contains("converged"))
            let back = try await server.docker("service", "update", "--rollback", "timecheck")
            #expect(back.contains("rollback: manually requested rollback"))
            try await server.docker("service", "rm", "timecheck")
        }
    }

    @Test func `API-10 the networks of chapter 12 answer names inside a container`() async throws {
        try await withServer { server in
            try await server.docker("network", "create", "--driver", "overlay", "iotd-net")
            for (name, image) in [
                ("iotd", "diamol/ch09-image-of-the-day"), ("accesslog", "diamol/ch09-access-log"),
            ] {
                try await server.docker(
                    "service",
                    "create",
                    "--detach",
                    "--replicas",
                    "2",
                    "--network",
                    "iotd-net",
                    "--name",
                    name,
                    image
                )
            }
            try await server.docker(
                "service",
                "create",
                "--detach",
                "--name",
                "image-gallery",
                "--network",
                "iotd-net",
                "--publish",
                "8010:80",
                "--replicas",
                "2",
                "diamol/ch09-image-gallery"
            )
            await server.host.skip(.seconds(20))
            #expect(try await server.docker("service", "ls").contains("*:8010->80/tcp"))
            let container = try await server.docker("container", "ls", "--last", "1", "-q")
            for name in ["iotd", "accesslog"] {
                let answer = try await server.docker(
                    "container",
                    "exec",
                    container,
                    "nslookup",
                    name
                )
                #expect(answer.contains("Address: 10.0.1."))
            }
            #expect(
                try await server.docker(
                    "exec",
                    container,
                    "sh",
                    "-c",
                    "echo a; hostname; ping -c 1 iotd"
                )
                .contains("1 packets received")
            )
            let failure = try await server.run(["docker", "exec", container, "sh", "-c", "exit 9"])
            #expect(failure.code == 9)
        }
    }

    @Test func `API-10 the stacks of chapter 13 are deployed, changed and removed`() async throws {
        try await withServer { server in
            let stack = { (version: Int) in "stacks/todo-list/v\(version).yml" }
            try await server.docker("stack", "deploy", "-c", stack(1), "todo")
            #expect(try await server.docker("stack", "ls").contains("todo"))
            try await server.docker("stack", "deploy", "-c", stack(2), "todo")
            #expect(try await server.docker("stack", "services", "todo").contains("/2"))
            await server.host.skip(.seconds(20))
            #expect(try await server.docker("stack", "ps", "todo").contains("Running"))
            try await server.docker("stack", "rm", "todo")
            try await server.docker(
                "config",
                "create",
                "todo-list-config",
                "stacks/todo-list/configs/config.json"
            )
            let config = try await server.docker(
                "config",
                "inspect",
                "--pretty",
                "todo-list-config"
            )
            #expect(config.contains("LogLevel"))
            try await server.docker("stack", "deploy", "-c", stack(3), "todo")
            try await server.docker(
                "secret",
                "create",
                "todo-list-secret",
                "stacks/todo-list/secrets/secrets.json"
            )
            let secret = try await server.docker(
                "secret",
                "inspect",
                "--pretty",
                "todo-list-secret"
            )
            #expect(!secret.contains("Password"))
            try await server.docker("stack", "deploy", "-c", stack(4), "todo")
            let nodes = try await server.docker("node", "ls", "-q")
            try await server.docker("node", "update", "--label-add", "storage=raid", nodes)
            try await server.docker("stack", "deploy", "-c", stack(5), "todo")
            await server.host.skip(.seconds(30))
            #expect(try await server.docker("volume", "ls", "-q") == "todo_todo-db-data")
            try await server.docker("stack", "deploy", "-c", stack(6), "todo")
            await server.host.skip(.seconds(30))
            #expect(try await server.docker("stack", "ps", "todo").contains("postgres:11.6"))
            try await server.docker("stack", "rm", "todo")
            #expect(try await server.docker("stack", "ls") == "NAME      SERVICES")
        }
    }

    @Test func `API-10 the updates of chapter 14 go through and pause`() async throws {
        try await withServer { server in
            try await server.docker("stack", "deploy", "-c", "stacks/demo/numbers.yml", "numbers")
            await server.host.skip(.seconds(60))
            #expect(try await server.docker("stack", "services", "numbers").contains("global"))
            let update = try await server.docker(
                "service",
                "update",
                "--detach",
                "--image",
                "diamol/numbers-api:nope",
                "--update-failure-action",
                "pause",
                "--update-parallelism",
                "1",
                "numbers_numbers-api"
            )
            #expect(update.contains("numbers_numbers-api"))
            await server.host.skip(.seconds(30))
            let state = try await server.docker(
                "service",
                "inspect",
                "-f",
                "{{.UpdateStatus.State}}",
                "numbers_numbers-api"
            )
            #expect(state == "paused")
            try await server.docker("service", "rollback", "--detach", "numbers_numbers-api")
            await server.host.skip(.seconds(120))
            let after = try await server.docker(
                "service",
                "inspect",
                "-f",
                "{{.UpdateStatus.State}}",
                "numbers_numbers-api"
            )
            #expect(after == "rollback_completed")
        }
    }

    @Test func `API-10 events of what was are told and end`() async throws {
        try await withServer { server in
            try await server.docker("config", "create", "a", "stacks/todo-list/configs/config.json")
            let snapshot = await server.host.snapshot()
            let soon = snapshot.wallTime(of: snapshot.now).nanoseconds / 1_000_000_000 + 2
            let events = try await server.docker(
                "events",
                "--since",
                "1",
                "--until",
                "\(soon)",
                "--filter",
                "type=config"
            )
            #expect(events.contains("config create"))
        }
    }

    @Test(.enabled(if: Installed.hasDockerPy, "SKIPPED: python3 with docker-py is not installed"))
    func `API-11 docker-py makes, scales, reads and removes a service`() async throws {
        let script = """
            import docker
            client = docker.from_env()
            assert client.ping()
            assert "skep" in client.version()["Version"]
            network = client.networks.create("back", driver="overlay")
            service = client.services.create(
                "nginx", name="web", networks=["back"], env=["A=b"],
                mode=docker.types.ServiceMode("replicated", replicas=2),
                healthcheck=docker.types.Healthcheck(test=["CMD", "true"], interval=1000000000))
            assert service.attrs["Spec"]["TaskTemplate"]["Networks"][0]["Target"] == network.id
            assert service.scale(3)
            service.reload()
            assert service.attrs["Spec"]["Mode"]["Replicated"]["Replicas"] == 3
            assert [s.name for s in client.services.list(filters={"name": "we"})] == ["web"]
            config = client.configs.create(name="c", data=b"hello")
            assert client.configs.get(config.id).attrs["Spec"]["Data"] == "aGVsbG8="
            config.remove()
            try:
                client.services.get("nope")
                raise SystemExit("found what there is not")
            except docker.errors.NotFound as error:
                assert "service nope not found" in str(error)
            assert client.nodes.list()[0].attrs["Spec"]["Role"] == "manager"
            service.remove()
            print("fine")
            """
        try await withServer { server in
            let (text, code) = try await server.run(["python3", "-c", script])
            #expect(code == 0, "\(text)")
            #expect(text.hasSuffix("fine"))
        }
    }
}

/// A server on a socket of its own.
struct RunningServer {
    let host: ClusterHost
    let address: String

    /// The project's root, where the stacks are.
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs docker, which must succeed; gives what it printed, without the last line's end.
    @discardableResult
    func docker(_ arguments: String...) async throws -> String { try await docker(arguments) }

    @discardableResult
    func docker(_ arguments: [String]) async throws -> String {
        let (text, code) = try await run(["docker"] + arguments)
        #expect(code == 0, "docker \(arguments.joined(separator: " ")): \(text)")
        return text
    }

    func run(_ words: [String]) async throws -> (text: String, code: Int32) {
        try await Self.run(words, environment: ["DOCKER_HOST": address])
    }

    /// Runs a program; gives what it printed on both streams, and its exit code.
    ///
    /// Waits on a thread of its own: the server under test needs those that tests share.
    static func run(
        _ words: [String],
        environment: [String: String]
    ) async throws -> (text: String, code: Int32) {
        var all = ProcessInfo.processInfo.environment
        all["DOCKER_CONTEXT"] = nil
        let answer = try await Command(
            words,
            environment: all.merging(environment) { $1 },
            directory: root.path
        ).runMerged()
        return (answer.output.trimmingCharacters(in: .newlines), answer.code)
    }
}

/// Serves a cluster of one node while a test runs.
///
/// - Parameters:
///   - tls: how clients prove who they are; then it is served at a port of loopback.
///   - limits: what clients may ask of it.
///   - body: the test.
/// - Throws: what the test throws, or that nothing can be served.
func withServer(
    tls: ServerTLS? = nil,
    limits: ServerLimits = ServerLimits(),
    _ body: (RunningServer) async throws -> Void
) async throws {
    let kit = try await ServerKit()
    let folder = try ScratchFolder("api")
    let server = EngineServer(
        session: kit.session,
        roster: kit.roster,
        identity: .init(version: "test"),
        tls: tls,
        limits: limits
    )
    let wish = try ListenAddress(tls == nil ? folder.path + "/docker.sock" : "tcp://127.0.0.1:0")
    let address = try #require(try await server.start([.init(wish)]).first)
    do {
        try await body(RunningServer(host: kit.host, address: address.description))
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
