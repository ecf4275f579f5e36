import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension BoxReader {
    func availabilityContents(
        _ node: Node,
        _ availability: NodeAvailability,
        leaving: Set<NodeID>
    ) -> BoxContents {
        let verb: Phrase =
            switch availability {
            case .active: "Activate"
            case .pause: "Pause"
            case .drain: "Drain"
            }
        var contents = BoxContents(
            title: "\(verb) node \(node.displayName)",
            docker:
                "docker node update --availability \(availability.rawValue) \(node.displayName)",
            verb: verb
        )
        var spec = node.spec
        spec.availability = availability
        contents.deed = .command(.updateNode(node.id, version: node.meta.version, spec: spec))
        if node.spec.availability == availability {
            contents.refusal = "its availability is \(availability.rawValue) already"
            return contents
        }
        switch availability {
        case .active:
            contents.say("New tasks may come here again.")
            contents.say(
                "Nothing moves back by itself: a force update spreads a service anew.",
                .dim
            )
        case .pause:
            contents.say("Running tasks stay; no new ones come here (cordon).")
        case .drain:
            DrainReading(node, in: cluster, leaving: leaving).tell(&contents)
            if leaving.count == 1 {
                contents.alternative = .safeDrain(node.id, docker: Self.safeDrainDocker(node))
                contents.say(
                    "Safe drain is skep's own: each replacement runs before its task stops.",
                    .dim
                )
            }
        }
        return contents
    }

    func safeDrainContents(_ node: Node, _ parallelism: UInt64) -> BoxContents {
        var contents = BoxContents(
            title: "Safe drain of node \(node.displayName)",
            docker: Self.safeDrainDocker(node),
            verb: "Safe drain"
        )
        let reading = DrainReading(node, in: cluster, leaving: [node.id])
        reading.tellTasks(&contents, stopsFirst: false)
        contents.say(
            "Each replacement runs elsewhere before its task here stops, "
                + "\(parallelism) at a time of a service."
        )
        contents.say(
            "The node is paused and each service's spec changed in turn, and put back.",
            .dim
        )
        contents.deed = .safeDrain(node.id, parallelism: parallelism)
        if node.spec.availability == .drain {
            contents.refusal = "its availability is \(NodeAvailability.drain.rawValue) already"
        }
        return contents
    }

    private static func safeDrainDocker(_ node: Node) -> String {
        "docker node update --availability pause \(node.displayName); "
            + "docker service update --constraint-add 'node.id != \(node.id)' SERVICE …"
    }

    func roleContents(_ node: Node, _ role: NodeRole) -> BoxContents {
        let isPromotion = role == .manager
        var contents = BoxContents(
            title: isPromotion
                ? "Promote node \(node.displayName)" : "Demote node \(node.displayName)",
            docker: "docker node \(isPromotion ? "promote" : "demote") \(node.displayName)",
            verb: isPromotion ? "Promote" : "Demote"
        )
        guard node.spec.role != role else {
            contents.refusal = "it is a \(word: role.rawValue) already"
            return contents
        }
        var spec = node.spec
        spec.role = role
        contents.deed = .command(.updateNode(node.id, version: node.meta.version, spec: spec))
        let managers = cluster.snapshot.managers
        let quorum =
            isPromotion
            ? QuorumReading.gaining(from: managers) : QuorumReading.losing(node, from: managers)
        contents.tell(quorum)
        contents.say(
            isPromotion
                ? "It takes part in the managers' decisions; its tasks stay."
                : "It becomes a worker; its tasks stay."
        )
        return contents
    }

    func removeContents(_ node: Node) -> BoxContents {
        let isReady = node.status.state == .ready
        var contents = BoxContents(
            title: "Remove node \(node.displayName)",
            docker: "docker node rm \(isReady ? "--force " : "")\(node.displayName)",
            verb: "Remove"
        )
        contents.isDestructive = true
        contents.confirmName = node.displayName
        contents.deed = .command(.removeNode(node.id, force: isReady))
        if node.spec.role == .manager || node.manager != nil {
            contents.tell(QuorumReading.losing(node, from: cluster.snapshot.managers))
            contents.refusal =
                "it is a manager: demote it first (the engine refuses, even with --force)"
        }
        let live = store.tasks(on: node.id).count { $0.isLive }
        if live > 0 {
            let count = Amount.count(live, "task")
            contents.say(
                live == 1
                    ? "\(count) here become orphaned; it is replaced elsewhere."
                    : "\(count) here become orphaned; they are replaced elsewhere."
            )
        }
        if isReady {
            contents.warn(
                "the node is ready: it is removed by force; drain it and let it leave first"
            )
        }
        let volumes = store.volumes.count { $0.node == node.id }
        if volumes > 0 {
            contents.warn("\(Amount.count(volumes, "volume")) on it cannot be reached any more")
        }
        return contents
    }

    func labelContents(_ node: Node, input: String) -> BoxContents {
        var contents = BoxContents(
            title: "Labels of node \(node.displayName)",
            docker: "",
            verb: "Save"
        )
        var spec = node.spec
        let labels = contents.readLabels(input) { labels in
            spec.labels = labels
            return SpecDifference.between(node.spec, spec)
        }
        guard let labels else {
            if contents.fieldError == nil {
                contents.docker = "docker node update --label-add KEY=VALUE \(node.displayName)"
            }
            return contents
        }
        let moved = servicesLeaving(node, labels: labels)
        if !moved.isEmpty {
            contents.warn(
                "constraints of \(Amount.list(moved)) no longer hold: their tasks leave at once"
            )
        }
        contents.docker = LabelText.docker("node", node.displayName, node.spec.labels, to: labels)
        contents.deed = .command(.updateNode(node.id, version: node.meta.version, spec: spec))
        return contents
    }

    /// Services with tasks here whose constraints the other labels break.
    private func servicesLeaving(_ node: Node, labels: [String: String]) -> [String] {
        var changed = node
        changed.spec.labels = labels
        let services = Set(store.tasks(on: node.id).filter(\.isLive).map(\.serviceID)).sorted()
        return services.compactMap { store.service($0) }.filter { service in
            let rules = try? Constraint.parse(service.spec.task.placement.constraints)
            return rules.map { !$0.allMatch(changed) } ?? false
        }.map(\.name)
    }

    func addContents(_ role: NodeRole, zone: String, name: String) -> BoxContents {
        let trimmed = name.isEmpty ? nextNodeName : name
        var contents = BoxContents(
            title: "Join a \(word: role.rawValue)",
            docker: "docker swarm join --token TOKEN ADDRESS",
            verb: "Join"
        )
        contents.fieldLabel = "host name (empty: \(nextNodeName))"
        if cluster.nodeNames.values.contains(trimmed.safe) {
            contents.fieldError = "there is a node \(trimmed) already"
        }
        contents.say(
            "A simulated machine with 4 cores and 8 GiB joins as a \(word: role.rawValue)."
        )
        if cluster.snapshot.topology.zones.contains(where: { $0.name == zone }) {
            contents.say("It stands in zone \(zone).", .dim)
        } else {
            contents.say("It stands in zone \(zone), the first one there.", .dim)
        }
        if role == .manager { contents.tell(.gaining(from: cluster.snapshot.managers)) }
        contents.deed = .command(.addNode(NewNode(hostname: trimmed, role: role, zone: zone)))
        return contents
    }

    private var nextNodeName: String {
        let taken = Set(cluster.nodeNames.values.map(\.string))
        var number = cluster.nodeOrder.count + 1
        while taken.contains("node\(number)") { number += 1 }
        return "node\(number)"
    }
}

extension BoxContents {
    /// Says what becomes of the quorum, and refuses what would lose it.
    mutating func tell(_ quorum: QuorumReading) {
        lines.append([Span("quorum ", .dim), Span(quorum.words, .manager)])
        for warning in quorum.warnings { warn(warning) }
        if let reason = quorum.refusal { refusal = reason }
    }
}
