import Cells

/// Keys of a safe drain's page.
enum DrainActions {
    static let all: [Action] = [
        Action(
            "drain.cancel",
            "Give the safe drain up: put everything back",
            hint: "give up",
            keys: [.character("x")],
            in: [.safeDrain],
            risk: .change,
            docker: "docker service update --constraint-rm 'node.id != ID' SERVICE"
        ) { $0.changeDrain { $0.cancel() } },
        Action(
            "drain.resume",
            "Try those again that could not move",
            hint: "try again",
            keys: [.character("r")],
            in: [.safeDrain],
            risk: .change,
            docker: "docker service update --constraint-add 'node.id != ID' SERVICE"
        ) { $0.changeDrain { $0.resume() } },
        Action(
            "drain.anyway",
            "Drain although some could not move",
            hint: "drain anyway",
            keys: [.character("D")],
            in: [.safeDrain],
            risk: .change,
            docker: "docker node update --availability drain NODE"
        ) { $0.changeDrain { $0.drainAnyway() } },
    ]
}
