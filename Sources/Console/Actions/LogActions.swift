import Cells

/// Keys of the log screen.
enum LogActions {
    static let all: [Action] = [
        Action(
            "logs.follow",
            "Follow the end",
            hint: "follow",
            keys: [.character("s")],
            in: [.logs]
        ) {
            $0.changeLogs { $1.toggleFollowing(in: $0) }
        },
        Action("logs.pause", "Hold still", hint: "hold", keys: [.character(" ")], in: [.logs]) {
            $0.changeLogs { $1.togglePause(in: $0) }
        },
        Action("logs.wrap", "Wrap long lines", hint: "wrap", keys: [.character("w")], in: [.logs]) {
            $0.changeLogs {
                $1.wraps.toggle(); $1.left = 0
            }
        },
        Action("logs.times", "Timestamps", hint: "times", keys: [.character("t")], in: [.logs]) {
            $0.changeLogs { $1.showsTimes.toggle() }
        },
        Action("logs.search", "Search", hint: "search", keys: [.character("/")], in: [.logs]) {
            $0.openSearch()
            return []
        },
        Action("logs.next", "Next match", keys: [.character("n")], in: [.logs]) {
            $0.goToMatch(forward: true)
        },
        Action("logs.previous", "Match before", keys: [.character("N")], in: [.logs]) {
            $0.goToMatch(forward: false)
        },
        Action("logs.left", "To the left", keys: [.left, .character("h")], in: [.logs]) {
            $0.changeLogs { $1.left = max(0, $1.left - 10) }
        },
        Action("logs.right", "To the right", keys: [.right], in: [.logs]) {
            $0.changeLogs { $1.left += 10 }
        },
        Action(
            "logs.task",
            "Logs of the slot's task before",
            keys: [.character("p")],
            in: [.logs],
            docker: "docker service logs TASK"
        ) { $0.openPreviousLogs() },
    ]
}
