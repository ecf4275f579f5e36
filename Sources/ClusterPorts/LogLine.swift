package import Basics

/// Which log lines are wanted.
package struct LogRequest: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        case task(TaskID)
        case service(ServiceID)
    }

    package var target: Target
    /// Go on with new lines after the old ones.
    package var follow: Bool
    /// At most this many old lines per task; `nil` = all that are kept.
    package var tail: Int?
    /// Only lines from this moment on.
    package var since: Moment?

    package init(target: Target, follow: Bool = true, tail: Int? = 1_000, since: Moment? = nil) {
        self.target = target
        self.follow = follow
        self.tail = tail
        self.since = since
    }
}

/// One line of a container's output, raw: whoever shows it makes it safe first.
package struct LogLine: Hashable, Sendable {
    package enum Stream: UInt8, Hashable, Sendable {
        case stdout = 1
        case stderr = 2
    }

    package var moment: Moment
    package var task: TaskID
    package var node: NodeID?
    package var stream: Stream
    /// UTF-8 as the container wrote it, without the line's end; may be anything.
    package var text: String

    package init(
        moment: Moment,
        task: TaskID,
        node: NodeID?,
        stream: Stream = .stdout,
        text: String
    ) {
        self.moment = moment
        self.task = task
        self.node = node
        self.stream = stream
        self.text = text
    }
}
