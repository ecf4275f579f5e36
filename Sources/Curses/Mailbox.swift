import Cells
import Synchronization
import Theming

/// What the terminal thread finds when it wakes up.
struct Mail: Sendable {
    /// The newest frame; older ones are gone.
    var frame: Grid?
    var theme: Theme?
    /// What is to go on the terminal's clipboard.
    var copy: String?
    var usesMouse: Bool?
    var wantsSuspension = false
    /// Whether nothing that is on the terminal can be relied on.
    var wantsRepaint = false
    /// What is to be done while the terminal is the shell's, in this order.
    var errands: [@Sendable () -> Void] = []
    var mustStop = false
}

/// Where everybody leaves what the terminal thread should do.
final class Mailbox: Sendable {
    private struct State {
        var mail = Mail()
        var size = Size(columns: 0, rows: 0)
        var isClosed = false
    }

    private let state = Mutex(State())
    private let ring: @Sendable () -> Void

    /// `ring` wakes the reader; it is called after something was put in.
    init(ring: @escaping @Sendable () -> Void) {
        self.ring = ring
    }

    var size: Size {
        get { state.withLock { $0.size } }
        set { state.withLock { $0.size = newValue } }
    }

    /// Changes the mail and wakes the reader; false, and nothing happens, once it is closed.
    @discardableResult
    func put(_ change: (inout Mail) -> Void) -> Bool {
        let isOpen = state.withLock { state in
            if !state.isClosed { change(&state.mail) }
            return !state.isClosed
        }
        if isOpen { ring() }
        return isOpen
    }

    /// Takes everything out.
    func take() -> Mail {
        state.withLock { state in
            defer { state.mail = Mail() }
            return state.mail
        }
    }

    /// Takes the last mail out, and no more in.
    func close() -> Mail {
        state.withLock { state in
            defer { state.mail = Mail() }
            state.isClosed = true
            return state.mail
        }
    }
}
