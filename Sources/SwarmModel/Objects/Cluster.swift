package import Basics

/// The one object that describes the swarm itself.
///
/// - Source: OBJ-41.
package struct Cluster: Hashable, Sendable {
    package let id: ClusterID
    package var meta = ObjectMeta()
    package var spec: ClusterSpec
    /// What new machines join with; `nil` where it is not known.
    package var joinTokens: JoinTokens?
    /// What unlocks a manager after a restart; `nil` while managers are not locked (LCK-1).
    package var unlockKey: String?

    package init(
        id: ClusterID,
        spec: ClusterSpec = ClusterSpec(),
        joinTokens: JoinTokens? = nil,
        unlockKey: String? = nil
    ) {
        self.id = id
        self.spec = spec
        self.joinTokens = joinTokens
        self.unlockKey = unlockKey
    }
}

extension Cluster: Codable {
    private enum CodingKeys: CodingKey { case id, meta, spec, joinTokens, unlockKey }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ClusterID.self, forKey: .id)
        meta = try fields.decode(ObjectMeta.self, forKey: .meta)
        spec = try fields.decode(ClusterSpec.self, forKey: .spec)
        joinTokens = try fields.decodeIfPresent(JoinTokens.self, forKey: .joinTokens)
        unlockKey = try fields.decodeIfPresent(String.self, forKey: .unlockKey)
    }
}

package struct ClusterSpec: Hashable, Sendable {
    package var name = "default"
    package var labels: [String: String] = [:]
    /// Tasks kept per slot, the live one included; negative = all (LIF-30).
    package var taskHistoryRetentionLimit = 5
    package var heartbeatPeriod = Moment(nanoseconds: 5_000_000_000)
    /// For how long nodes' certificates hold; at least an hour (VAL-70).
    package var certificateExpiry = Moment(nanoseconds: 7_776_000_000_000_000)
    package var defaultAddressPool = ["10.0.0.0/8"]
    package var subnetSize = 24
    /// Whether a manager that starts again waits for the unlock key (LCK-1).
    package var locksManagers = false
    /// Where tasks log whose service names no driver; `nil` = as the engines have it (OBJ-21).
    package var taskLogDriver: DriverSpec?
    package var raft = RaftSettings()
    /// How often the authority that nodes trust was to be replaced.
    package var certificateRotations: UInt64 = 0
    package init() {}
}

/// What the managers are told about their log.
///
/// Kept for who reads it again. Simulated managers keep as much of their log as they need, and
/// their ticks cannot be changed in a real engine either.
package struct RaftSettings: Hashable, Codable, Sendable {
    package var snapshotInterval: UInt64 = 10_000
    package var keepOldSnapshots: UInt64 = 0
    package var slowFollowerEntries: UInt64 = 500
    package init() {}
}

extension ClusterSpec: Codable {
    private enum CodingKeys: CodingKey {
        case name, labels, taskHistoryRetentionLimit, heartbeatPeriod, defaultAddressPool
        case subnetSize, locksManagers, taskLogDriver, certificateExpiry, raft
        case certificateRotations
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decode(String.self, forKey: .name)
        labels = try fields.decode([String: String].self, forKey: .labels)
        taskHistoryRetentionLimit = try fields.decode(Int.self, forKey: .taskHistoryRetentionLimit)
        heartbeatPeriod = try fields.decode(Moment.self, forKey: .heartbeatPeriod)
        defaultAddressPool = try fields.decode([String].self, forKey: .defaultAddressPool)
        subnetSize = try fields.decode(Int.self, forKey: .subnetSize)
        certificateExpiry =
            try fields.decodeIfPresent(Moment.self, forKey: .certificateExpiry)
            ?? ClusterSpec().certificateExpiry
        locksManagers = try fields.decodeIfPresent(Bool.self, forKey: .locksManagers) ?? false
        taskLogDriver = try fields.decodeIfPresent(DriverSpec.self, forKey: .taskLogDriver)
        raft = try fields.decodeIfPresent(RaftSettings.self, forKey: .raft) ?? RaftSettings()
        certificateRotations =
            try fields.decodeIfPresent(UInt64.self, forKey: .certificateRotations) ?? 0
    }
}
