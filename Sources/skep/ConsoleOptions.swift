import ArgumentParser

/// The options of every command that opens a cluster.
struct ClusterOptions: ParsableArguments {
    /// Cluster seconds per wall second that may be asked for.
    static let speeds = 0.1...1_000.0

    @Option(
        name: .customLong("state"),
        help: ArgumentHelp(
            "The folder that keeps the cluster, instead of the one in $XDG_STATE_HOME.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var stateFolder: String?

    @Option(help: "Cluster seconds per second of the wall, 0.1 to 1000.")
    var speed = 1.0

    @Option(help: "Decides every matter of chance in a cluster that is created now.")
    var seed: UInt64?

    func validate() throws {
        guard Self.speeds.contains(speed) else {
            throw ValidationError("--speed must be from 0.1 to 1000, not \(speed)")
        }
    }
}

/// How the console looks and what it may do, whatever the cluster.
///
/// One and the same group for all commands: an option that the program has, too, is taken by it,
/// and reaches a command only by the same way.
struct ViewOptions: ParsableArguments {
    @Option(
        help: "A theme's name or the path of a theme file; see `skep theme list`.",
        completion: .themes
    )
    var theme: String?

    @Flag(name: .customLong("read-only"), help: "Refuse every action that changes the cluster.")
    var isReadOnly = false

    @Flag(name: .customLong("plain"), help: "No screen: write what happens line by line.")
    var isPlain = false

    @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
    var leavesMouse = false
}

/// The options of every command that opens the console on a cluster of its own.
struct ConsoleOptions: ParsableArguments {
    @OptionGroup var view: ViewOptions

    @OptionGroup var cluster: ClusterOptions

    @OptionGroup var serving: ServeOptions

    /// Refuses what only a cluster of skep's own understands.
    ///
    /// The group is the same for all commands, since an option of the program's own is never one of
    /// a command's.
    func refuseClusterOptions() throws {
        if cluster.stateFolder != nil || cluster.seed != nil {
            throw ValidationError("--state and --seed are about clusters of skep's own")
        }
        if serving.listen != nil || serving.folder != nil {
            throw ValidationError("--listen and --listen-all are about clusters of skep's own")
        }
    }
}
