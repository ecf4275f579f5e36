import Agents
import Basics
import SwarmModel
import SwarmStore
import Testing

/// Secrets and configs go where they are used, and no further.
@Suite struct FileDeliveryTests {
    private func secret(_ name: String, in driver: inout AgentsDriver) -> Secret {
        let secret = Secret(
            id: SecretID(using: &driver.random),
            spec: SecretSpec(name: name, data: .sealed([1, 2], size: 2))
        )
        driver.store.put(secret)
        return secret
    }

    private func service(
        _ image: String = "plain",
        with secret: Secret,
        in driver: inout AgentsDriver
    ) -> Service {
        driver.service(image) {
            $0.secrets = [
                SecretReference(id: secret.id, name: secret.name, file: FileTarget(name: "app"))
            ]
        }
    }

    @Test func `DIS-33 SEC-7 a node has the secrets of its live tasks and no other`() {
        var driver = AgentsDriver()
        let nodes = [driver.addNode("node1"), driver.addNode("node2"), driver.addNode("node3")]
        let (one, other) = (secret("one", in: &driver), secret("other", in: &driver))
        let (web, api) = (service(with: one, in: &driver), service(with: other, in: &driver))
        let first = driver.assign(web, to: nodes[0])
        let second = driver.assign(web, to: nodes[0], slot: 2)
        _ = driver.assign(web, to: nodes[1], slot: 3)
        _ = driver.assign(api, to: nodes[1])
        driver.advance(.seconds(4))
        func held(_ node: NodeID) -> Set<SecretID> {
            Set(driver.agents.secrets(on: node, in: driver.store))
        }
        #expect(held(nodes[0]) == [one.id])
        #expect(held(nodes[1]) == [one.id, other.id])
        #expect(held(nodes[2]) == [])
        driver.desire(.shutdown, of: first)
        driver.advance(.seconds(4))
        #expect(held(nodes[0]) == [one.id], "the second one still uses it")
        driver.desire(.shutdown, of: second)
        driver.advance(.seconds(4))
        #expect(held(nodes[0]) == [])
        #expect(held(nodes[1]) == [one.id, other.id])
    }

    @Test func `DIS-34 a node keeps a deleted secret while a task there uses it`() {
        var driver = AgentsDriver()
        let (has, lacks) = (driver.addNode("node1"), driver.addNode("node2"))
        let gone = secret("gone", in: &driver)
        let web = service(with: gone, in: &driver)
        let user = driver.assign(web, to: has)
        driver.advance(.seconds(4))
        driver.store.remove(gone.id)
        driver.advance(.seconds(1))
        #expect(driver.state(user) == .running)
        let beside = driver.assign(web, to: has, slot: 2)
        let elsewhere = driver.assign(web, to: lacks, slot: 3)
        driver.advance(.seconds(4))
        #expect(driver.state(beside) == .running)
        #expect(driver.state(elsewhere) == .failed)
        for id in [user, beside] { driver.desire(.shutdown, of: id) }
        driver.advance(.seconds(4))
        let late = driver.assign(web, to: has, slot: 4)
        driver.advance(.seconds(4))
        #expect(
            driver.task(late)?.status.error
                == "starting container failed: unable to get secret from secret store: "
                + "secret \(gone.id) not found"
        )
    }

    @Test func `DIS-33 a config is held like a secret`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let config = Config(
            id: ConfigID(using: &driver.random),
            spec: ConfigSpec(name: "settings", data: [1])
        )
        driver.store.put(config)
        let web = driver.service("finishing") {
            $0.configs = [
                ConfigReference(id: config.id, name: "settings", file: FileTarget(name: "c"))
            ]
        }
        let id = driver.assign(web, to: node)
        driver.advance(.seconds(2))
        #expect(driver.agents.configs(on: node, in: driver.store) == [config.id])
        driver.advance(.seconds(4))
        #expect(driver.state(id) == .complete)
        #expect(driver.agents.configs(on: node, in: driver.store).isEmpty)
    }
}
