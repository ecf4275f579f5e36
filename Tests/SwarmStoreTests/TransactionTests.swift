import Basics
import SwarmModel
import SwarmStore
import Testing

/// What transactions and their readers see.
@Suite struct TransactionTests {
    private var fixture = ListFixture()

    @Test mutating func `STO-4 a reader's copy stays as it was`() {
        let web = fixture.service("web")
        let view = fixture.store
        fixture.store.beginTransaction()
        fixture.task(of: web)
        fixture.store.remove(web.id)
        #expect(view.service(web.id) == web.stamped(like: view))
        #expect(view.taskCount == 0)
        #expect(fixture.store.service(web.id) == nil)
    }

    @Test mutating func `STO-5 a transaction sees what it wrote itself`() {
        fixture.store.beginTransaction()
        let web = fixture.service("web")
        #expect(fixture.store.service(named: "WEB")?.id == web.id)
        let task = fixture.task(of: web)
        #expect(fixture.store.tally(of: web.id).running == 1)
        fixture.store.remove(task.id)
        #expect(fixture.store.tasks(of: web.id).isEmpty)
    }
}

extension Service {
    /// The service with the stamp that the store gave it.
    fileprivate func stamped(like store: Store) -> Service? {
        guard let meta = store.service(id)?.meta else { return nil }
        var copy = self
        copy.meta = meta
        return copy
    }
}
