import Basics
import SwarmModel
import SwarmStore
import Testing

/// Who is told of which changes.
@Suite struct WatchTests {
    private var fixture = ListFixture()
    private var history = ChangeHistory(after: 1)

    init() { _ = fixture.store.takeChanges() }

    /// Writes in a transaction of its own.
    private mutating func transaction(
        _ body: (inout ListFixture) -> Void
    ) -> StoreTransaction {
        fixture.store.beginTransaction()
        body(&fixture)
        let transaction = StoreTransaction(
            version: fixture.store.version,
            changes: fixture.store.takeChanges()
        )
        history.append(transaction)
        return transaction
    }

    private func watch(_ entries: WatchRequest.Entry...) throws -> StoreWatch {
        try StoreWatch(WatchRequest(entries))
    }

    @Test mutating func `WAT-1 WAT-7 one event for each change in order, one message for a commit`()
        throws
    {
        let all = WatchedObject.Kind.allCases.map { WatchRequest.Entry(kind: $0.rawValue) }
        let watch = try StoreWatch(WatchRequest(all))
        #expect(try watch.opening(history) == [.opening])
        #expect(WatchMessage.opening.events.isEmpty)
        let made = transaction {
            let web = $0.service("web")
            $0.task(of: web)
            $0.secret("s")
        }
        let message = try #require(watch.message(of: made))
        #expect(message.version == made.version)
        #expect(message.events.map(\.object.kind) == [.service, .task, .secret])
        #expect(message.events.allSatisfy { $0.action == .create && $0.old == nil })
        let nothing = transaction { _ in }
        #expect(watch.message(of: nothing) == nil)
    }

    @Test mutating func `WAT-1 an update carries the old object if it was asked for`() throws {
        var request = WatchRequest([.init(kind: "service")])
        request.includesOldObject = true
        let (with, without) = (try StoreWatch(request), try watch(.init(kind: "service")))
        var web: Service?
        _ = transaction { web = $0.service("web") }
        var changed = try #require(web)
        changed.spec.labels = ["a": "1"]
        let updated = transaction { $0.store.put(changed) }
        let event = try #require(with.message(of: updated)?.events.first)
        #expect(event.action == .update)
        #expect(event.object.labels == ["a": "1"])
        #expect(event.old?.labels == [:])
        #expect(without.message(of: updated)?.events.first?.old == nil)
        let removed = transaction { $0.store.remove(changed.id) }
        let end = try #require(with.message(of: removed)?.events.first)
        #expect(end.action == .remove)
        #expect(end.object.id == changed.id.description)
        #expect(end.old == nil)
    }

    @Test
    mutating func `WAT-3 SEC-6 an event holds the object as it was then, without a secret's data`()
        throws
    {
        let watch = try watch(.init(kind: "service"), .init(kind: "secret"))
        var web: Service?
        let made = transaction {
            web = $0.service("web")
            $0.secret("s")
        }
        let message = try #require(watch.message(of: made))
        var changed = try #require(web)
        changed.spec.labels = ["a": "1"]
        fixture.store.put(changed)
        #expect(message.events.first?.object.labels == [:])
        guard case .secret(let secret)? = message.events.last?.object else {
            Issue.record("no secret was told")
            return
        }
        #expect(secret.spec.data == .withheld)
    }

