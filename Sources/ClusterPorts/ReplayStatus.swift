package import Basics

/// Where in a recording a snapshot is from.
package struct ReplayStatus: Hashable, Sendable {
    /// Something that happened in the recording.
    package struct Event: Hashable, Sendable {
        /// Since the recording began, by the wall's time.
        package var time: Duration
        /// Whether it is trouble.
        package var isBad: Bool

        package init(time: Duration, isBad: Bool) {
            self.time = time
            self.isBad = isBad
        }
    }

    /// The file's name.
    package var name: String
    /// When the recording began.
    package var startedAt: WallTime
    package var position: Duration
    package var length: Duration
    /// Recorded seconds per second of the wall.
    package var speed: Double
    package var isPlaying: Bool
    /// All that happened, in order of time.
    package var events: [Event]
    /// What the user typed around this place; empty when nothing for a while.
    package var typed: String

    package init(
        name: String,
        startedAt: WallTime,
        position: Duration = .zero,
        length: Duration,
        speed: Double = 1,
        isPlaying: Bool = true,
        events: [Event] = [],
        typed: String = ""
    ) {
        self.name = name
        self.startedAt = startedAt
        self.position = position
        self.length = length
        self.speed = speed
        self.isPlaying = isPlaying
        self.events = events
        self.typed = typed
    }
}

/// Where to go in a recording.
package enum ReplaySeek: Hashable, Sendable {
    /// So long after its beginning.
    case to(Duration)
    /// So much further, or back.
    case by(Duration)
    /// A part of the whole, 0 to 1.
    case part(Double)
    /// A time of the wall while it was recorded.
    case wall(WallTime)
    /// So many recorded changes further, or back.
    case changes(Int)
    /// The next event, or the one before.
    case event(forward: Bool)
}
