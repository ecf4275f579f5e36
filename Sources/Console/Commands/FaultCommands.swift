import Basics
import ClusterPorts
import SwarmModel

/// Commands that bring trouble to a simulated cluster's machines and links, and end it.
enum FaultCommands {
    static let verbs = ["isolate", "kill", "latency", "loss", "partition", "start"]
    private static let usage =
        "fault kill|start|isolate NODE[,NODE …], fault partition A B, "
        + "fault latency A B 400ms [jitter 50ms], fault loss A B 20%"

    static let all: [Command] = [
        Command(
            "fault kill|start|isolate|partition|latency|loss …",
            "trouble for simulated machines and links; fault alone says how",
            arguments: [.fault, .linkEnd, .linkEnd, .text, .words(["jitter"]), .text],
            counts: 0...6
        ) { model, call throws(CommandRefusal) in
            guard !call.words.isEmpty else { throw CommandRefusal("usage: \(usage)") }
            if !model.isTrial { try model.requireSimulation() }
            let plan = try FaultReader(try model.resolver(), call).plan()
            // Links are not looked into on a live cluster; machines are lost there, too.
            if plan.isAboutLinks { try model.requireSimulation() }
            return try model.ask(.fault(plan), call: call)
        },
        Command(
            "heal [A [B]]",
            "mend all links, one node's, or those between two ends",
            arguments: [.linkEnd, .linkEnd],
            counts: 0...2
        ) { model, call throws(CommandRefusal) in
            try model.requireSimulation()
            let reader = FaultReader(try model.resolver(), call)
            return try model.ask(.fault(try reader.mending()), call: call)
        },
    ]
}

/// Reads what is typed after `fault` and `heal`.
private struct FaultReader {
    let resolver: NameResolver
    let call: Command.Call

    init(_ resolver: NameResolver, _ call: Command.Call) {
        self.resolver = resolver
        self.call = call
    }

    func plan() throws(CommandRefusal) -> FaultPlan {
        switch call.word(0) {
        case "kill": return .kill(try nodes("kill"))
        case "start": return .start(try nodes("start"))
        case "isolate": return .isolate(try nodes("isolate"))
        case "partition", "cut":
            let (left, right) = try sides("fault partition dc1 dc2", count: 3)
            return .links(left, right, .cut)
        case "latency": return try latency()
        case "loss": return try loss()
        default: return try power()
        }
    }

    /// The older form: `fault NODE on|off`.
    private func power() throws(CommandRefusal) -> FaultPlan {
        let word = call.word(1)
        guard call.words.count == 2, ["on", "up", "off", "down"].contains(word) else {
            let known = Amount.list(FaultCommands.verbs)
            throw CommandRefusal("fault knows \(known), and NODE on|off; not \(call.word(0))")
        }
        let node = try resolver.node(call.word(0)).id
        return word == "on" || word == "up" ? .start([node]) : .kill([node])
    }

    func mending() throws(CommandRefusal) -> FaultPlan {
        switch call.words.count {
        case 0: return .heal
        case 1:
            let ends = try ends(call.word(0))
            for end in ends {
                guard case .node = end else {
                    throw CommandRefusal(
                        "heal \(call.word(0)) what? say heal \(call.word(0)) B, or heal alone"
                    )
                }
            }
            let links = LinkReading(resolver.cluster.snapshot.topology)
            if let end = ends.first(where: { !links.isIsolated($0) }) {
                throw CommandRefusal(
                    "\(resolver.cluster.name(of: end)) is not isolated; heal alone mends all links"
                )
            }
            return .mend(ends, [])
        default:
            let left = try ends(call.word(0))
            let right = try ends(call.word(1))
            let links = LinkReading(resolver.cluster.snapshot.topology)
            let isTroubled = left.contains { one in
                right.contains { links.trouble(between: one, and: $0) != nil }
            }
            guard isTroubled else {
                throw CommandRefusal(
                    "nothing was done to the link between \(call.word(0)) and \(call.word(1)); "
                        + "zones lists what was"
                )
            }
            return .mend(left, right)
        }
    }

    // MARK: - Parts

    private func nodes(_ verb: String) throws(CommandRefusal) -> [NodeID] {
        guard call.words.count >= 2 else {
            throw CommandRefusal("which node? fault \(verb) NODE[,NODE …]")
        }
        var nodes: [NodeID] = []
        for word in call.words.dropFirst().flatMap({ $0.split(separator: ",") }) {
            let node = try resolver.node(String(word)).id
            if !nodes.contains(node) { nodes.append(node) }
        }
        return nodes
    }

    private func sides(
        _ example: String,
        count: Int
    ) throws(CommandRefusal) -> ([LinkEnd], [LinkEnd]) {
        guard call.words.count >= count else {
            throw CommandRefusal("two sides are needed: \(example)")
        }
        if call.words.count > count, count == 3 {
            throw CommandRefusal("a side of several is written with commas: node1,node2")
        }
        let left = try ends(call.word(1))
        let right = try ends(call.word(2))
        let links = LinkReading(resolver.cluster.snapshot.topology)
        let both = Set(left.flatMap { links.nodes(of: $0) })
        if let shared = right.flatMap({ links.nodes(of: $0) }).first(where: { both.contains($0) }) {
            throw CommandRefusal(
                "\(resolver.cluster.nodeName(shared)) is on both sides of \(call.word(1)) and "
                    + "\(call.word(2))"
            )
        }
        return (left, right)
    }

    private func ends(_ word: String) throws(CommandRefusal) -> [LinkEnd] {
        let zones = resolver.cluster.snapshot.topology.zones.map(\.name)
        var ends: [LinkEnd] = []
        for part in word.split(separator: ",").map(String.init) {
            if zones.contains(part) {
                ends.append(.zone(part))
            } else if let node = try? resolver.node(part) {
                ends.append(.node(node.id))
            } else {
                throw CommandRefusal(
                    "neither a node nor a zone is called \(part); zones are \(Amount.list(zones))"
                )
            }
        }
        return ends
    }

    private func latency() throws(CommandRefusal) -> FaultPlan {
        let example = "fault latency dc1 dc2 400ms [jitter 50ms]"
        let (left, right) = try sides(example, count: 4)
        let latency = try time(call.word(3))
        var jitter = Duration.zero
        if call.words.count > 4 {
            guard call.word(4) == "jitter", call.words.count == 6 else {
                throw CommandRefusal("usage: \(example)")
            }
            jitter = try time(call.word(5))
        }
        return .links(left, right, .latency(latency, jitter: jitter))
    }

    private func time(_ word: String) throws(CommandRefusal) -> Duration {
        guard let time = GoDuration.parse(word), time >= .zero, time <= .seconds(600) else {
            throw CommandRefusal("\(word) is no time of a link: write 400ms or 1.5s")
        }
        return time
    }

    private func loss() throws(CommandRefusal) -> FaultPlan {
        let (left, right) = try sides("fault loss dc1 dc2 20%", count: 4)
        let word = call.word(3)
        let number = word.hasSuffix("%") ? Double(word.dropLast()).map { $0 / 100 } : Double(word)
        guard call.words.count == 4, let share = number, (0...1).contains(share) else {
            throw CommandRefusal("\(word) is no share: it must be from 0% to 100%")
        }
        return .links(left, right, .loss(share))
    }
}

extension LinkReading {
    fileprivate func isIsolated(_ end: LinkEnd) -> Bool {
        if case .node(let node) = end { return topology.isolated.contains(node) }
        return false
    }
}