    @Test func `WAT-4 WAT-5 requests that make no sense are refused`() {
        func refusal(_ entry: WatchRequest.Entry) -> String? {
            do {
                _ = try StoreWatch(WatchRequest([entry]))
                return nil
            } catch { return error.message }
        }
        let invalid = "rpc error: code = InvalidArgument desc = "
        #expect(refusal(.init(kind: "")) == invalid + "no kind of object specified")
        #expect(refusal(.init(kind: "node", actions: [])) == invalid + "unrecognized action")
        #expect(
            refusal(.init(kind: "node", actions: WatchActions(rawValue: 8)))
                == invalid + "unrecognized action"
        )
        #expect(
            refusal(.init(kind: "node", filters: [.name("a"), .name("b")]))
                == invalid + "conflicting filters specified"
        )
        #expect(
            refusal(.init(kind: "service", filters: [.role(.manager)]))?.contains("unsupported")
                == true
        )
        #expect(refusal(.init(kind: "node", filters: [.name("a"), .namePrefix("a")])) == nil)
        #expect(refusal(.init(kind: "something-else")) == nil, "a kind of resource")
        #expect(WatchActions.create.rawValue == 1)
        #expect(WatchActions.update.rawValue == 2)
        #expect(WatchActions.remove.rawValue == 4)
    }

    @Test mutating func `WAT-5 filters of an entry are ANDed, entries ORed, actions masked`() throws
    {
        let both = try watch(
            .init(kind: "service", filters: [.namePrefix("W"), .label("tier", "front")])
        )
        let either = try watch(
            .init(kind: "service", filters: [.namePrefix("w")]),
            .init(kind: "service", filters: [.label("tier", "")])
        )
        let removals = try watch(.init(kind: "service", actions: .remove))
        let made = transaction {
            $0.service("web", labels: ["tier": "front"])
            $0.service("worker")
            $0.service("db", labels: ["tier": "back"])
            $0.service("cron")
        }
        func names(_ watch: StoreWatch) -> [String] {
            watch.message(of: made)?.events.map(\.object.name) ?? []
        }
        #expect(names(both) == ["web"])
        #expect(names(either) == ["web", "worker", "db"])
        #expect(names(removals) == [])
    }

    @Test mutating func `WAT-6 tasks by service, node, slot and desired state, nodes by role`()
        throws
    {
        let web = fixture.service("web")
        let node = fixture.node("node1", role: .manager)
        _ = fixture.store.takeChanges()
        let made = transaction {
            $0.task(of: web, slot: 1, node: node.id)
            $0.task(of: web, slot: 2, desired: .shutdown)
            $0.node("node2")
            $0.node("node3", role: .manager)
        }
        func count(_ kind: String, _ filter: WatchFilter) throws -> Int {
            try watch(.init(kind: kind, filters: [filter])).message(of: made)?.events.count ?? 0
        }
        #expect(try count("task", .service(web.id)) == 2)
        #expect(try count("task", .node(node.id)) == 1)
        #expect(try count("task", .slot(web.id, 2)) == 1)
        #expect(try count("task", .desiredState(.shutdown)) == 1)
        #expect(try count("node", .role(.manager)) == 1)
        #expect(try count("node", .membership(.accepted)) == 2)
        #expect(try count("node", .membership(.pending)) == 0)
        #expect(try count("node", .name("NODE2")) == 1)
        #expect(try count("task", .idPrefix("")) == 2)
    }

    @Test mutating func `WAT-8 a watch is resumed from a version that is still known`() throws {
        history = ChangeHistory(after: fixture.store.version, changesMaximum: 3)
        let start = fixture.store.version
        let first = transaction { $0.service("a") }
        _ = transaction { $0.service("b") }
        func names(after version: UInt64) throws -> [String] {
            let request = WatchRequest([.init(kind: "service")], resumeFrom: version)
            return try StoreWatch(request).opening(history).flatMap(\.events).map(\.object.name)
        }
        #expect(try names(after: start) == ["a", "b"])
        #expect(try names(after: first.version) == ["b"])
        #expect(try names(after: fixture.store.version) == [])
        let future = #expect(throws: EngineError.self) { try names(after: 999) }
        #expect(
            future?.message == "rpc error: code = Unknown desc = versions are out of order"
        )
        _ = transaction {
            $0.service("c")
            $0.service("d")
        }
        #expect(try names(after: first.version) == ["b", "c", "d"])
        let gone = #expect(throws: EngineError.self) { try names(after: start) }
        #expect(
            gone?.message
                == "rpc error: code = Unknown desc = requested index is unavailable due to compaction"
        )
    }

    @Test mutating func `WAT-2 a view and what follows it are the whole story`() throws {
        _ = transaction { $0.service("a") }
        let (view, watch) = try fixture.store.viewAndWatch(
            WatchRequest([.init(kind: "service")])
        )
        var names = view.services.map(\.name)
        for step in ["b", "c"] {
            let made = transaction { $0.service(step) }
            names += watch.message(of: made)?.events.map(\.object.name) ?? []
        }
        #expect(names == fixture.store.services.map(\.name))
    }

    @Test mutating func `WAT-10 a restored snapshot tells the differences, object by object`()
        throws
    {
        let (kept, gone) = (fixture.service("kept"), fixture.service("gone"))
        fixture.node("node1")
        let older = fixture.store
        fixture.store.beginTransaction()
        var changed = kept
        changed.spec.labels = ["a": "1"]
        fixture.store.put(changed)
        fixture.store.remove(gone.id)
        let new = fixture.secret("new")
        let events = fixture.store.changes(from: older).compactMap { WatchEvent($0) }
        func action(_ id: String) -> WatchActions? { events.first { $0.object.id == id }?.action }
        #expect(events.count == 3)
        #expect(action(kept.id.description) == .update)
        #expect(action(gone.id.description) == .remove)
        #expect(action(new.id.description) == .create)
    }
}
