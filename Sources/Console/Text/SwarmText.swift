import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// What machines join with and managers are unlocked with, as the engine words it.
struct SwarmText {
    let cluster: ClusterState

    private var isEmbedded: Bool { cluster.snapshot.source.isEmbedded }

    func joinToken(_ role: NodeRole) -> [Line] {
        guard let tokens = cluster.store.cluster.joinTokens else {
            return [Line("This cluster does not tell its join tokens.", .dim)]
        }
        let lines: [Line] = [
            Line("To add a \(word: role.rawValue) to this swarm, run the following command:"),
            Line(),
            [
                Span(Phrase(named: "    docker swarm join --token "), .text),
                Span(tokens[role], .accent),
                Span(" \(address):2377", .text),
            ],
            Line(),
            Line(
                "Whoever has it can join as a \(word: role.rawValue); :rotate \(role.rawValue) makes it void.",
                .warn
            ),
        ]
        guard isEmbedded else { return lines }
        return lines + [Line("Here a simulated machine joins with :join \(role.rawValue).", .dim)]
    }

    /// Where new machines are sent: the leader's address, or another manager's.
    var address: String {
        let managers = cluster.nodeOrder.compactMap { cluster.store.node($0) }
            .filter { $0.manager != nil }
        let node = managers.first { $0.manager?.isLeader == true } ?? managers.first
        return node?.status.address ?? "MANAGER"
    }

    func unlockKey() -> [Line] {
        guard let key = cluster.store.cluster.unlockKey else {
            return [
                Line("No unlock key is set: managers are not locked."),
                Line(":lock on makes one.", .dim),
            ]
        }
        return [
            Line("To unlock a swarm manager after it restarts, run the `docker swarm unlock`"),
            Line("command and provide the following key:"), Line(), Line("    " + key, .accent),
            Line(),
            Line("Please remember to store this key in a password manager, since without it you"),
            Line("will not be able to restart the manager."), Line(),
            Line(
                isEmbedded
                    ? "Here that is :unlock NODE KEY."
                    : "Here that is skep attach to its engine, and then :unlock KEY.",
                .dim
            ),
        ]
    }
}
