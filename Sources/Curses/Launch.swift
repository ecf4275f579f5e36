import CNcurses
import Cells
import Synchronization
import Theming

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Starts the terminal thread and waits until ncurses has the terminal, or has failed.
struct Launch: Sendable {
    let setup: TerminalSetup
    let theme: Theme
    let bell: Int32

    /// What the new thread takes along.
    private final class Luggage: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// False when ncurses could not start; the thread is then at its end.
    func run(mailbox: Mailbox, events: AsyncStream<InputEvent>.Continuation) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        let (reading, writing) = (ends[0], ends[1])
        defer {
            close(reading)
            close(writing)
        }
        let luggage = Luggage { [self] in
            serve(mailbox: mailbox, events: events) { hasStarted in
                var answer: UInt8 = hasStarted ? 1 : 0
                _ = write(writing, &answer, 1)
            }
        }
        guard start(luggage) else { return false }
        var answer: UInt8 = 0
        while read(reading, &answer, 1) < 0, errno == EINTR {}
        return answer == 1
    }

    private func start(_ luggage: Luggage) -> Bool {
        let context = Unmanaged.passRetained(luggage)
        let hasStarted = cn_thread_start(
            { context in
                guard let context else { return }
                Unmanaged<Luggage>.fromOpaque(context).takeRetainedValue().body()
            },
            context.toOpaque()
        )
        if !hasStarted { context.release() }
        return hasStarted
    }

    private func serve(
        mailbox: Mailbox,
        events: AsyncStream<InputEvent>.Continuation,
        report: (Bool) -> Void
    ) {
        defer { events.finish() }
        guard let terminal = try? CursesTerminal(setup: setup, theme: theme) else {
            report(false)
            return
        }
        var thread = TerminalThread(
            terminal: terminal,
            mailbox: mailbox,
            events: events,
            bell: bell
        )
        report(true)
        thread.serve()
        for errand in mailbox.close().errands { errand() }
    }
}
