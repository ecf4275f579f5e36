import Cells

/// Keys of the log screen.
enum LogActions {
    static let all: [Action] =
        [
            Action(
                "logs.follow",
                "Follow the end",
                hint: "follow",
                keys: [.character("s")],
                in: [.logs]
            ) {
                $0.toggleLogFollowing()
            },
            Action("logs.pause", "Hold still", hint: "hold", keys: [.character(" ")], in: [.logs]) {
                $0.changeLogs { $1.togglePause(in: $0) }
            },
            Action(
                "logs.wrap",
                "Wrap long lines",
                hint: "wrap",
                keys: [.character("w")],
                in: [.logs]
            ) {
                $0.changeLogs {
                    $1.wraps.toggle(); $1.left = 0
                }
            },
            Action(
                "logs.times",
                "Times: local, UTC, ages, none",
                hint: "times",
                keys: [.character("t")],
                in: [.logs]
            ) {
                $0.changeLogs { $1.times = $1.times.next }
            },
            Action(
                "logs.filter",
                "Only lines: word, a|b, !word, -r PATTERN, node:NAME, task:N, stderr",
                hint: "only",
                keys: [.character("f")],
                in: [.logs]
            ) {
                $0.openLogFilter()
                return []
            },
            Action(
                "logs.node",
                "Only lines of one node, by turns",
                hint: "node",
                keys: [.character("o")],
                in: [.logs]
            ) { $0.turnLogNode() },
            Action(
                "logs.json",
                "JSON: a member a line, the chosen fields, as it came",
                hint: "JSON",
                keys: [.character("x")],
                in: [.logs]
            ) { $0.turnLogJSON() },
            Action(
                "logs.search",
                "Search; -r PATTERN for a regular expression",
                hint: "search",
                keys: [.character("/")],
                in: [.logs]
            ) {
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
        ] + spans

    private static let spans = LogSpan.allCases.map { span in
        Action(
            "logs.since.\(span)",
            "From \(span.words)",
            keys: [.character(span.key)],
            in: [.logs],
            docker: span.duration == nil ? "" : "docker service logs --since TIME SERVICE"
        ) { $0.openLogs(from: span) }
    }
}
