package import SwarmModel

/// What a watcher wants to be told of.
///
/// - Source: WAT-4.
package struct WatchRequest: Hashable, Sendable {
    /// Changes of one kind of object; filters within an entry are ANDed.
    package struct Entry: Hashable, Sendable {
        /// A word of ``WatchedObject/Kind``; any other names resources, which there are none of.
        package var kind: String
        package var actions: WatchActions
        package var filters: [WatchFilter]

        package init(
            kind: String,
            actions: WatchActions = .all,
            filters: [WatchFilter] = []
        ) {
            self.kind = kind
            self.actions = actions
            self.filters = filters
        }

        func keeps(_ event: WatchEvent) -> Bool {
            event.object.kind.rawValue == kind && !actions.isDisjoint(with: event.action)
                && filters.allSatisfy { $0.keeps(event.object) }
        }
    }

    /// Entries are ORed.
    package var entries: [Entry]
    /// Changes after this version are told first; `nil` = only what happens from now on.
    package var resumeFrom: UInt64?
    package var includesOldObject: Bool

    package init(
        _ entries: [Entry],
        resumeFrom: UInt64? = nil,
        includesOldObject: Bool = false
    ) {
        self.entries = entries
        self.resumeFrom = resumeFrom
        self.includesOldObject = includesOldObject
    }

    /// Refuses what no watch can be made of.
    ///
    /// - Throws: InvalidArgument, for the first fault.
    /// - Source: WAT-4, WAT-5.
    package func check() throws(EngineError) {
        for entry in entries {
            if entry.kind.isEmpty { throw .rpc(.invalidArgument, "no kind of object specified") }
            var seen: Set<WatchFilter.Category> = []
            for filter in entry.filters {
                let kind = WatchedObject.Kind(rawValue: entry.kind)
                if let kind, !filter.isSupported(for: kind) {
                    throw .rpc(
                        .invalidArgument,
                        "selector type \(filter.category) is unsupported for \(entry.kind)s"
                    )
                }
                if !seen.insert(filter.category).inserted {
                    throw .rpc(.invalidArgument, "conflicting filters specified")
                }
            }
            if entry.actions.isEmpty || !WatchActions.all.isSuperset(of: entry.actions) {
                throw .rpc(.invalidArgument, "unrecognized action")
            }
        }
    }
}

/// What a watcher gets at once: what one transaction did, as far as it wanted to know.
///
/// - Source: WAT-7.
package struct WatchMessage: Hashable, Sendable {
    package var events: [WatchEvent]
    /// A watch can be resumed from here; `nil` in the first message.
    package var version: UInt64?

    package init(events: [WatchEvent] = [], version: UInt64? = nil) {
        self.events = events
        self.version = version
    }

    /// The first message of every watch: it says that the watch is active.
    package static let opening = WatchMessage()
}
