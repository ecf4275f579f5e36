import ClusterPorts

/// Commands about recordings.
enum ReplayCommands {
    static let all: [Command] = [
        Command(
            "seek TIME|+TIME|-TIME|N%|start|end",
            "another place of a recording",
            arguments: [.words(["start", "end", "+30s", "-30s"])],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in [.seek(try model.readSeek(call.word(0)))] }
    ]
}
