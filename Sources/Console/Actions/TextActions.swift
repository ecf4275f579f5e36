import Cells

/// Keys of pages of text.
enum TextActions {
    static let all: [Action] = [
        Action("text.search", "Search", hint: "search", keys: [.character("/")], in: [.text]) {
            $0.openSearch()
            return []
        },
        Action("text.next", "Next match", keys: [.character("n")], in: [.text]) {
            $0.goToMatch(forward: true)
        },
        Action("text.previous", "Match before", keys: [.character("N")], in: [.text]) {
            $0.goToMatch(forward: false)
        },
        Action("text.left", "To the left", keys: [.left], in: [.text]) { $0.shiftText(by: -10) },
        Action("text.right", "To the right", keys: [.right], in: [.text]) { $0.shiftText(by: 10) },
        Action(
            "text.json",
            "Raw JSON",
            hint: "raw",
            keys: [.character("y")],
            in: [.describe],
            docker: "docker inspect ID"
        ) { $0.switchText() },
        Action(
            "records.json",
            "Raw JSON",
            hint: "raw",
            keys: [.character("y")],
            in: [.records]
        ) { $0.switchText() },
        Action(
            "text.describe",
            "Described in words",
            hint: "words",
            keys: [.character("y"), .character("d")],
            in: [.json],
            docker: "docker inspect --pretty ID"
        ) { $0.switchText() },
        Action(
            "output.stop",
            "End the plugin, with all that it has started",
            hint: "stop",
            keys: [.control("k")],
            in: [.output],
            refusal: { $0.isPluginAtWork ? nil : "it has ended" },
            perform: { $0.stopPlugin() }
        ),
        Action(
            "work.stop",
            "Stop what is under way after the step that is being carried out",
            hint: "stop",
            keys: [.control("k")],
            in: [.atWork],
            refusal: { $0.whyNotStopped },
            perform: { $0.stopWork() }
        ),
        Action(
            "plan.deploy",
            "Deploy this plan",
            hint: "deploy",
            keys: [.enter],
            in: [.plan],
            risk: .change,
            docker: "docker stack deploy -c FILE STACK",
            refusal: { $0.planRefusal },
            perform: { $0.askToDeploy() }
        ),
        Action(
            "plan.again",
            "Plan it again, from the files as they are now",
            hint: "plan again",
            keys: [.character("r")],
            in: [.plan, .deployed]
        ) { $0.planAgain() },
        Action(
            "plan.services",
            "Services of the stack",
            hint: "services",
            keys: [.enter],
            in: [.deployed],
            docker: "docker stack services STACK"
        ) { $0.openPlannedServices() },
    ]
}
