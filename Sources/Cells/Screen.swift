package import Basics

/// What comes from the terminal.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    case mouse(MouseEvent)
    /// Text pasted with the terminal's bracketed paste, as one piece.
    case paste(SafeText)
    case resize(Size)
    /// The program is in the foreground again after a suspension.
    case resumed
    /// The terminal went away; nothing follows.
    case endOfInput
}

/// A terminal, as the console sees it: events come out, frames go in.
package protocol Screen: Sendable {
    /// The size now.
    var size: Size { get }
    /// Everything the user does, in order; ends after ``close()``. For one reader.
    var events: AsyncStream<InputEvent> { get }
    /// Shows a frame soon. Only the newest counts; older ones that were not shown are dropped.
    func show(_ grid: Grid)
    /// Asks the terminal to put a text on its clipboard (OSC 52); not every terminal does.
    func copy(_ text: String)
    /// Gives the terminal back to the shell until the user returns (`fg`).
    func suspend()
    /// Restores the terminal and ends the events. Later calls do nothing.
    func close()
}
