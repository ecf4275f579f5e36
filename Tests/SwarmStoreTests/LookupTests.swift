import Basics
import SwarmModel
import SwarmStore
import Testing

/// Which questions the store answers, and how.
@Suite struct LookupTests {
    private var fixture = ListFixture()

    @Test mutating func `STO-8 nodes by name without regard to case, by role and id`() throws {
        let one = fixture.node("Alpha", role: .manager)
        let two = fixture.node("beta")
        func ids(_ selection: Selection) throws -> [NodeID] {
            try fixture.store.findNodes(selection).map(\.id)
        }
        #expect(try ids(.all) == [one.id, two.id])
        #expect(try ids(.name("alpha")) == [one.id])
        #expect(try ids(.namePrefix("BE")) == [two.id])
        #expect(try ids(.idPrefix(one.id.short)) == [one.id])
        #expect(try ids(.role(.worker)) == [two.id])
        #expect(try ids(.membership(.accepted)) == [one.id, two.id])
        #expect(try ids(.any([.role(.worker), .name("beta")])) == [two.id], "each once")
    }

    @Test mutating func `STO-8 services by what they refer to`() throws {
        let secret = fixture.secret("s")
        let network = Network(
            id: NetworkID(using: &fixture.random),
            spec: NetworkSpec(name: "app")
        )
        fixture.store.put(network)
        let web = fixture.service("web") {
            $0.task.networks = [NetworkAttachmentSpec(target: network.id)]
            $0.task.container.secrets = [
                SecretReference(id: secret.id, name: "s", file: FileTarget(name: "s"))
            ]
        }
        fixture.service("other")
        #expect(try fixture.store.findServices(.network(network.id)).map(\.id) == [web.id])
        #expect(try fixture.store.findServices(.secret(secret.id)).map(\.id) == [web.id])
        #expect(try fixture.store.findServices(.runtime("container")).count == 2)
        #expect(try fixture.store.findNetworks(.name("APP")).map(\.id) == [network.id])
        let task = fixture.task(of: web)
        #expect(try fixture.store.findTasks(.secret(secret.id)).map(\.id) == [task.id])
    }

    @Test mutating func `STO-8 tasks by service, node, slot and state, each once`() throws {
        let node = fixture.node("node1")
        let web = fixture.service("web")
        let one = fixture.task(of: web, slot: 1, node: node.id)
        let two = fixture.task(of: web, slot: 2, state: .failed, desired: .shutdown)
        func ids(_ selection: Selection) throws -> [TaskID] {
            try fixture.store.findTasks(selection).map(\.id)
        }
        #expect(try ids(.service(web.id)) == [one.id, two.id])
        #expect(try ids(.node(node.id)) == [one.id])
        #expect(try ids(.slot(web.id, 2)) == [two.id])
        #expect(try ids(.any([.service(web.id), .node(node.id)])) == [one.id, two.id])
        #expect(try ids(.state(.failed)) == [two.id])
        #expect(try ids(.desiredState(.running)) == [one.id])
        #expect(try ids(.name("web.1.\(one.id)")) == [one.id])
    }

    @Test mutating func `STO-8 OBJ-5 a question without an index is refused`() {
        let node = fixture.node("node1")
        let web = fixture.service("web")
        let wrong = StoreError.invalidSelection
        #expect(throws: wrong) { try fixture.store.findNodes(.service(web.id)) }
        #expect(throws: wrong) { try fixture.store.findServices(.node(node.id)) }
        #expect(throws: wrong) { try fixture.store.findTasks(.role(.manager)) }
        #expect(throws: wrong) { try fixture.store.findNetworks(.any([.all, .state(.new)])) }
        #expect(throws: wrong) { try fixture.store.findSecrets(.slot(web.id, 1)) }
        #expect(throws: wrong) { try fixture.store.findConfigs(.runtime("container")) }
    }

    @Test func `OBJ-5 the store's refusals in its own words`() {
        let texts = [
            StoreError.exists, .missing, .nameConflict, .outOfSequence, .invalidSelection,
        ].map(\.description)
        #expect(
            texts == [
                "object already exists", "object does not exist",
                "name conflicts with an existing object", "update out of sequence",
                "invalid find argument type",
            ]
        )
    }
}
