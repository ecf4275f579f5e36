import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Specs that are edited as wholes, updates that are held, objects that somebody else changes.
struct LiveTests {
    let demo = DemoCluster()

    private let edit = SpecEdit(
        before: "{\n    \"Name\": \"worker\",\n    \"Init\": true\n}",
        after: "{\n    \"Name\": \"worker\",\n    \"Init\": false\n}"
    )

    @Test func `E gives the spec to the editor, and the box shows what was changed`() throws {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.command("edit service worker")
        #expect(driver.takeEffects() == [.editSpec(.service(demo.worker))])
        driver.send(.editedSpec(.service(demo.worker), .success(edit)))
        #expect(driver.text.contains("Change the spec of service worker"))
        #expect(driver.text.contains("-     \"Init\": true"))
        #expect(driver.text.contains("+     \"Init\": false"))
        #expect(driver.takeEffects() == [])
        driver.type("<tab><enter>")
        let version = try #require(demo.builder.store.service(demo.worker)?.meta.version)
        guard case .changeSpec(let reference, version, edit, _)? = driver.takeEffects().first else {
            Issue.record("it was not sent")
            return
        }
        #expect(reference == .service(demo.worker))
    }

    @Test func `what was not changed, or is no JSON, is not sent`() {
        var driver = ConsoleDriver(demo.builder)
        let same = SpecEdit(before: edit.before, after: edit.before + "\n")
        driver.send(.editedSpec(.service(demo.worker), .success(same)))
        #expect(driver.box == nil)
        #expect(driver.text.contains("nothing was changed"))
        let broken = SpecEdit(before: edit.before, after: "{")
        driver.send(.editedSpec(.service(demo.worker), .success(broken)))
        #expect(driver.box?.isReady == false)
        #expect(driver.text.contains("no JSON"))
    }

    @Test func `OBJ-4 somebody else's change is told field by field, and asked about again`() throws
    {
        var demo = demo
        var driver = ConsoleDriver(demo.builder)
        driver.command("scale worker 6")
        driver.type("<enter><enter>")
        demo.builder.update(demo.worker) { $0.task.container.image = "worker:9" }
        driver.show(demo.builder)
        driver.send(.outcome(OperationID(number: 1), .failure(.outOfSequence)))
        #expect(driver.text.contains("changed by somebody else"))
        #expect(driver.text.contains("→ worker:9"))
        #expect(driver.box?.field.text == "6")
        #expect(driver.box?.focus != .accept)
    }

