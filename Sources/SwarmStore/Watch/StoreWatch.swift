package import SwarmModel

/// One watch of a store: transactions in, messages out.
///
/// A value: whoever owns the store hands it every transaction, and passes the messages on.
///
/// - Source: §13.
package struct StoreWatch: Sendable {
    package let request: WatchRequest

    /// Begins a watch.
    ///
    /// - Throws: The refusal of a request that makes no sense.
    package init(_ request: WatchRequest) throws(EngineError) {
        try request.check()
        self.request = request
    }

    /// What the watcher hears before anything else: that it is heard, then what it missed.
    ///
    /// - Throws: An error if ``WatchRequest/resumeFrom`` is not in the history.
    /// - Source: WAT-7, WAT-8.
    package func opening(_ history: ChangeHistory) throws(EngineError) -> [WatchMessage] {
        guard let version = request.resumeFrom else { return [.opening] }
        return try [.opening]
            + history.transactions(after: version).compactMap { transaction in
                message(of: transaction, isLive: false)
            }
    }

    /// What the watcher hears of a transaction; `nil` if nothing of it concerns it.
    ///
    /// - Source: WAT-7.
    package func message(of transaction: StoreTransaction) -> WatchMessage? {
        message(of: transaction, isLive: true)
    }

    private func message(of transaction: StoreTransaction, isLive: Bool) -> WatchMessage? {
        let events = transaction.changes.compactMap { change -> WatchEvent? in
            guard var event = WatchEvent(change),
                request.entries.contains(where: { $0.keeps(event) })
            else { return nil }
            if !isLive || !request.includesOldObject { event.old = nil }
            return event
        }
        if events.isEmpty { return nil }
        return WatchMessage(events: events, version: transaction.version)
    }
}

/// What one transaction wrote, in order.
package struct StoreTransaction: Sendable {
    package let version: UInt64
    package let changes: [StoreChange]

    package init(version: UInt64, changes: [StoreChange]) {
        self.version = version
        self.changes = changes
    }
}

/// The last transactions, so that a watch can be resumed.
///
/// - Source: WAT-8.
package struct ChangeHistory: Sendable {
    private let changesMaximum: Int
    private var transactions: [StoreTransaction] = []
    private var changeCount = 0
    /// What is known begins after this version.
    private var compactedTo: UInt64
    private var last: UInt64

    /// A history that begins now.
    ///
    /// - Parameters:
    ///   - version: the store's version.
    ///   - changesMaximum: how many changes are kept at most; older transactions are dropped.
    package init(after version: UInt64, changesMaximum: Int = 10_000) {
        compactedTo = version
        last = version
        self.changesMaximum = changesMaximum
    }

    /// Notes a transaction; its version must be higher than those before it.
    package mutating func append(_ transaction: StoreTransaction) {
        transactions.append(transaction)
        changeCount += transaction.changes.count
        last = transaction.version
        var surplus = 0
        while changeCount > changesMaximum, surplus < transactions.count {
            changeCount -= transactions[surplus].changes.count
            compactedTo = transactions[surplus].version
            surplus += 1
        }
        transactions.removeFirst(surplus)
    }

    /// What happened after a version.
    ///
    /// - Throws: An error for a version that was compacted away, or lies ahead.
    package func transactions(after version: UInt64) throws(EngineError) -> [StoreTransaction] {
        if version > last { throw .rpc(.unknown, "versions are out of order") }
        if version < compactedTo {
            throw .rpc(.unknown, "requested index is unavailable due to compaction")
        }
        return transactions.filter { $0.version > version }
    }
}

extension Store {
    /// The store as it is, and a watch of all that comes after: nothing is lost or told twice.
    ///
    /// - Source: WAT-2.
    package func viewAndWatch(
        _ request: WatchRequest
    ) throws(EngineError) -> (view: Store, watch: StoreWatch) {
        (self, try StoreWatch(request))
    }

    /// The changes that lead from another state of the cluster to this one, as a follower's store
    /// tells of them when it restores a snapshot.
    ///
    /// - Source: WAT-10.
    package func changes(from older: Store) -> [StoreChange] {
        let all = differences(from: older)
        var changes: [StoreChange] = all.nodes.map { .node(before: $0.before, after: $0.after) }
        changes += all.networks.map { .network(before: $0.before, after: $0.after) }
        changes += all.secrets.map { .secret(before: $0.before, after: $0.after) }
        changes += all.configs.map { .config(before: $0.before, after: $0.after) }
        changes += all.services.map { .service(before: $0.before, after: $0.after) }
        changes += all.tasks.map { .task(before: $0.before, after: $0.after) }
        if cluster != older.cluster {
            changes.append(.cluster(before: older.cluster, after: cluster))
        }
        return changes
    }
}
