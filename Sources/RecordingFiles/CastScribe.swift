import Basics
package import Casting
package import Cells
package import Theming

/// Writes frames as an asciicast.
///
/// When frames come faster than the disk takes them, some are left out: each is written as its
/// difference from the one before.
package struct CastScribe: Scribe {
    /// A frame and the theme that it is seen in.
    package struct Frame: Sendable {
        package var grid: Grid
        package var theme: Theme

        package init(grid: Grid, theme: Theme) {
            self.grid = grid
            self.theme = theme
        }
    }

    /// Frames that may wait.
    private static let limit = 64

    private var cast: Asciicast
    private var ink: GridInk?
    private var theme: Theme?
    private var size: Size?

    /// - Parameter cast: title, time and the longest pause; the size is the first frame's.
    package init(_ cast: Asciicast) { self.cast = cast }

    package static func enqueue(
        _ item: Frame,
        at time: Duration,
        in waiting: inout [Waiting<Frame>]
    ) {
        if waiting.count >= limit { waiting.removeLast() }
        waiting.append(Waiting(item: item, time: time))
    }

    package mutating func bytes(for frame: Frame, at time: Duration) throws -> [UInt8] {
        var text = ""
        if size == nil {
            cast.columns = frame.grid.columns
            cast.rows = frame.grid.rows
            text += cast.header
        } else if size != frame.grid.size {
            let resize = Asciicast.Event.resize(
                columns: frame.grid.columns,
                rows: frame.grid.rows
            )
            text += Asciicast.line(resize, at: time)
        }
        size = frame.grid.size
        var ink = ink ?? GridInk(theme: frame.theme)
        if let theme, theme != frame.theme { ink.use(frame.theme) }
        theme = frame.theme
        let output = ink.text(for: frame.grid)
        self.ink = ink
        if !output.isEmpty { text += Asciicast.line(.output(output), at: time) }
        return Array(text.utf8)
    }

    package mutating func ending(at time: Duration) throws -> [UInt8] {
        guard size != nil else { return Array(cast.header.utf8) }
        // The last picture is to be seen for as long as it was.
        return Array(Asciicast.line(.output("\u{1B}[?25h"), at: time).utf8)
    }
}
