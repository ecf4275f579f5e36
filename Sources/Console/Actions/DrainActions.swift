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
            docker: "docker service update --constraint-rm 'node.id != ID' SERVICE",
            refusal: { $0.drainPhase.flatMap { $0.isOver ? "it is over" : nil } }
        ) { $0.changeDrain { $0.cancel() } },
        Action(
            "drain.resume",
            "Try those again that could not move",
            hint: "try again",
            keys: [.character("r")],
            in: [.safeDrain],
            risk: .change,
            docker: "docker service update --constraint-add 'node.id != ID' SERVICE",
            refusal: whyNotHeld
        ) { $0.changeDrain { $0.resume() } },
        Action(
            "drain.anyway",
            "Drain although some could not move",
            hint: "drain anyway",
            keys: [.character("D")],
            in: [.safeDrain],
            risk: .change,
            docker: "docker node update --availability drain NODE",
            refusal: whyNotHeld
        ) { $0.changeDrain { $0.drainAnyway() } },
    ]

    /// Where nothing is held there is nothing to decide.
    private static func whyNotHeld(_ situation: Situation) -> Phrase? {
        guard let phase = situation.drainPhase, phase != .held else { return nil }
        return phase.isOver ? "it is over" : "it is under way: nothing is held up"
    }
}
