import Cells

/// Keys of the rollout screen, beyond those of its service.
enum RolloutActions {
    static let all: [Action] = [
        Action(
            "rollout.follow",
            "Follow the slots that are worked on",
            hint: "follow",
            keys: [.character("f")],
            in: [.rollout]
        ) {
            $0.changeRollout { $0.follows.toggle() }
            return []
        }
    ]
}
