import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension BoxReader {
    /// What a fault would do to machines, managers and tasks, as things stand now.
    func faultContents(_ plan: FaultPlan) -> BoxContents {
        let links = LinkReading(cluster.snapshot.topology)
        let faults = plan.faults(over: links)
        var contents = BoxContents(title: title(of: plan), docker: "", verb: verb(of: plan))
        contents.deed = .commands(faults.map { .fault($0) })
        let before = ContactReading(cluster, links: links)
        let after = ContactReading(
            cluster,
            links: links.after(faults),
            without: plan.lost,
            with: plan.gained
        )
        describe(plan, links, into: &contents)
        tellManagers(before, after, plan, into: &contents)
        tellStrays(before, after, plan, into: &contents)
        tellTool(plan, into: &contents)
        return contents
    }

    // MARK: - Names

    private func title(of plan: FaultPlan) -> Phrase {
        switch plan {
        case .kill(let nodes): "Power off \(names(nodes))"
        case .start(let nodes): "Power on \(names(nodes))"
        case .isolate(let nodes): "Isolate \(names(nodes))"
        case .links(let left, let right, .cut): "Cut \(names(left)) off \(names(right))"
        case .links(let left, let right, _): "Trouble between \(names(left)) and \(names(right))"
        case .mend(let ends, let others):
            others.isEmpty
                ? "Reconnect \(names(ends))"
                : "Mend the links between \(names(ends)) and \(names(others))"
        case .heal: "Heal all links"
        }
    }

    private func verb(of plan: FaultPlan) -> Phrase {
        switch plan {
        case .kill: "Power off"
        case .start: "Power on"
        case .isolate: "Isolate"
        case .links(_, _, .cut): "Cut"
        case .links: "Trouble"
        case .mend: "Mend"
        case .heal: "Heal"
        }
    }

    private func names(_ nodes: [NodeID]) -> String {
        Amount.list(nodes.map { cluster.nodeName($0).string })
    }

    private func names(_ ends: [LinkEnd]) -> String {
        Amount.list(ends.map { cluster.name(of: $0) })
    }

    // MARK: - What happens

    private func describe(
        _ plan: FaultPlan,
        _ links: LinkReading,
        into contents: inout BoxContents
    ) {
        switch plan {
        case .kill(let nodes):
            contents.say(
                nodes.count == 1
                    ? "The machine loses its power: engine and containers are gone at once."
                    : "The machines lose their power: engine and containers are gone at once."
            )
            let count = tasks(on: nodes)
            if count > 0 { contents.say("\(Amount.count(count, "task")) run there.", .dim) }
        case .start(let nodes):
            contents.say(
                nodes.count == 1
                    ? "The machine starts with an engine and no containers."
                    : "The machines start with an engine and no containers."
            )
        case .isolate(let nodes):
            contents.say(
                nodes.count == 1
                    ? "It is cut off from all other machines; containers there run on."
                    : "They are cut off from all other machines; containers there run on."
            )
        case .links(let left, let right, let trouble):
            say(trouble, left, right, links, into: &contents)
        case .mend: contents.say("What was done to these links is taken back.")
        case .heal:
            let topology = links.topology
            guard !topology.troubled.isEmpty || !topology.isolated.isEmpty else {
                contents.refusal = "no link is in trouble"
                return
            }
            for link in topology.troubled {
                let ends = "\(cluster.name(of: link.one)) – \(cluster.name(of: link.other))"
                contents.say("\(ends): \(link.quality.words), no longer")
            }
            if !topology.isolated.isEmpty {
                contents.say("reconnected: \(names(topology.isolated))")
            }
        }
    }

    private func say(
        _ trouble: FaultPlan.Trouble,
        _ left: [LinkEnd],
        _ right: [LinkEnd],
        _ links: LinkReading,
        into contents: inout BoxContents
    ) {
        for (number, side) in [left, right].enumerated() {
            let nodes = side.flatMap { links.nodes(of: $0) }.uniqued()
            contents.lines.append([
                Span(number == 0 ? "between " : "    and ", .dim), Span(names(side), .accent),
                Span(" (\(names(nodes)))", .dim),
            ])
        }
        switch trouble {
        case .cut: contents.say("Nothing passes between the two sides any more.")
        case .latency(let latency, let jitter):
            let more: Phrase = jitter > .zero ? ", up to \(Age.milliseconds(jitter)) more" : ""
            contents.say(
                "Each message takes \(Age.milliseconds(latency)) one way\(more): "
                    + "\(Age.milliseconds(latency * 2)) there and back."
            )
            contents.say("Managers wait 2 s for each other, agents 5 s for a manager.", .dim)
        case .loss(let loss):
            contents.say(
                "\(LinkQuality.percent(loss)) of the packets are lost and sent again: calls are late."
            )
            if loss >= 0.5 { contents.say("From one half on, calls no longer get through.", .warn) }
        }
    }

    private func tasks(on nodes: [NodeID]) -> Int {
        nodes.reduce(0) { sum, node in sum + store.tasks(on: node).count { $0.isLive } }
    }

    // MARK: - The managers

    private func tellManagers(
        _ before: ContactReading,
        _ after: ContactReading,
        _ plan: FaultPlan,
        into contents: inout BoxContents
    ) {
        guard !before.managers.isEmpty else { return }
        let isSame = before.words == after.words
        contents.lines.append([
            Span(isSame ? "quorum stays: " : "quorum now:   ", .dim), Span(before.words, .manager),
        ])
        if !isSame {
            let slot: Slot = after.hasQuorum ? .manager : .bad
            contents.lines.append([Span("quorum then:  ", .dim), Span(after.words, slot)])
        }
        if after.hasQuorum {
            tellElection(before, after, into: &contents)
        } else if before.hasQuorum {
            contents.warn(
                after.majority.count == 1
                    ? "the quorum is lost: \(after.quorum) of \(after.managers.count) managers are "
                        + "needed, \(after.majority.count) is left"
                    : "the quorum is lost: \(after.quorum) of \(after.managers.count) managers are "
                        + "needed, \(after.majority.count) are left"
            )
            contents.say("Until it is back nothing can be changed and no task is replaced.")
            contents.say("What runs goes on running, and published ports go on answering.", .dim)
            if let leader = after.leader, after.up.contains(leader) {
                contents.say(
                    "\(cluster.nodeName(leader)) gives up leading within about 20 s.",
                    .dim
                )
            }
        } else {
            contents.warn("there is still no quorum: \(after.quorum) managers must find each other")
        }
    }

    private func tellElection(
        _ before: ContactReading,
        _ after: ContactReading,
        into contents: inout BoxContents
    ) {
        let share: Phrase = "\(after.majority.count) of \(after.managers.count) remain"
        guard before.hasQuorum, let leader = before.leader else {
            if !before.hasQuorum {
                contents.say("The quorum is back: a leader is elected in 10-20 s.", .ok)
            }
            return
        }
        guard !after.leaderStays else { return }
        let name = cluster.nodeName(leader)
        contents.warn("\(name) leads; \(share), a new leader in 10-20 s")
        contents.say("Changes wait until then.", .dim)
        if after.up.contains(leader) {
            contents.say(
                "\(name) may take itself for the leader a while longer, but can commit nothing.",
                .dim
            )
        }
    }

    // MARK: - The machines

    private func tellStrays(
        _ before: ContactReading,
        _ after: ContactReading,
        _ plan: FaultPlan,
        into contents: inout BoxContents
    ) {
        if case .kill(let nodes) = plan, after.hasQuorum {
            contents.say(
                nodes.count == 1
                    ? "The managers see it down after about 15 s and replace the tasks then."
                    : "The managers see them down after about 15 s and replace the tasks then.",
                .dim
            )
        }
        let old = Set(before.strays)
        let lost = after.strays.filter { !old.contains($0) }
        if !lost.isEmpty, after.hasQuorum {
            let count = tasks(on: lost)
            contents.warn(
                lost.count == 1
                    ? "\(names(lost)) is seen down after about 15 s"
                    : "\(names(lost)) are seen down after about 15 s"
            )
            if count > 0 {
                contents.say(
                    "\(Amount.count(count, "task")) there run on, and are started anew where they may."
                )
            }
        }
        let still = Set(after.strays)
        let back = before.strays.filter { !still.contains($0) && !plan.gained.contains($0) }
        if !back.isEmpty, after.hasQuorum {
            contents.say("Back within seconds: \(names(back)).", .ok)
            contents.say("What was replaced meanwhile is one too many then, and is stopped.")
        }
    }

    /// What would do the same to real machines.
    private func tellTool(_ plan: FaultPlan, into contents: inout BoxContents) {
        switch plan {
        case .kill: contents.say("No docker command does that: it is the plug.", .dim)
        case .start: break
        case .isolate: contents.docker = "ip link set eth0 down"
        case .links(_, let right, .cut):
            let names = right.map { cluster.name(of: $0) }.joined(separator: ",")
            contents.docker = "iptables -A INPUT -s \(names) -j DROP"
        case .links(_, _, .latency(let latency, let jitter)):
            let more = jitter > .zero ? " \(Age.milliseconds(jitter))" : ""
            contents.docker =
                "tc qdisc add dev eth0 root netem delay \(Age.milliseconds(latency))\(more)"
        case .links(_, _, .loss(let loss)):
            contents.docker = "tc qdisc add dev eth0 root netem loss \(LinkQuality.percent(loss))"
        case .mend, .heal: contents.docker = "iptables -F; tc qdisc del dev eth0 root"
        }
    }
}

extension FaultPlan {
    /// Machines that lose their power.
    fileprivate var lost: Set<NodeID> {
        if case .kill(let nodes) = self { return Set(nodes) }
        return []
    }

    /// Machines that get it back.
    fileprivate var gained: Set<NodeID> {
        if case .start(let nodes) = self { return Set(nodes) }
        return []
    }
}
