package import Basics

/// What every object of the store carries besides its contents.
///
/// - Source: OBJ-2, OBJ-3.
package struct ObjectMeta: Hashable, Codable, Sendable {
    /// The store's version at the last write; only equality on the same object means anything.
    package var version: UInt64
    package var createdAt: Moment
    package var updatedAt: Moment

    package init(version: UInt64 = 0, createdAt: Moment = .zero, updatedAt: Moment = .zero) {
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A name and labels, as every spec begins with them.
///
/// Labels keep no order of their own.
package struct Annotations: Hashable, Codable, Sendable {
    package var name: String
    package var labels: [String: String]

    package init(name: String = "", labels: [String: String] = [:]) {
        self.name = name
        self.labels = labels
    }
}
