import CPseudoTerminal

/// A program in a pseudo-terminal, with somebody who looks at its screen and types.
///
/// Every wait is for something that can be seen, with a deadline; none is for time to pass.
package final class TerminalSession {
    /// Generous: a busy machine is slow.
    package static let patience = Duration.seconds(60)
    private static let slice = Duration.milliseconds(50)
    private static let transcriptMaximum = 4 << 20

    package let terminal: PseudoTerminal
    package private(set) var picture: TerminalPicture
    /// The newest few megabytes of what the program wrote.
    package private(set) var transcript: [UInt8] = []
    /// Is told what the program writes, as it comes.
    package var listener: ((ArraySlice<UInt8>) -> Void)?

    package init(
        _ program: PseudoTerminal.Program,
        columns: Int = 80,
        rows: Int = 24
    ) throws(TerminalFault) {
        terminal = try PseudoTerminal(program, columns: columns, rows: rows)
        picture = TerminalPicture(columns: columns, rows: rows)
    }

    /// Takes what the program wrote; waits a moment for it if there is nothing.
    ///
    /// - Returns: whether anything came.
    @discardableResult
    package func look(within wait: Duration = slice) -> Bool {
        let bytes = terminal.read(within: wait)
        take(bytes)
        return !bytes.isEmpty
    }

    private func take(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        listener?(bytes)
        picture.feed(bytes)
        transcript += bytes
        if transcript.count > Self.transcriptMaximum {
            transcript.removeFirst(transcript.count - Self.transcriptMaximum / 2)
        }
        let replies = picture.takeReplies()
        if !replies.isEmpty { terminal.write(replies) { bytes in picture.feed(bytes) } }
    }

    /// Forgets what was written so far; the picture stays.
    package func clearTranscript() { transcript.removeAll() }
}

// MARK: - Doing

extension TerminalSession {
    /// Types keys, written as ``TypedKeys`` reads them.
    package func type(_ keys: String) throws(TerminalFault) {
        let bytes = try TypedKeys.bytes(keys, inApplicationMode: picture.hasApplicationCursor)
        send(bytes.flatMap { $0 })
    }

    /// Pastes a text, as a terminal does with bracketed paste or without.
    package func paste(_ text: String) {
        let marks = picture.hasBracketedPaste ? ("\u{1B}[200~", "\u{1B}[201~") : ("", "")
        send(Array((marks.0 + text + marks.1).utf8))
    }

    package func send(_ bytes: [UInt8]) {
        terminal.write(bytes) { take($0) }
    }

    /// Gives the terminal another size, as a user who drags the window's corner.
    package func resize(columns: Int, rows: Int) {
        picture.resize(columns: columns, rows: rows)
        terminal.resize(columns: columns, rows: rows)
    }
}

// MARK: - Waiting

extension TerminalSession {
    /// Waits until something is true of the screen, and then for the rest of that frame.
    ///
    /// - Parameters:
    ///   - what: said when it never comes.
    ///   - limit: how long to wait at most.
    ///   - settling: whether to wait for the rest of the frame, too.
    ///   - isSeen: looks at the screen.
    /// - Throws: ``TerminalFault/neverSeen(what:reason:screen:)`` with the last screen.
    package func wait(
        for what: String,
        within limit: Duration = patience,
        settling: Bool = true,
        until isSeen: (TerminalPicture) -> Bool
    ) throws(TerminalFault) {
        let deadline = cpt_now() + Self.nanoseconds(limit)
        while !isSeen(picture) {
            if look() { continue }
            if terminal.hasEnded(), !look(within: .zero) {
                if isSeen(picture) { return }
                throw fault(what, "the program ended, \(words(terminal.ending))")
            }
            if cpt_now() >= deadline { throw fault(what, "not within \(limit)") }
        }
        if settling { settle(quiet: .milliseconds(10), within: .seconds(1)) }
    }

    /// Waits until a row contains all these words.
    package func see(
        _ words: String...,
        within limit: Duration = patience
    ) throws(TerminalFault) {
        let what = words.map { "\"\($0)\"" }.joined(separator: " beside ")
        try wait(for: what, within: limit) { $0.row(with: words) != nil }
    }

    /// Waits until no row contains all these words.
    package func seeNo(
        _ words: String...,
        within limit: Duration = patience
    ) throws(TerminalFault) {
        let what = words.map { "\"\($0)\"" }.joined(separator: " beside ")
        try wait(for: "the end of \(what)", within: limit) { $0.row(with: words) == nil }
    }

    /// Waits until the program has ended, and takes all it wrote.
    package func waitForEnd(
        within limit: Duration = patience
    ) throws(TerminalFault) -> PseudoTerminal.Ending {
        let deadline = cpt_now() + Self.nanoseconds(limit)
        while !terminal.hasEnded() {
            look()
            if cpt_now() >= deadline { throw fault("the program's end", "not within \(limit)") }
        }
        while look(within: .zero) {}
        return terminal.ending ?? .exited(0)
    }

    /// Waits until the program has written nothing for a while.
    package func settle(
        quiet: Duration = .milliseconds(100),
        within limit: Duration = patience
    ) {
        let deadline = cpt_now() + Self.nanoseconds(limit)
        while look(within: quiet), cpt_now() < deadline {}
    }

    /// Takes what the program writes for a while; for measurements, where the time itself matters.
    package func watch(for time: Duration) {
        let end = cpt_now() + Self.nanoseconds(time)
        while case let left = end - cpt_now(), left > 0 { look(within: .nanoseconds(left)) }
    }

    private func fault(_ what: String, _ reason: String) -> TerminalFault {
        .neverSeen(what: what, reason: reason, screen: picture.framed)
    }

    private func words(_ ending: PseudoTerminal.Ending?) -> String {
        switch ending {
        case .exited(let code): "exit code \(code)"
        case .killed(let signal): "killed by signal \(signal)"
        case nil: "still running"
        }
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        Int64(duration / .nanoseconds(1))
    }
}
