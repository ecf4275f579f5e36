import Cells
import SwarmModel

/// Keys of nodes.
enum NodeActions {
    static let all: [Action] = [
        Action(
            "node.tasks",
            "Tasks of the node",
            hint: "tasks",
            keys: [.enter],
            in: [.nodes],
            docker: "docker node ps NODE"
        ) { $0.openTasksOfNode() },
        availability(
            "node.drain",
            "Drain: move its tasks away",
            "drain",
            "r",
            .drain
        ),
        availability(
            "node.pause",
            "Pause (cordon): no new tasks",
            "pause",
            "c",
            .pause
        ),
        availability(
            "node.activate",
            "Activate (uncordon): take tasks again",
            "activate",
            "u",
            .active
        ),
        Action(
            "node.role",
            "Promote or demote, with the quorum before and after",
            hint: "role",
            keys: [.character("M")],
            in: [.nodes],
            risk: .change,
            docker: "docker node promote|demote NODE",
            isForOne: true
        ) { model in
            guard let node = model.situation.node else { return [] }
            return model.ask(.role(node.id, node.spec.role == .manager ? .worker : .manager))
        },
        Action(
            "node.labels",
            "Labels",
            hint: "labels",
            keys: [.character("L")],
            in: [.nodes],
            risk: .change,
            docker: "docker node update --label-add KEY=VALUE NODE",
            isForOne: true
        ) { model in
            guard let node = model.situation.node else { return [] }
            return model.ask(.nodeLabels(node.id))
        },
        Action(
            "node.remove",
            "Remove from the swarm",
            hint: "remove",
            keys: [.control("d")],
            in: [.nodes],
            risk: .destroy,
            docker: "docker node rm NODE"
        ) { model in
            model.askAboutMarked { $0.node.map { .removeNode($0) } }
        },
        Action(
            "node.logs",
            "Logs of all tasks on the node, in order of time",
            hint: "logs",
            keys: [.character("l")],
            in: [.nodes],
            docker: "docker service logs -f TASK"
        ) { $0.openLogsOfSelection() },
    ]

    private static func availability(
        _ id: String,
        _ title: Phrase,
        _ hint: Phrase,
        _ letter: Character,
        _ availability: NodeAvailability
    ) -> Action {
        Action(
            id,
            title,
            hint: hint,
            keys: [.character(letter)],
            in: [.nodes],
            risk: .change,
            docker: "docker node update --availability \(availability.rawValue) NODE",
            refusal: { situation in
                guard !situation.isAboutMarks, situation.node?.spec.availability == availability
                else {
                    return nil
                }
                return "its availability is \(availability.rawValue) already"
            },
            perform: { model in
                model.askAboutMarked { $0.node.map { .availability($0, availability) } }
            }
        )
    }
}
