import Cells

/// Keys that look at the past.
enum PastActions {
    static let all: [Action] = [
        Action(
            "past",
            "Into the past, and back to now; plays recordings",
            keys: [.function(8)],
            in: [.global]
        ) {
            $0.togglePast()
        },
        Action("past.older", "What was seen before", keys: [.character("<")], in: [.global]) {
            $0.stepInPast(by: -1)
        },
        Action(
            "past.newer",
            "What was seen next",
            keys: [.character(">")],
            in: [.global],
            refusal: isThere
        ) {
            $0.stepInPast(by: 1)
        },
        Action("past.event", "The event before", keys: [.character("{")], in: [.global]) {
            $0.stepToEvent(forward: false)
        },
        Action(
            "past.nextEvent",
            "The next event",
            keys: [.character("}")],
            in: [.global],
            refusal: isThere
        ) {
            $0.stepToEvent(forward: true)
        },
        Action(
            "past.branch",
            "Branch here: the moment that is shown becomes the present",
            keys: [.character("B")],
            in: [.global]
        ) { model in
            if let reason = model.whyNoBranch {
                model.toast("branch: \(reason)".safe, .warning)
                return []
            }
            return model.askToBranch()
        },
    ]

    private static let isThere: @Sendable (Situation) -> Phrase? = {
        $0.isPast ? nil : "this is now already"
    }
}
