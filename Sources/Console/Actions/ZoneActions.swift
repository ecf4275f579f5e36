import Cells
import ClusterPorts

/// Keys of the managers, of zones and of trouble.
enum ZoneActions {
    static let all: [Action] = [
        Action(
            "node.managers",
            "Managers: terms, logs, reachability",
            hint: "managers",
            keys: [.character("v")],
            in: [.nodes, .zones],
            docker: "docker node ls --filter role=manager"
        ) { $0.openTable(.managers) },
        Action(
            "node.zones",
            "Zones and the links between them",
            hint: "zones",
            keys: [.character("Z")],
            in: [.nodes]
        ) { $0.openText(.zones) },
        Action(
            "node.fault",
            "Trouble: kill, start, isolate, partition, latency, loss (simulated clusters)",
            hint: "fault",
            keys: [.character("f")],
            in: [.nodes, .zones],
            refusal: { $0.standstill(needsQuorum: false) ?? $0.whyNotSimulated },
            perform: {
                $0.openPrompt(.command, text: "fault ")
                return []
            }
        ),
        Action(
            "zones.heal",
            "Mend all links (simulated clusters)",
            hint: "heal",
            keys: [.character("h")],
            in: [.zones],
            refusal: { situation in
                if let reason = situation.standstill(needsQuorum: false)
                    ?? situation.whyNotSimulated
                {
                    return reason
                }
                let topology = situation.cluster?.snapshot.topology
                return topology.map { $0.troubled.isEmpty && $0.isolated.isEmpty } ?? true
                    ? "no link is in trouble" : nil
            },
            perform: { $0.ask(.fault(.heal)) }
        ),
    ]
}
