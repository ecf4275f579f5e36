import Basics
import Cells
import SwarmModel
import SwarmStore

extension BoxReader {
    func killContents(_ id: TaskID) -> BoxContents {
        guard let task = store.task(id) else { return Self.gone("task") }
        let name = cluster.placeName(of: task).string
        let node = task.nodeID.map { cluster.nodeName($0).string } ?? said("no node")
        var contents = BoxContents(
            title: "Kill the container of \(name)",
            docker: "docker container rm -f \(task.name)  (on \(node))",
            verb: "Kill"
        )
        contents.isDestructive = true
        contents.deed = .command(.removeContainer(id))
        guard task.isLive, task.state >= .starting else {
            contents.refusal = "its state is \(task.state.word): there is no running container"
            return contents
        }
        contents.say("The container on \(node) ends at once, without a chance to finish.")
        let policy = store.service(task.serviceID)?.spec.task.restart ?? RestartPolicy()
        if policy.condition == .none {
            contents.warn("restart condition is none: the slot stays empty")
        } else {
            let delay = GoDuration.format(policy.effectiveDelay)
            contents.say("Another task takes its place after the restart delay of \(delay).")
        }
        if store.service(task.serviceID)?.spec.mode.replicas == 1 {
            contents.warn("it is the only replica: the service is down until then")
        }
        return contents
    }

    func removeContents(_ reference: ObjectReference) -> BoxContents {
        let kind = ClusterState.kindWord(of: reference)
        guard cluster.exists(reference) else { return Self.gone(kind) }
        let name = cluster.name(of: reference).string
        var contents = BoxContents(
            title: "Remove \(word: kind) \(name)",
            docker: "docker \(kind) rm \(name)",
            verb: "Remove"
        )
        contents.isDestructive = true
        contents.deed = Self.removal(of: reference).map { .command($0) }
        let users = cluster.usage.users(of: reference).compactMap { store.service($0)?.name }
        if !users.isEmpty { contents.refusal = "it is in use by \(Amount.list(users))" }
        switch reference {
        case .network(let id) where store.network(id)?.spec.ingress == true:
            contents.warn("it is the routing mesh: published ports need it")
        case .volume(let name, let node):
            contents.confirmName = name
            contents.docker += "  (on \(cluster.nodeName(node)))"
            contents.warn("the data in it is lost for good")
        default:
            if users.isEmpty { contents.say("No service refers to it.") }
        }
        return contents
    }

    private static func removal(of reference: ObjectReference) -> ClusterCommand? {
        switch reference {
        case .network(let id): .removeNetwork(id)
        case .secret(let id): .removeSecret(id)
        case .config(let id): .removeConfig(id)
        case .volume(let name, let node): .removeVolume(name: name, node: node, force: false)
        case .node, .service, .task, .stack, .image: nil
        }
    }

    func removeStackContents(_ name: String) -> BoxContents {
        guard let members = cluster.stacks.members[name] else { return Self.gone("stack") }
        var contents = BoxContents(
            title: "Remove stack \(name)",
            docker: "docker stack rm \(name)",
            verb: "Remove"
        )
        contents.isDestructive = true
        contents.confirmName = name
        contents.deed = .removeStack(name)
        let names = members.services.compactMap { store.service($0)?.name }
        let tasks = members.services.reduce(0) { $0 + store.tally(of: $1).live }
        if !names.isEmpty {
            contents.say("\(Amount.count(names.count, "service")): \(Amount.list(names))")
        }
        contents.say("\(Amount.count(tasks, "task")) stop.")
        let parts = [
            Amount.count(members.networks.count, "network"),
            Amount.count(members.configs.count, "config"),
            Amount.count(members.secrets.count, "secret"),
        ]
        contents.say("With them go \(Amount.list(parts)).")
        contents.say("Volumes stay.", .dim)
        contents.warn("there is no way back but to deploy it again")
        return contents
    }
}