    @Test func `an update is held by its own knobs, and goes on as before`() throws {
        var demo = demo
        demo.beginUpdate()
        let id = try #require(
            demo.builder.store.services.first { $0.updateStatus?.state == .updating }?.id
        )
        let before = try #require(demo.builder.store.service(id))
        var driver = ConsoleDriver(demo.builder)
        driver.command("hold \(before.name)")
        driver.type("<tab><enter>")
        guard case .updateService(id, _, let held)? = driver.takeCommands().first else {
            Issue.record("nothing was held")
            return
        }
        #expect(held.update?.delay == UpdateHold.delay)
        demo.builder.change(id) {
            $0.previousSpec = before.spec
            $0.spec = held
        }
        driver.show(demo.builder)
        driver.command("rollout \(before.name)")
        #expect(driver.text.contains("update HELD"))
        #expect(driver.text.contains("resume goes on with it"))
        driver.command("resume \(before.name)")
        driver.type("<tab><enter>")
        guard case .updateService(id, _, let resumed)? = driver.takeCommands().first else {
            Issue.record("it was not resumed")
            return
        }
        #expect(resumed.update == before.spec.update)
        #expect(resumed.task == before.spec.task)
    }

    @Test func `LCK-3 a lost live engine can still be unlocked, and the key is not kept`() {
        var demo = demo
        demo.builder.source = .live(context: "prod")
        var driver = ConsoleDriver(demo.builder)
        var snapshot = demo.builder.snapshot
        snapshot.lostContact = LostContact(since: demo.builder.wall, reason: "locked")
        driver.send(.snapshot(snapshot))
        _ = driver.takeEffects()
        driver.command("unlock SWMKEY-1-secret")
        #expect(
            driver.takeEffects() == [.unlock(key: "SWMKEY-1-secret", OperationID(number: 1))]
        )
        driver.command("ops")
        #expect(driver.text.contains("Unlock the engine"))
        #expect(!driver.text.contains("SWMKEY"))
    }

    @Test func `labels of a service are changed by a key and by a command`() throws {
        var driver = ConsoleDriver(demo.builder)
        let service = try #require(demo.builder.store.service(demo.worker))
        var wanted = service.spec
        wanted.labels["tier"] = "front"
        let command = ClusterCommand.updateService(
            service.id,
            version: service.meta.version,
            spec: wanted
        )
        driver.command("label worker tier=front")
        #expect(driver.text.contains("Labels of service worker"))
        #expect(driver.text.contains("no task is replaced"))
        driver.type("<enter><enter>")
        #expect(driver.takeCommands() == [command])
        driver.command("label service worker tier=front")
        driver.type("<enter><enter>")
        #expect(driver.takeCommands() == [command])
        #expect(
            driver.model.operations.operations.last?.docker.string
                == "docker service update --label-add tier=front worker"
        )
        driver.command("label web5 a=b")
        #expect(driver.text.contains("no node or service web5 found"))
    }

    @Test func `a page that shows a token shows the next one, too`() {
        var demo = demo
        func rotate(to token: String) {
            var cluster = demo.builder.store.cluster
            cluster.joinTokens = JoinTokens(worker: token, manager: "SWMTKN-1-m")
            demo.builder.store.mirror(cluster: cluster)
        }
        rotate(to: "SWMTKN-1-first")
        var driver = ConsoleDriver(demo.builder)
        driver.command("join-token worker")
        #expect(driver.text.contains("SWMTKN-1-first"))
        rotate(to: "SWMTKN-1-second")
        driver.show(demo.builder)
        #expect(driver.text.contains("SWMTKN-1-second"))
        #expect(!driver.text.contains("SWMTKN-1-first"))
    }

    @Test func `a secret is rotated to a new one for all that use it`() throws {
        var driver = ConsoleDriver(demo.builder)
        driver.command("rotate secret shop_password new.txt")
        #expect(driver.text.contains("Rotate secret shop_password to shop_password-v2"))
        let docker = driver.box?.contents.docker ?? ""
        #expect(
            docker.contains("docker secret create shop_password-v2 new.txt; docker service update")
        )
        #expect(
            docker.contains(
                "--secret-rm shop_password --secret-add source=shop_password-v2,target="
            )
        )
        driver.type("<tab><enter>")
        guard case .rotateData(let rotation, _)? = driver.takeEffects().first else {
            Issue.record("nothing was rotated")
            return
        }
        let users = rotation.users(in: demo.builder.store)
        let user = try #require(users.first)
        let id = try #require(demo.builder.store.secret(named: "shop_password")?.id)
        var generator = SeededGenerator(seed: 1)
        let new = SecretID(using: &generator)
        let moved = rotation.moved(user.spec, to: "\(new)").task.container.secrets
        #expect(moved.map(\.name) == ["shop_password-v2"])
        #expect(moved.map(\.id) == [new])
        #expect(moved.first?.file == user.spec.task.container.secrets.first { $0.id == id }?.file)
    }

    @Test(arguments: [
        ("key", "key-v2"), ("key-v2", "key-v3"), ("key-v9", "key-v10"), ("a-vb", "a-vb-v2"),
    ])
    func `names of rotated objects count on`(name: String, next: String) {
        #expect(DataRotation.nextName(after: name) == next)
    }

    @Test func `x opens a shell in a task that runs, and in no other`() throws {
        var driver = ConsoleDriver(demo.builder)
        driver.command("exec worker.1 cat /etc/hosts")
        let task = try #require(
            demo.builder.store.tasks(of: demo.worker, in: .slot(1)).last { $0.state == .running }
        )
        #expect(driver.takeEffects() == [.openTerminal(task.id, ["cat", "/etc/hosts"])])
        var silent = ConsoleDriver(demo.builder, settings: ConsoleSettings(readOnly: true))
        silent.command("exec worker.1")
        #expect(silent.takeEffects() == [])
    }
}
