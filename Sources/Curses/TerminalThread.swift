import CNcurses
import Cells
import Theming

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The loop of the one thread that touches ncurses: it sleeps until a key, a signal or mail comes.
struct TerminalThread {
    private let mailbox: Mailbox
    private let events: AsyncStream<InputEvent>.Continuation
    /// The read end of the pipe that signals and mail ring.
    private let bell: Int32
    private var terminal: CursesTerminal
    private var size: Size

    init(
        terminal: CursesTerminal,
        mailbox: Mailbox,
        events: AsyncStream<InputEvent>.Continuation,
        bell: Int32
    ) {
        self.terminal = terminal
        self.mailbox = mailbox
        self.events = events
        self.bell = bell
        size = terminal.size
        mailbox.size = size
    }

    /// Serves until it is told to stop or the terminal goes away.
    mutating func serve() {
        var goesOn = true
        while goesOn {
            var watched = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, -1) > 0 else { continue }
            answerSignals()
            goesOn = readKeys(watched[0].revents) && readMail()
        }
        terminal.close()
    }

    private mutating func answerSignals() {
        var bytes = [UInt8](repeating: 0, count: 64)
        var received: Set<UInt8> = []
        while case let count = read(bell, &bytes, bytes.count), count > 0 {
            received.formUnion(bytes[..<count])
        }
        if received.contains(UInt8(ascii: "Z")) {
            suspend()
        } else if received.contains(UInt8(ascii: "C")) {
            terminal.leave()
            resume()
        } else if received.contains(UInt8(ascii: "W")) {
            adoptSize()
        }
    }

    private mutating func adoptSize() {
        let now = terminal.size
        guard now != size else { return }
        size = now
        mailbox.size = now
        terminal.adopt(now)
        events.yield(.resize(now))
    }

    /// Stops the process until the user comes back.
    private mutating func suspend() {
        terminal.leave()
        cn_stop()
        resume()
    }

    private mutating func resume() {
        terminal.enter()
        terminal.redraw()
        adoptSize()
        events.yield(.resumed)
        forgetContinuation()
    }

    /// The continuation that has just been answered has rung the bell as well.
    private func forgetContinuation() {
        var bytes = [UInt8](repeating: 0, count: 64)
        var kept: Set<UInt8> = []
        while case let count = read(bell, &bytes, bytes.count), count > 0 {
            kept.formUnion(bytes[..<count])
        }
        if kept.contains(where: { $0 != UInt8(ascii: "C") }) { cn_ring() }
    }

    /// False once the terminal has gone away.
    private mutating func readKeys(_ found: Int16) -> Bool {
        guard found & Int16(POLLHUP | POLLERR | POLLNVAL) == 0 else { return endOfInput() }
        guard found & Int16(POLLIN) != 0 else { return true }
        let keys = terminal.waitingEvents()
        if keys.isEmpty, cn_input_ended() { return endOfInput() }
        for event in keys {
            if event == .key(.control("l")) { terminal.forget() }
            events.yield(event)
        }
        terminal.redraw()
        return true
    }

    private func endOfInput() -> Bool {
        events.yield(.endOfInput)
        return false
    }

    /// False once somebody wants it to stop.
    private mutating func readMail() -> Bool {
        let mail = mailbox.take()
        if let usesMouse = mail.usesMouse { terminal.use(mouse: usesMouse) }
        if let theme = mail.theme { terminal.use(theme) }
        if let frame = mail.frame { terminal.draw(frame) }
        if mail.wantsRepaint { terminal.forget() }
        terminal.redraw()
        if let text = mail.copy { terminal.copy(text) }
        if !mail.errands.isEmpty {
            terminal.leave()
            for errand in mail.errands { errand() }
            resume()
        }
        if mail.wantsSuspension { suspend() }
        return !mail.mustStop
    }
}
