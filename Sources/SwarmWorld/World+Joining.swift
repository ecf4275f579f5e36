import Basics
import SwarmModel
import SwarmStore

extension World {
    /// A machine joins with a token, which decides its role.
    ///
    /// - Source: TOK-2, TOK-4, `observed-timelines` (k).
    mutating func joinSwarm(
        _ new: NewNode,
        token text: String,
        via manager: NodeID?
    ) throws(EngineError) -> CommandOutcome {
        guard let token = JoinToken(text), !token.isFIPS else {
            throw EngineError(status: 400, message: "invalid join token")
        }
        guard let asked = manager ?? managers.leader, managers.isVoter(asked),
            managers.isUp(asked)
        else {
            let address = manager.flatMap { store.node($0)?.status.address }
            throw .refusedConnection(to: address ?? "192.168.65.3")
        }
        guard token.digest == credentials.rootDigest else {
            throw EngineError(
                status: 400,
                message: "remote CA does not match fingerprint. Expected: \(token.digest)"
            )
        }
        guard let role = store.cluster.joinTokens?.role(of: token) else {
            throw .rpc(.invalidArgument, "A valid join token is necessary to join this cluster")
        }
        var node = new
        node.role = role
        return try addNode(node)
    }

    /// - Source: TOK-3.
    mutating func rotateJoinToken(of role: NodeRole) -> CommandOutcome {
        var cluster = store.cluster
        var tokens = cluster.joinTokens ?? credentials.joinTokens()
        tokens[role] = credentials.joinToken()
        cluster.joinTokens = tokens
        store.update(cluster)
        return CommandOutcome()
    }

    /// Makes a new key if the managers are locked; else nothing happens.
    ///
    /// - Source: LCK-1.
    mutating func rotateUnlockKey() -> CommandOutcome {
        var cluster = store.cluster
        guard cluster.spec.locksManagers else { return CommandOutcome() }
        cluster.unlockKey = credentials.unlockKey()
        store.update(cluster)
        return CommandOutcome()
    }

    /// Gives a cluster its key, or takes it away, as its spec says.
    ///
    /// - Source: LCK-1.
    mutating func fitUnlockKey(to cluster: inout Cluster) {
        if !cluster.spec.locksManagers {
            cluster.unlockKey = nil
        } else if cluster.unlockKey == nil {
            cluster.unlockKey = credentials.unlockKey()
        }
    }
}

extension EngineError {
    /// What gRPC says when nobody listens at the address.
    static func refusedConnection(to address: String) -> EngineError {
        EngineError(
            status: 503,
            message: "rpc error: code = Unavailable desc = connection error: desc = \"transport: "
                + "Error while dialing: dial tcp \(address):2377: connect: connection refused\""
        )
    }
}
