import ClusterPorts

/// Commands about several clusters in one console.
enum TabCommands {
    static let all: [Command] = [
        Command(
            "attach HOST|CONTEXT|local|demo",
            "another cluster in a tab of its own",
            docker: "docker context use CONTEXT",
            arguments: [.cluster],
            counts: 1...1
        ) { _, call throws(CommandRefusal) in [.tab(.attach(call.word(0)))] },
        Command(
            "tab [N|NAME|next|previous|close]",
            "the tab of that number or name; the next one if none is named",
            arguments: [.words(["next", "previous", "close"])],
            counts: 0...1
        ) { _, call throws(CommandRefusal) in
            switch call.word(0) {
            case "", "next": [.tab(.step(1))]
            case "previous": [.tab(.step(-1))]
            case "close": [.tab(.close)]
            default: [.tab(.named(call.word(0)))]
            }
        },
        Command("split", "two tabs side by side, or one alone again") { _, _ in [.tab(.split)] },
    ]
}
