import Cells
import SwarmModel

/// Keys that hand the terminal to another program: an editor, or a shell in a container.
enum LiveActions {
    static let all: [Action] = [
        edit("service.edit", [.service], "docker service update SERVICE") { situation in
            situation.service.map { .service($0.id) }
        },
        edit("node.edit", [.nodes], "docker node update NODE") { situation in
            situation.node.map { .node($0.id) }
        },
        Action(
            "task.shell",
            "Shell in its container",
            keys: [.character("x"), .character("s")],
            in: [.tasks],
            risk: .change,
            docker: "docker exec -it CONTAINER sh",
            refusal: { situation in
                guard let task = situation.task else { return nil }
                return task.state == .running ? nil : "its container does not run"
            },
            perform: { model in
                guard let task = model.situation.task else { return [] }
                return [.openTerminal(task.id, ["sh"])]
            }
        ),
    ]

    private static func edit(
        _ id: String,
        _ contexts: [Context],
        _ docker: String,
        _ subject: @escaping @Sendable (Situation) -> ObjectReference?
    ) -> Action {
        Action(
            id,
            "Edit the whole spec",
            keys: [.character("E")],
            in: contexts,
            risk: .change,
            docker: docker,
            isForOne: true
        ) { model in
            subject(model.situation).map { [.editSpec($0)] } ?? []
        }
    }
}
