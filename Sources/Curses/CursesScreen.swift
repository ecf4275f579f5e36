import CNcurses
package import Cells
import Synchronization
package import Theming

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The user's terminal, through ncurses, on a thread of its own.
///
/// Whatever ends the process, the terminal comes back as it was. While the screen is open, what
/// is written to standard error is kept aside and shown afterwards.
package final class CursesScreen: Screen {
    package let events: AsyncStream<InputEvent>
    private let mailbox: Mailbox
    private let isOpen = Mutex(true)
    /// How many colours it shows.
    package let depth: ColorDepth

    private static let isTaken = Mutex(false)
    /// Keys that nobody reads are dropped beyond this, oldest first.
    private static let eventLimit = 4_096

    private init(
        events: AsyncStream<InputEvent>,
        mailbox: Mailbox,
        depth: ColorDepth
    ) {
        self.events = events
        self.mailbox = mailbox
        self.depth = depth
    }

    deinit { close() }

    /// Takes over the terminal on standard input and output.
    ///
    /// - Parameters:
    ///   - theme: the looks to begin with.
    ///   - depth: how many colours to use; found out when absent.
    ///   - asciiOnly: draw frames and signs with ASCII even where the locale knows more.
    /// - Returns: the screen; there can be one at a time.
    /// - Throws: why there cannot be one; the terminal is then untouched.
    package static func open(
        theme: Theme,
        depth: ColorDepth? = nil,
        asciiOnly: Bool = false
    ) throws(ScreenError) -> CursesScreen {
        let setup = try TerminalSetup(wanting: depth, asciiOnly: asciiOnly)
        let isFree = isTaken.withLock { taken in
            defer { taken = true }
            return !taken
        }
        guard isFree else { throw .alreadyOpen }
        do throws(ScreenError) {
            return try start(setup, theme: theme)
        } catch {
            isTaken.withLock { $0 = false }
            throw error
        }
    }

    private static func start(
        _ setup: TerminalSetup,
        theme: Theme
    ) throws(ScreenError) -> CursesScreen {
        let bell = cn_guard_install()
        guard bell >= 0 else { throw .failed(setup.term) }
        let mailbox = Mailbox(ring: { cn_ring() })
        let (stream, continuation) = AsyncStream.makeStream(
            of: InputEvent.self,
            bufferingPolicy: .bufferingNewest(eventLimit)
        )
        let launch = Launch(setup: setup, theme: theme, bell: bell)
        guard launch.run(mailbox: mailbox, events: continuation) else {
            cn_thread_join()
            cn_guard_remove()
            throw .failed(setup.term)
        }
        return CursesScreen(events: stream, mailbox: mailbox, depth: setup.depth)
    }

    package var size: Size { mailbox.size }

    package func show(_ grid: Grid) {
        mailbox.put { $0.frame = grid }
    }

    /// Switches the looks at once; what is shown is drawn anew.
    package func use(theme: Theme) {
        mailbox.put { $0.theme = theme }
    }

    /// Draws everything anew, whatever another program has written over it.
    package func repaint() {
        mailbox.put { $0.wantsRepaint = true }
    }

    /// Takes the mouse, or leaves it to the terminal, as it is at first.
    package func use(mouse isWanted: Bool) {
        mailbox.put { $0.usesMouse = isWanted }
    }

    package func copy(_ text: String) {
        mailbox.put { $0.copy = text }
    }

    package func suspend() {
        mailbox.put { $0.wantsSuspension = true }
    }

    /// Gives the terminal to `body` (an editor, a shell), and takes it back when that returns.
    ///
    /// `body` runs on the terminal thread and may block. Returns at once, without running it, when
    /// the screen is closed.
    package func runOutside(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            let isOpen = mailbox.put { mail in
                mail.errands.append {
                    body()
                    continuation.resume()
                }
            }
            if !isOpen { continuation.resume() }
        }
    }

    package func close() {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        guard wasOpen else { return }
        mailbox.put { $0.mustStop = true }
        cn_thread_join()
        cn_guard_remove()
        Self.isTaken.withLock { $0 = false }
    }
}
