import Cells

/// Keys about the picture itself: holding it, copying it, taking it away.
enum ViewStateActions {
    static let all: [Action] = [
        Action(
            "freeze",
            "Hold the picture still while the cluster goes on; again: go on",
            keys: [.character("F")],
            in: [.table, .deck, .rollout, .text, .logs]
        ) {
            $0.toggleFreeze()
            return []
        },
        Action(
            "copy",
            "Copy the names, marked ones if any, or the text (OSC 52)",
            keys: [.character("C")],
            in: [.table, .text, .logs]
        ) { $0.copyEffect() },
        Action(
            "copy.name",
            "Copy the name",
            keys: [.character("c")],
            in: [
                .services, .tasks, .stacks, .networks, .configs, .secrets, .volumes, .images,
            ]
        ) { $0.copyEffect() },
        Action("copy.text", "Copy the text", keys: [.character("c")], in: [.text, .logs]) {
            $0.copyEffect()
        },
    ]
}
