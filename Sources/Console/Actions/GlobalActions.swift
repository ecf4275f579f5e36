import Cells

/// Keys that work everywhere.
enum GlobalActions {
    static let all: [Action] = [
        Action("command", "Command line", hint: "command", keys: [.character(":")], in: [.global]) {
            $0.openPrompt(.command, text: "")
            return []
        },
        Action(
            "help",
            "Help for this screen",
            hint: "help",
            keys: [.character("?"), .function(1)],
            in: [.global]
        ) {
            $0.openHelp()
            return []
        },
        Action(
            "menu",
            "What can be done here",
            hint: "menu",
            keys: [.character("m")],
            in: [.global]
        ) {
            $0.openMenu()
            return []
        },
        Action("back", "Back", hint: "back", keys: [.escape, .character("q")], in: [.global]) {
            $0.goBack()
        },
        Action("page.toggle", "The view before, and back", keys: [.character("-")], in: [.global]) {
            $0.travel { $0.toggle() }
        },
        Action("page.older", "Older view in the history", keys: [.character("[")], in: [.global]) {
            $0.travel { $0.travel(-1) }
        },
        Action("page.newer", "Newer view in the history", keys: [.character("]")], in: [.global]) {
            $0.travel { $0.travel(1) }
        },
        Action(
            "refresh",
            "Refresh now",
            keys: [.control("r"), .function(5)],
            in: [.global]
        ) { _ in [.refresh] },
        Action("header", "Header on or off", keys: [.control("e")], in: [.global]) {
            $0.showsHeader.toggle()
            return []
        },
        Action("crumbs", "Crumbs on or off", keys: [.control("g")], in: [.global]) {
            $0.showsCrumbs.toggle()
            return []
        },
        Action("commands", "All commands", keys: [.control("a")], in: [.global]) {
            $0.openHelp(commandsFirst: true)
            return []
        },
        Action("save", "Save what is shown to a file", keys: [.control("s")], in: [.global]) {
            $0.save()
        },
        Action("training", "Training bar: clock and faults", keys: [.function(9)], in: [.global]) {
            $0.openTrainingBar()
            return []
        },
        Action("quit", "Quit", keys: [.control("c")], in: [.global]) { $0.quit() },
    ]
}
