import Cells

/// Keys that look ahead, and those that explain.
enum ForecastActions {
    static let all: [Action] = [
        Action(
            "why",
            "Why it waits, or is where it is",
            hint: "why",
            keys: [.character("w")],
            in: [.tasks, .service],
            docker: "docker service ps --no-trunc SERVICE"
        ) { $0.openWhyOfSelection() },
        Action(
            "whatif.do",
            "Ask whether to do it",
            hint: "do it",
            keys: [.enter],
            in: [.whatIf]
        ) { $0.askToDoWhatIf() },
    ]
}
