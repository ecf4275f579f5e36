import Basics
import ClusterPorts
import Compose
import SwarmModel
import SwarmStore
import Testing
import Wording

@testable import StackDeployment

@Suite struct StackPlanTests {
    private static let base = """
        services:
          api: {image: "api:1", deploy: {replicas: 3}, environment: [A=1], ports: ["80:80"], configs: [c]}
          web: {image: "web:1", deploy: {placement: {constraints: [node.role == worker]}}}
        networks: {default: {attachable: false}}
        configs: {c: {file: f}}
        """

    private func base(_ changes: [(String, String)] = [], contents: String = "x") throws
        -> ComposeStack
    {
        var text = Self.base
        for (old, new) in changes {
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
        }
        return try stack(text, files: ["f": contents])
    }

    private func deployed() async throws -> Store {
        let session = StubSession()
        _ = try await session.deploy(base(), as: "s")
        return await session.store
    }

    private func plan(_ changes: (String, String)..., in store: Store) throws -> StackPlan {
        try StackPlan(base(changes), as: "s", in: store)
    }

    @Test func `on an empty cluster everything is added`() async throws {
        let empty = await StubSession().store
        let plan = try plan(in: empty)
        #expect(
            plan.items.map(\.text)
                == ["network s_default", "config s_c", "service s_api", "service s_web"]
        )
        #expect(plan.items.allSatisfy { $0.change == .add })
        #expect(!plan.isEmpty)
    }

    @Test func `what is deployed is unchanged`() async throws {
        let plan = try plan(in: try await deployed())
        #expect(plan.items.allSatisfy { $0.change == .unchanged })
        #expect(plan.isEmpty)
        #expect(plan.refusal == nil)
    }

    @Test(arguments: [
        ("replicas: 3", "replicas: 6", "service s_api: replicas: 3 → 6 (its tasks run on)"),
        (
            "api:1", "api:2",
            "service s_api: image: api:1 → api:2; deploy.labels (all its tasks are replaced, for: image)"
        ),
        ("A=1", "A=2", "service s_api: environment (all its tasks are replaced)"),
        (
            "80:80", "81:80",
            "service s_api: ports: 80:80/tcp → 81:80/tcp (all its tasks are replaced)"
        ),
        (
            "replicas: 3", "replicas: 3, update_config: {parallelism: 3}",
            "service s_api: update_config (its tasks run on)"
        ),
        (
            "replicas: 3", "replicas: 3, labels: [a=b]",
            "service s_api: deploy.labels (its tasks run on)"
        ),
        (
            "replicas: 3", "replicas: 3, resources: {limits: {memory: 64M}}",
            "service s_api: resources (all its tasks are replaced)"
        ),
        (
            "role == worker", "role == manager",
            "service s_web: placement: node.role == worker → node.role == manager (tasks in wrong places move)"
        ),
        (
            "\"web:1\"", "\"web:1\", command: run it",
            "service s_web: command: – → run it (all its tasks are replaced)"
        ),
        (
            "replicas: 3", "mode: global",
            "failed to update service s_api: Error response from daemon: "
                + "rpc error: code = Unimplemented desc = service mode change is not allowed"
        ),
        (
            "role == worker", "role = worker",
            "failed to update service s_web: Error response from daemon: "
                + "rpc error: code = Unknown desc = constraint expected one operator from ==, !="
        ),
        (
            "attachable: false", "attachable: true",
            "network s_default stays as it is, though the file differs: attachable"
        ),
    ])
    func `a change is named, with what it does to the tasks`(
        old: String,
        new: String,
        expected: String
    ) async throws {
        let plan = try plan((old, new), in: try await deployed())
        let changed = plan.items.filter { $0.change != .unchanged }
        #expect(changed.map(\.text) == [expected])
        #expect(plan.isEmpty == expected.hasPrefix("network"))
    }

    @Test func `a config whose contents changed is refused`() async throws {
        let plan = try StackPlan(base(contents: "y"), as: "s", in: try await deployed())
        #expect(plan.refusal?.message.hasSuffix("only updates to Labels are allowed") == true)
    }

    @Test func `what the file no longer has is left over, or pruned`() async throws {
        let session = StubSession()
        _ = try await session.deploy(base(), as: "s")
        let store = await session.store
        let smaller = try stack("services: {api: {image: x}}\nnetworks: {default: {name: other}}")
        func leftOvers(prune: Bool) throws -> [String] {
            try StackPlan(smaller, as: "s", in: store, prune: prune).items
                .filter { $0.text.contains("no longer") }.map(\.text)
        }
        #expect(
            try leftOvers(prune: false) == [
                "network s_default is no longer in the file, and stays",
                "config s_c is no longer in the file, and stays",
                "service s_web is no longer in the file, and stays",
            ]
        )
        #expect(
            try leftOvers(prune: true).last == "service s_web is no longer in the file"
        )
    }

    @Test func `a service with a config that is still to come is planned as changed`() async throws
    {
        let plan = try plan(
            ("configs: [c]", "configs: [c, d]"),
            ("configs: {c:", "configs: {d: {file: f}, c:"),
            in: try await deployed()
        )
        #expect(
            plan.items.filter { $0.change != .unchanged }.map(\.text)
                == ["config s_d", "service s_api: configs (all its tasks are replaced)"]
        )
    }

    @Test func `a plan is what a deployment then does`() async throws {
        let session = StubSession()
        _ = try await session.deploy(base(), as: "s")
        let next = try base([("api:1", "api:2")])
        #expect(try StackPlan(next, as: "s", in: await session.store).isEmpty == false)
        _ = try await session.deploy(next, as: "s")
        #expect(try StackPlan(next, as: "s", in: await session.store).isEmpty)
    }

    @Test func `every field of a spec that differs is named`() async throws {
        let session = StubSession()
        _ = try await session.deploy(base(), as: "s")
        let rich = """
              api:
                image: "api:1"
                command: a
                entrypoint: b
                labels: [a=b]
                hostname: h
                user: u
                working_dir: /w
                stop_signal: SIGINT
                stop_grace_period: 3s
                tty: true
                stdin_open: true
                read_only: true
                init: true
                volumes: [/v]
                healthcheck: {disable: true}
                extra_hosts: ["h:1.1.1.1"]
                dns: 1.1.1.1
                sysctls: [a=b]
                cap_add: [A]
                cap_drop: [B]
                ulimits: {nofile: 1}
                isolation: hyperv
                logging: {driver: none}
                networks: {default: {aliases: [x]}}
                deploy: {restart_policy: {delay: 1s}, rollback_config: {}, endpoint_mode: dnsrr}
            """
        let text = "services:\n" + rich + "\n  web: {image: \"web:1\"}\n"
        let plan = try StackPlan(stack(text), as: "s", in: await session.store)
        let change = plan.items.first { $0.name == "s_api" }?.change
        guard case .change(let fields, let effect)? = change else {
            Issue.record("not a change: \(String(describing: change))")
            return
        }
        #expect(effect == .replaced)
        #expect(
            fields.map(\.name) == [
                "entrypoint", "command", "environment", "labels", "hostname", "user", "working_dir",
                "stop_signal", "stop_grace_period", "tty", "stdin_open", "read_only", "init",
                "volumes",
                "healthcheck", "extra_hosts", "dns", "configs", "sysctls", "cap_add", "cap_drop",
                "ulimits", "isolation", "networks", "logging", "restart_policy", "replicas",
                "rollback_config", "endpoint_mode", "ports",
            ]
        )
    }
}

/// The lines of a plan in other languages.
@Suite struct StackPlanLineTests {
    private static let changes: [StackPlan.Change] = [
        .unchanged, .fixed(["driver"]), .unreadable, .leftOver(isPruned: true),
        .leftOver(isPruned: false), .change([], .none), .change([], .misplaced),
        .change([], .replaced),
    ]

    @Test(arguments: changes) func `every line has Korean words, and keeps its values`(
        change: StackPlan.Change
    ) {
        let line = StackPlan.Item(kind: .service, name: "s_web", change: change).line
        #expect(Catalogue.korean.keys.contains(line.words), "\(line.words)")
        #expect(
            Catalogue.korean.arguments(of: line.words).sorted()
                == Array(0...line.values.count)
        )
    }
}
