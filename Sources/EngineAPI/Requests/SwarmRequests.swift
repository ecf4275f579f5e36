import Basics
package import SwarmModel
import SwarmStore

// What clients ask of the swarm as a whole.
extension EngineView {
    /// A machine that begins a swarm.
    ///
    /// - Throws: 400 for an address that is none; 503 for a machine that is in a swarm.
    package func firstNode(_ body: JSONValue) throws(EngineError) -> NewNode {
        try Self.checkAddress(body["AdvertiseAddr"]?.text ?? "")
        if isLocked { throw .swarmLocked }
        if node != nil { throw .alreadyInSwarm }
        return NewNode(
            hostname: machine,
            role: .manager,
            availability: try Self.availability(body)
        )
    }

    /// The settings that a swarm begins with: what is zero or absent keeps its default.
    package func firstSpec(_ body: JSONValue) -> ClusterSpec {
        var spec = store.cluster.spec
        let wanted = body["Spec"]
        if let name = wanted?["Name"]?.text, !name.isEmpty { spec.name = name }
        for member in wanted?["Labels"]?.members ?? [] {
            spec.labels[member.key] = member.value.text ?? ""
        }
        if let limit = wanted?["Orchestration"]?["TaskHistoryRetentionLimit"]?.integer, limit != 0 {
            spec.taskHistoryRetentionLimit = Int(limit)
        }
        if let period = wanted?["Dispatcher"]?["HeartbeatPeriod"]?.integer, period > 0 {
            spec.heartbeatPeriod = Moment(nanoseconds: period)
        }
        if let expiry = wanted?["CAConfig"]?["NodeCertExpiry"]?.integer, expiry > 0 {
            spec.certificateExpiry = Moment(nanoseconds: expiry)
        }
        let raft = wanted?["Raft"]
        let interval = raft?["SnapshotInterval"]?.integer ?? 0
        if interval > 0 { spec.raft.snapshotInterval = UInt64(interval) }
        let kept = raft?["KeepOldSnapshots"]?.integer ?? 0
        if kept > 0 { spec.raft.keepOldSnapshots = UInt64(kept) }
        let slow = raft?["LogEntriesForSlowFollowers"]?.integer ?? 0
        if slow > 0 { spec.raft.slowFollowerEntries = UInt64(slow) }
        let pool = body["DefaultAddrPool"]?.elements.compactMap(\.text) ?? []
        if !pool.isEmpty { spec.defaultAddressPool = pool }
        if let size = body["SubnetSize"]?.integer, (1...30).contains(size) {
            spec.subnetSize = Int(size)
        }
        spec.locksManagers =
            body["AutoLockManagers"]?.flag ?? false
            || wanted?["EncryptionConfig"]?["AutoLockManagers"]?.flag ?? false
        return spec
    }

    /// A machine that joins the swarm that others are in.
    package func join(_ body: JSONValue) throws(EngineError) -> ClusterCommand {
        try Self.checkAddress(body["AdvertiseAddr"]?.text ?? "")
        if node != nil { throw .alreadyInSwarm }
        let token = body["JoinToken"]?.text ?? ""
        guard JoinToken(token) != nil else {
            throw EngineError(status: 500, message: "invalid join token")
        }
        let remote = body["RemoteAddrs"]?.elements.compactMap(\.text) ?? []
        if remote.isEmpty {
            throw EngineError(
                status: 400,
                message: "at least 1 RemoteAddr is required to join"
            )
        }
        let hosts = remote.map { Self.host(of: $0) }
        let manager = store.nodes.first { hosts.contains($0.status.address) && $0.manager != nil }
        guard let manager else {
            throw EngineError(
                status: 500,
                message: "rpc error: code = Unavailable desc = connection error: desc = "
                    + "\"transport: Error while dialing: dial tcp \(remote[0]): connect: "
                    + "connection refused\""
            )
        }
        let node = NewNode(
            hostname: machine,
            role: .worker,
            availability: try Self.availability(body)
        )
        return .joinSwarm(node, token: token, via: manager.id)
    }

    private static func availability(_ body: JSONValue) throws(EngineError) -> NodeAvailability {
        let word = body["Availability"]?.text ?? ""
        if word.isEmpty { return .active }
        guard let availability = NodeAvailability(rawValue: word.lowercased()) else {
            throw EngineError(status: 400, message: "invalid Availability: \"\(word)\"")
        }
        return availability
    }

    private static func host(of address: String) -> String {
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[0]) : address
    }

    /// Names of interfaces would be fine, too, but simulated machines do not tell theirs.
    private static func checkAddress(_ address: String) throws(EngineError) {
        if address.isEmpty { return }
        let parts = host(of: address).split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt8($0) }
        if numbers.count == 4, parts.count == 4, numbers.contains(where: { $0 > 0 }) { return }
        if host(of: address) == "eth0" { return }
        throw EngineError(
            status: 400,
            message: "advertise address must be a non-zero IP address or network interface "
                + "(with optional port number)"
        )
    }
}
