package import Agents
package import ClusterPorts
package import SwarmModel

/// Which cluster a host opens, and what a new one is made of.
package struct HostConfiguration: Sendable {
    package enum Storage: Sendable {
        case folder(StateFolder)
        /// Gone with the process.
        case memory
    }

    package var storage: Storage
    /// How the cluster's time runs at first.
    package var clock = ClockState()

    // What follows is for a new cluster only; one that is there keeps what it has.
    package var name: String
    package var seed: UInt64
    package var catalog: ImageCatalog
    package var preloadsImages = false
    package var links = LinkDefaults()

    package init(storage: Storage, name: String, seed: UInt64, catalog: ImageCatalog) {
        self.storage = storage
        self.name = name
        self.seed = seed
        self.catalog = catalog
    }
}
