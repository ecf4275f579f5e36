import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension BoxReader {
    func rotateContents(_ role: NodeRole) -> BoxContents {
        var contents = BoxContents(
            title: "Rotate the \(word: role.rawValue) join token",
            docker: "docker swarm join-token --rotate \(role.rawValue)",
            verb: "Rotate"
        )
        contents.say(
            "Machines that join as a \(word: role.rawValue) need the new token from now on."
        )
        contents.say("Those that have joined are not touched.", .dim)
        contents.deed = .command(.rotateJoinToken(role))
        return contents
    }

    func rotateKeyContents() -> BoxContents {
        var contents = BoxContents(
            title: "Rotate the unlock key",
            docker: "docker swarm unlock-key --rotate",
            verb: "Rotate"
        )
        contents.say("Managers that start again need the new key; the old one is void.")
        if !store.cluster.spec.locksManagers {
            contents.refusal = "managers are not locked: lock on first"
        }
        contents.deed = .command(.rotateUnlockKey)
        return contents
    }

    func lockContents(_ isOn: Bool) -> BoxContents {
        var contents = BoxContents(
            title: isOn ? "Lock managers" : "Stop locking managers",
            docker: "docker swarm update --autolock=\(isOn)",
            verb: isOn ? "Lock" : "Unlock"
        )
        let unlock =
            cluster.snapshot.source.isEmbedded
            ? "unlock NODE KEY" : "it is attached to and unlock KEY"
        contents.say(
            isOn
                ? "A manager that starts again stays out until \(unlock); unlock-key shows it."
                : "A manager that starts again comes back by itself."
        )
        if isOn { contents.say("Managers that run now are not touched.", .dim) }
        var spec = store.cluster.spec
        if spec.locksManagers == isOn {
            contents.refusal = isOn ? "managers are locked already" : "managers are not locked"
        }
        spec.locksManagers = isOn
        contents.deed = .command(
            .updateCluster(version: store.cluster.meta.version, spec: spec)
        )
        return contents
    }

    func unlockContents(_ node: Node, key: String) -> BoxContents {
        var contents = BoxContents(
            title: "Unlock manager \(node.displayName)",
            docker: "docker swarm unlock",
            verb: "Unlock"
        )
        contents.say("With the right key it takes part in the managers' decisions again.")
        if node.manager == nil { contents.refusal = "it is no manager" }
        contents.deed = .command(.unlockSwarm(node.id, key: key))
        return contents
    }

    func leaveContents(_ node: Node) -> BoxContents {
        let isManager = node.manager != nil
        var contents = BoxContents(
            title: "Node \(node.displayName) leaves the swarm",
            docker: "docker swarm leave\(isManager ? " --force" : "")",
            verb: "Leave"
        )
        contents.isDestructive = true
        contents.say("Its containers stop; it stays in the list as down until it is removed.")
        let live = store.tasks(on: node.id).count { $0.isLive }
        if live > 0 {
            contents.say("\(Amount.count(live, "task")) there are replaced once it is seen down.")
        }
        if isManager {
            contents.tell(.dying(node, of: cluster.snapshot.managers))
            contents.say(
                "It still counts as a member: demote it first, or remove it afterwards.",
                .dim
            )
        }
        contents.deed = .command(.leaveSwarm(node.id, force: isManager))
        return contents
    }

    func forceContents(_ node: Node) -> BoxContents {
        var contents = BoxContents(
            title: "Go on with manager \(node.displayName) alone",
            docker: "docker swarm init --force-new-cluster",
            verb: "Go on"
        )
        contents.isDestructive = true
        contents.confirmName = node.displayName
        contents.say("It forgets the other managers and leads a swarm of one, with all it knows.")
        contents.warn("a manager that was only away must not come back with its old state")
        if node.manager == nil { contents.refusal = "it is no manager" }
        if cluster.snapshot.managers.hasQuorum {
            contents.warn("the managers have a quorum: nothing makes this necessary")
        }
        contents.deed = .command(.forceNewCluster(node.id))
        return contents
    }
}
