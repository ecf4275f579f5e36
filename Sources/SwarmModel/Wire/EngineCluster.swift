package import Basics

/// The swarm itself as `GET /swarm` has it, without join tokens.
package struct EngineCluster: Codable, Sendable {
    package let id: ClusterID
    private let meta: EngineMeta
    package let spec: EngineClusterSpec
    private let addressPool: [String]?
    private let subnetSize: Int?
    private let tls: EngineTLSInfo?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case spec = "Spec"
        case tls = "TLSInfo"
        case rootRotation = "RootRotationInProgress"
        case addressPool = "DefaultAddrPool"
        case subnetSize = "SubnetSize"
        case dataPathPort = "DataPathPort"
    }

    package init(_ cluster: Cluster, epoch: WallTime, tls: EngineTLSInfo? = nil) {
        self.tls = tls
        id = cluster.id
        meta = EngineMeta(cluster.meta, epoch: epoch)
        spec = EngineClusterSpec(cluster.spec)
        let pool = cluster.spec.defaultAddressPool
        addressPool = pool == ClusterSpec().defaultAddressPool ? nil : pool
        subnetSize = cluster.spec.subnetSize
    }

    /// The cluster, its times counted from `epoch`.
    package func cluster(epoch: WallTime) -> Cluster {
        var cluster = Cluster(id: id, spec: spec.merged(into: ClusterSpec()))
        cluster.spec.defaultAddressPool = addressPool ?? cluster.spec.defaultAddressPool
        cluster.spec.subnetSize = subnetSize ?? cluster.spec.subnetSize
        cluster.meta = meta.meta(epoch: epoch)
        return cluster
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ClusterID.self, forKey: .id)
        meta = try EngineMeta(from: decoder)
        spec = try fields.decode(EngineClusterSpec.self, forKey: .spec)
        addressPool = try fields.decodeIfPresent([String].self, forKey: .addressPool)
        subnetSize = try fields.decodeIfPresent(Int.self, forKey: .subnetSize)
        // Nobody asks whom another cluster's nodes trust.
        tls = nil
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try meta.encode(to: encoder)
        try fields.encode(spec, forKey: .spec)
        try fields.encodeIfPresent(tls, forKey: .tls)
        try fields.encode(false, forKey: .rootRotation)
        try fields.encode(addressPool, forKey: .addressPool)
        try fields.encodeIfPresent(subnetSize, forKey: .subnetSize)
        try fields.encode(4789, forKey: .dataPathPort)
    }
}

/// The swarm's spec as `GET /swarm` and `POST /swarm/update` have it.
///
/// What the core keeps is read; the rest is written with the engine's defaults.
package struct EngineClusterSpec: Codable, Sendable {
    private var name: String?
    private var labels: [String: String]?
    private var orchestration: Orchestration?
    private var raft: Raft?
    private var dispatcher: Dispatcher?
    private var certificates: Certificates?
    private var taskDefaults: TaskDefaults?
    private var encryption: Encryption?

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case labels = "Labels"
        case orchestration = "Orchestration"
        case raft = "Raft"
        case dispatcher = "Dispatcher"
        case certificates = "CAConfig"
        case taskDefaults = "TaskDefaults"
        case encryption = "EncryptionConfig"
    }

    private struct Orchestration: Codable {
        var historyLimit: Int?
        enum CodingKeys: String, CodingKey { case historyLimit = "TaskHistoryRetentionLimit" }
    }

    private struct Raft: Codable {
        var snapshotInterval: UInt64?
        var keepOldSnapshots: UInt64?
        var slowFollowerEntries: UInt64?
        var electionTick: Int? = 10
        var heartbeatTick: Int? = 1
        enum CodingKeys: String, CodingKey {
            case snapshotInterval = "SnapshotInterval"
            case keepOldSnapshots = "KeepOldSnapshots"
            case slowFollowerEntries = "LogEntriesForSlowFollowers"
            case electionTick = "ElectionTick"
            case heartbeatTick = "HeartbeatTick"
        }

        init(_ settings: RaftSettings) {
            snapshotInterval = settings.snapshotInterval
            keepOldSnapshots = settings.keepOldSnapshots
            slowFollowerEntries = settings.slowFollowerEntries
        }
    }

    private struct Dispatcher: Codable {
        var heartbeatPeriod: Int64?
        enum CodingKeys: String, CodingKey { case heartbeatPeriod = "HeartbeatPeriod" }
    }

    private struct Certificates: Codable {
        /// Ninety days.
        var expiry: Int64? = 7_776_000_000_000_000
        var rotations: UInt64?
        enum CodingKeys: String, CodingKey {
            case expiry = "NodeCertExpiry"
            case rotations = "ForceRotate"
        }
    }

    private struct Encryption: Codable {
        var locksManagers: Bool? = false
        enum CodingKeys: String, CodingKey { case locksManagers = "AutoLockManagers" }
    }

    private struct TaskDefaults: Codable {
        var logDriver: DriverSpec?
        enum CodingKeys: String, CodingKey { case logDriver = "LogDriver" }
    }

    package init(_ spec: ClusterSpec) {
        name = spec.name
        labels = spec.labels
        orchestration = Orchestration(historyLimit: spec.taskHistoryRetentionLimit)
        raft = Raft(spec.raft)
        let heartbeat = spec.heartbeatPeriod.nanoseconds
        dispatcher = Dispatcher(heartbeatPeriod: heartbeat == 0 ? nil : heartbeat)
        certificates = Certificates(
            expiry: spec.certificateExpiry.nanoseconds,
            rotations: spec.certificateRotations == 0 ? nil : spec.certificateRotations
        )
        taskDefaults = TaskDefaults(logDriver: spec.taskLogDriver)
        encryption = Encryption(locksManagers: spec.locksManagers)
    }

    /// Puts what was sent in the place of what `stored` has; what is absent becomes zero, as in the
    /// engine (engine-api 7.5).
    package func merged(into stored: ClusterSpec) -> ClusterSpec {
        var merged = stored
        merged.name = name ?? stored.name
        merged.labels = labels ?? [:]
        merged.taskHistoryRetentionLimit = orchestration?.historyLimit ?? 0
        merged.taskLogDriver = taskDefaults?.logDriver
        merged.heartbeatPeriod = Moment(nanoseconds: dispatcher?.heartbeatPeriod ?? 0)
        merged.locksManagers = encryption?.locksManagers ?? false
        merged.raft.snapshotInterval = raft?.snapshotInterval ?? 0
        merged.raft.keepOldSnapshots = raft?.keepOldSnapshots ?? 0
        merged.raft.slowFollowerEntries = raft?.slowFollowerEntries ?? 0
        merged.certificateRotations = certificates?.rotations ?? 0
        // The engine passes on an expiry only if there is one.
        if let expiry = certificates?.expiry, expiry != 0 {
            merged.certificateExpiry = Moment(nanoseconds: expiry)
        }
        return merged
    }
}
