import Basics
import SwarmModel
import SwarmStore
import Testing

/// Random writes to a store and to plain dictionaries; the seed of a failure is its argument.
@Suite struct StoreModelTests {
    @Test(arguments: UInt64(1)...40)
    func `a store answers as plain dictionaries do`(seed: UInt64) {
        var pair = StorePair(seed: seed)
        for round in 0..<300 {
            pair.writeOnce()
            pair.checkChanges()
            if round.isMultiple(of: 25) { pair.checkAll() }
        }
        pair.checkAll()
        pair.empty()
        pair.checkAll()
        #expect(pair.store.taskTally == TaskTally())
    }

    @Test(arguments: UInt64(1)...20)
    func `a copy stays as it was while the store goes on`(seed: UInt64) {
        var pair = StorePair(seed: seed)
        for _ in 0..<100 { pair.writeOnce() }
        let copy = pair
        for _ in 0..<100 { pair.writeOnce() }
        pair.empty()
        copy.checkAll()
        pair.checkAll()
    }

    @Test func `OBJ-2 and OBJ-3 writes of one transaction share a version and a time`() throws {
        var pair = StorePair(seed: 3)
        let service = pair.addService()
        let (one, two) = (pair.makeTask(of: service, slot: 1), pair.makeTask(of: service, slot: 2))
        pair.store.now = .zero + .seconds(5)
        pair.store.beginTransaction()
        pair.store.create(one)
        pair.store.create(two)
        let version = pair.store.version
        let metas = [one, two].compactMap { pair.store.task($0.id)?.meta }
        let meta = ObjectMeta(
            version: version,
            createdAt: .zero + .seconds(5),
            updatedAt: .zero + .seconds(5)
        )
        #expect(metas == [meta, meta])
        pair.store.now = .zero + .seconds(9)
        pair.store.beginTransaction()
        pair.store.raiseDesired(of: one.id, to: .shutdown)
        let changed = try #require(pair.store.task(one.id)?.meta)
        #expect(changed.version == version + 1)
        #expect(changed.createdAt == .zero + .seconds(5))
        #expect(changed.updatedAt == .zero + .seconds(9))
    }

    @Test func `writing what is there already changes nothing`() throws {
        var pair = StorePair(seed: 4)
        let service = pair.addService()
        let task = pair.makeTask(of: service, slot: 1)
        pair.store.create(task)
        _ = pair.store.takeChanges()
        pair.store.beginTransaction()
        let stored = try #require(pair.store.task(task.id))
        pair.store.update(stored)
        pair.store.update(task)
        pair.store.create(task)
        pair.store.put(service)
        pair.store.raiseDesired(of: task.id, to: .ready)
        let isWritten = pair.store.update(task.id) { _ in false }
        #expect(!isWritten)
        #expect(pair.store.changes.isEmpty)
        #expect(pair.store.task(task.id) == stored)
    }

    @Test func `what is gone is not written`() {
        var pair = StorePair(seed: 5)
        let task = pair.makeTask(of: pair.addService(), slot: 1)
        _ = pair.store.takeChanges()
        pair.store.update(task)
        pair.store.raiseDesired(of: task.id, to: .shutdown)
        pair.store.remove(task.id)
        #expect(pair.store.changes.isEmpty)
        #expect(pair.store.task(task.id) == nil)
    }

    @Test func `LIF-3 the desired state is raised, never lowered`() {
        var pair = StorePair(seed: 6)
        let task = pair.makeTask(of: pair.addService(), slot: 1)
        pair.store.create(task)
        pair.store.raiseDesired(of: task.id, to: .shutdown)
        pair.store.raiseDesired(of: task.id, to: .running)
        #expect(pair.store.task(task.id)?.desiredState == .shutdown)
    }

    @Test func `OBJ-6 names are found in any case, and follow a new name`() {
        var pair = StorePair(seed: 7)
        var service = pair.addService(named: "Web")
        #expect(pair.store.service(named: "wEB")?.id == service.id)
        service.spec.name = "Shop"
        pair.store.put(service)
        #expect(pair.store.service(named: "web") == nil)
        #expect(pair.store.service(named: "shop")?.id == service.id)
        let heir = pair.addService(named: "SHOP")
        pair.store.remove(service.id)
        #expect(pair.store.service(named: "shop")?.id == heir.id)
    }
}
