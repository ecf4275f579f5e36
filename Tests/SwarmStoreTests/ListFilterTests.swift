import Basics
import SwarmModel
import SwarmStore
import Testing

/// What lists show of the store.
@Suite struct ListFilterTests {
    private var fixture = ListFixture()

    private func names(_ change: (inout ServiceFilters) -> Void) -> [String] {
        var filters = ServiceFilters()
        change(&filters)
        return fixture.store.services(keptBy: filters).map(\.name)
    }

    @Test mutating func `VAL-3 kinds of wish are ANDed, the wishes of one kind ORed`() {
        let web = fixture.service("web", labels: ["tier": "front"])
        fixture.service("db", mode: .global, labels: ["tier": "back"])
        fixture.service("worker")
        #expect(names { _ in } == ["db", "web", "worker"])
        #expect(names { $0.names = ["web", "db"] } == ["db", "web"])
        #expect(names { $0.namePrefixes = ["w"] } == ["web", "worker"])
        #expect(names { $0.idPrefixes = [web.id.short] } == ["web"])
        #expect(names { $0.modes = ["global", "global-job"] } == ["db"])
        #expect(names { $0.modes = ["no-such-mode"] } == [])
        #expect(
            names {
                $0.namePrefixes = ["w"]
                $0.labels = ["tier": "front"]
            } == ["web"]
        )
    }

    @Test mutating func `VAL-3 names are exact and case counts after the index was asked`() {
        fixture.service("Web")
        #expect(names { $0.names = ["web"] } == [])
        #expect(names { $0.names = ["We"] } == [])
        #expect(names { $0.names = ["Web"] } == ["Web"])
        #expect(names { $0.namePrefixes = ["we"] } == [])
    }

    @Test mutating func `VAL-3 all labels must match, an empty value asks for the key`() {
        fixture.service("a", labels: ["x": "1", "y": "2"])
        fixture.service("b", labels: ["x": "2"])
        #expect(names { $0.labels = ["x": ""] } == ["a", "b"])
        #expect(names { $0.labels = ["x": "1"] } == ["a"])
        #expect(names { $0.labels = ["x": "", "y": ""] } == ["a"])
        #expect(names { $0.labels = ["z": ""] } == [])
        #expect(FilterRules.labels(["a=b=c", "d", "e="]) == ["a": "b=c", "d": "", "e": ""])
    }

    @Test mutating func `VAL-3 services are listed by runtime`() throws {
        fixture.service("web")
        fixture.service("plug", mode: .global) {
            $0.task.runtime = .plugin(PluginSpec(remote: "example/driver"))
        }
        fixture.service("odd", mode: .global) {
            $0.task.runtime = .generic(GenericRuntime(kind: "Job", payload: nil))
        }
        #expect(names { $0.runtimes = ["plugin", "job"] } == ["odd", "plug"])
        let standard = try ServiceFilters(engine: EngineFilters())
        #expect(fixture.store.services(keptBy: standard).map(\.name) == ["web"])
    }

    @Test func `VAL-3 an unknown filter is refused in the engine's words`() {
        let bad = EngineFilters(["name": ["x"], "bad": ["1"]])
        #expect(throws: EngineError(status: 400, message: "Invalid filter 'bad'")) {
            try ServiceFilters(engine: bad)
        }
        #expect(throws: EngineError(status: 500, message: "Invalid role filter: 'boss'")) {
            try NodeFilters(engine: EngineFilters(["role": ["boss"]]))
        }
        #expect(throws: EngineError(status: 400, message: "Invalid desired-state filter: 'x'")) {
            try TaskFilters(
                engine: EngineFilters(["desired-state": ["x"]]),
                services: [],
                nodes: []
            )
        }
    }

    @Test mutating func `VAL-51 OBJ-31 nodes are listed by the role they have`() throws {
        var one = fixture.node("node1", role: .manager, labels: ["zone": "a"])
        fixture.node("node2", engineLabels: ["disk": "ssd"])
        one.spec.role = .worker
        fixture.store.put(one)
        func names(_ filters: [String: [String]]) throws -> [String] {
            try fixture.store.nodes(keptBy: NodeFilters(engine: EngineFilters(filters)))
                .map(\.displayName)
        }
        #expect(try names(["role": ["MANAGER"]]) == ["node1"], "still one, though demoted")
        #expect(try names(["role": ["worker"]]) == ["node2"])
        #expect(try names(["name": ["node"]]) == ["node1", "node2"])
        #expect(try names(["label": ["disk"]]) == ["node2"], "labels of the engine")
        #expect(try names(["node.label": ["zone=a"]]) == ["node1"])
        #expect(try names(["membership": ["accepted"]]) == ["node1", "node2"])
        #expect(try names(["membership": ["pending"]]) == [])
        #expect(try names(["id": [one.id.short]]) == ["node1"])
    }

    @Test mutating func `VAL-80 tasks are listed by service, node, name, state and label`() throws {
        let node = fixture.node("node1")
        let web = fixture.service("web", labels: ["tier": "front"])
        let db = fixture.service("db", mode: .global)
        let first = fixture.task(of: web, slot: 1, node: node.id)
        let second = fixture.task(of: web, slot: 2, state: .failed, desired: .shutdown)
        let global = fixture.task(of: db, slot: 0, node: node.id)
        func ids(_ change: (inout TaskFilters) -> Void) -> Set<TaskID> {
            var filters = TaskFilters()
            change(&filters)
            return Set(fixture.store.tasks(keptBy: filters).map(\.id))
        }
        #expect(ids { _ in } == [first.id, second.id, global.id])
        #expect(ids { $0.services = [web.id] } == [first.id, second.id])
        #expect(ids { $0.nodes = [node.id] } == [first.id, global.id])
        #expect(
            ids {
                $0.services = [web.id, db.id]
                $0.nodes = [node.id]
                $0.desiredStates = [.running]
            } == [first.id, global.id]
        )
        #expect(ids { $0.names = ["web.1.\(first.id)"] } == [first.id])
        #expect(ids { $0.namePrefixes = ["web.2"] } == [second.id])
        #expect(ids { $0.namePrefixes = ["db.\(node.id)"] } == [global.id])
        #expect(ids { $0.idPrefixes = [global.id.short] } == [global.id])
        #expect(ids { $0.desiredStates = [.shutdown] } == [second.id])
        #expect(ids { $0.labels = ["tier": ""] } == [first.id, second.id])
        #expect(ids { $0.runtimes = ["attachment"] } == [])
    }

    @Test mutating func `VAL-80 a task is up to date unless its service wants another`() {
        var web = fixture.service("web")
        let gone = fixture.service("gone")
        let old = fixture.task(of: web, slot: 1)
        let orphan = fixture.task(of: gone)
        fixture.store.remove(gone.id)
        var filters = TaskFilters()
        filters.isUpToDate = true
        #expect(fixture.store.tasks(keptBy: filters).map(\.id) == [old.id])
        web.spec.task.container.image = "web:2.0"
        web.specVersion = 7
        fixture.store.put(web)
        let new = fixture.task(of: web, slot: 1)
        #expect(fixture.store.tasks(keptBy: filters).map(\.id) == [new.id])
        filters.isUpToDate = false
        #expect(fixture.store.tasks(keptBy: filters).map(\.id).contains(orphan.id))
    }

    @Test mutating func `SEC-6 lists of secrets hide internal ones and all data`() {
        let one = fixture.secret("one")
        fixture.secret("two")
        fixture.secret("made-by-the-swarm", isInternal: true)
        func names(_ change: (inout DataFilters) -> Void) -> [String] {
            var filters = DataFilters()
            change(&filters)
            return fixture.store.secrets(keptBy: filters).map(\.name)
        }
        #expect(names { _ in } == ["one", "two"])
        #expect(
            names {
                $0.names = ["ONE"]
                $0.namePrefixes = ["tw"]
            } == ["one", "two"],
            "names and prefixes are ORed"
        )
        #expect(
            names {
                $0.names = ["two"]
                $0.idPrefixes = [one.id.short]
                $0.labels = ["kind": "one"]
            } == ["one"],
            "labels are ANDed"
        )
        #expect(
            fixture.store.secrets(keptBy: DataFilters()).allSatisfy { $0.spec.data == .withheld }
        )
        #expect(fixture.store.secret(one.id)?.spec.data == .sealed([1, 2], size: 2))
    }
}
