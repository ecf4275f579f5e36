import ClusterPorts

/// The lines of a task or a service, and where the user is in them.
struct LogsPage: Sendable {
    let target: LogRequest.Target
    var view = LogView()
    /// Set while the stream is open.
    var stream: LogStreamID?
}

/// How log lines are looked at.
struct LogView: Sendable {
    /// Stays at the end.
    var follows = true
    var wraps = false
    var showsTimes = false
    /// Holds the picture still: nothing after this line is shown.
    var pausedAt: Int?
    /// The first line on the screen, counted since the stream began, when it does not follow.
    var top = 0
    /// Rows of that line that are above the screen.
    var topRow = 0
    var left = 0
    var search = TextSearch(words: "")
    var searchText = ""
    /// The line of the match that `n` has last gone to.
    var found: Int?
}
