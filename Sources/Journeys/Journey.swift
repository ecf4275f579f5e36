/// A script of what a user of the console does and sees, one line a step.
///
/// The same file is a test, a recording for the documentation, and reads as a description.
package struct Journey: Hashable, Sendable {
    /// The first line's comment.
    package var title: String
    package var steps: [JourneyStep]

    package init(title: String, steps: [JourneyStep]) {
        self.title = title
        self.steps = steps
    }
}

/// One line of a script.
package struct JourneyStep: Hashable, Sendable {
    /// Where it stands in the file, from 1.
    package var line: Int
    package var deed: JourneyDeed

    package init(line: Int, deed: JourneyDeed) {
        self.line = line
        self.deed = deed
    }
}

/// What a step does, or waits for.
///
/// Nothing waits for time to pass: a script goes on when what it names can be seen.
package enum JourneyDeed: Hashable, Sendable {
    /// A comment: what is about to be seen, in words for people.
    case caption(String)
    /// The terminal's size from here on.
    case size(columns: Int, rows: Int)
    /// Puts the demo's cluster, at rest and before its update, into a folder.
    case cluster(String)
    /// Writes a file with the indented lines that follow.
    case file(name: String, text: String)
    /// Starts skep with a screen; `serve` starts one without, and waits until it answers.
    case start([String])
    case serve(name: String, arguments: [String])
    /// Ends an engine that is served.
    case stop(String)
    /// Types keys, as `jj<enter>^d:q<esc>`.
    case keys(String)
    /// Goes to the row of a table that begins with a name.
    case select(String)
    /// Replaces what is in a box's input.
    case fill(String)
    /// Brings a box's button into focus and presses it.
    case agree(String)
    /// Waits until a row of the screen has all these words; `wait-not` until none has.
    case wait([String])
    case waitNot([String])
    /// The same without waiting: it must be so, or not be so, in this frame.
    case expect([String])
    case expectNot([String])
    /// Runs a docker command at the served engine; it must succeed, or must not.
    case docker([String], succeeds: Bool)
    /// What the last docker command must have printed in one line, or nowhere.
    case output([String], isThere: Bool)
    /// Leaves the console by its command line, and waits for a clean end.
    case quit
    /// Waits for the program's end, with this exit code.
    case end(code: Int)
}

/// Why a script cannot be read.
package struct JourneyProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let message: String

    package var description: String { "line \(line): \(message)" }
}
