package import Basics

/// The container of a task.
package struct ContainerSpec: Hashable, Sendable {
    package var image: String
    package var labels: [String: String] = [:]
    package var command: [String] = []
    package var args: [String] = []
    package var hostname = ""
    /// `KEY=value`, in order.
    package var environment: [String] = []
    package var directory = ""
    package var user = ""
    package var groups: [String] = []
    package var stopSignal = ""
    /// `nil` = 10 s.
    package var stopGracePeriod: Duration?
    package var tty = false
    package var openStdin = false
    package var readOnly = false
    /// `nil` = the engine's own default.
    package var initProcess: Bool?
    package var mounts: [Mount] = []
    /// `nil` = the image's own check.
    package var healthCheck: HealthConfig?
    /// `address name [alias…]`, as the wire has it.
    package var hosts: [String] = []
    package var dns = DNSConfig()
    package var secrets: [SecretReference] = []
    package var configs: [ConfigReference] = []
    package var sysctls: [String: String] = [:]
    package var capabilitiesAdded: [String] = []
    package var capabilitiesDropped: [String] = []
    package var ulimits: [Ulimit] = []
    package var isolation = ""
    /// `nil` = the engine's usual ones.
    package var privileges: Privileges?
    package var emptyBlocks = EmptyBlocks()

    package init(image: String = "") { self.image = image }

    /// The stop grace period when none is given.
    package static let standardStopGracePeriod = Duration.seconds(10)

    /// The value of an environment variable; the last one of that name counts.
    package func environmentValue(_ name: String) -> String? {
        for entry in environment.reversed() where entry.hasPrefix(name + "=") {
            return String(entry.dropFirst(name.count + 1))
        }
        return nil
    }
}

package struct Ulimit: Hashable, Sendable {
    package var name: String
    package var soft: Int64
    package var hard: Int64
    package init(name: String, soft: Int64, hard: Int64) {
        self.name = name
        self.soft = soft
        self.hard = hard
    }
}

package struct DNSConfig: Hashable, Sendable {
    package var nameservers: [String] = []
    package var search: [String] = []
    package var options: [String] = []
    package init() {}
}

/// A mount of a volume, a folder of the node, or memory.
package struct Mount: Hashable, Sendable {
    package enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
        case bind, volume, tmpfs, npipe, cluster
    }

    package var kind: Kind
    package var source: String
    package var target: String
    package var readOnly: Bool
    package var volumeLabels: [String: String] = [:]
    package var volumeDriver: DriverSpec?
    package var volumeNoCopy = false
    package var bindPropagation = ""
    package var tmpfsSizeBytes: Int64 = 0

    package init(kind: Kind = .volume, source: String = "", target: String, readOnly: Bool = false)
    {
        self.kind = kind
        self.source = source
        self.target = target
        self.readOnly = readOnly
    }
}

/// How a container is asked whether it is well.
///
/// Zero durations and retries mean inherited.
package struct HealthConfig: Hashable, Sendable {
    /// Empty = inherit; `["NONE"]` = switched off; else `CMD` or `CMD-SHELL` with its words.
    package var test: [String]
    package var interval: Duration
    package var timeout: Duration
    package var retries: Int
    package var startPeriod: Duration
    package var startInterval: Duration

    package init(
        test: [String] = [],
        interval: Duration = .zero,
        timeout: Duration = .zero,
        retries: Int = 0,
        startPeriod: Duration = .zero,
        startInterval: Duration = .zero
    ) {
        self.test = test
        self.interval = interval
        self.timeout = timeout
        self.retries = retries
        self.startPeriod = startPeriod
        self.startInterval = startInterval
    }

    package var isDisabled: Bool { test.first == "NONE" }
}

/// Where a secret or config appears inside the container.
package struct FileTarget: Hashable, Sendable {
    package var name: String
    package var uid: String
    package var gid: String
    /// Unix permission bits.
    package var mode: UInt32

    package init(name: String, uid: String = "0", gid: String = "0", mode: UInt32 = 0o444) {
        self.name = name
        self.uid = uid
        self.gid = gid
        self.mode = mode
    }
}

package struct SecretReference: Hashable, Sendable {
    package var id: SecretID
    package var name: String
    package var file: FileTarget?
    package init(id: SecretID, name: String, file: FileTarget?) {
        self.id = id
        self.name = name
        self.file = file
    }
}

package struct ConfigReference: Hashable, Sendable {
    package var id: ConfigID
    package var name: String
    /// `nil` = a runtime target (VAL-26).
    package var file: FileTarget?
    package init(id: ConfigID, name: String, file: FileTarget?) {
        self.id = id
        self.name = name
        self.file = file
    }
}
