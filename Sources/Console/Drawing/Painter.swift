import Basics
package import Cells
import Wording

/// Draws the screen that a model describes.
///
/// A function of the model and the size alone: nothing is remembered from one frame to the next.
package func view(_ model: ConsoleModel, size: Size) -> Grid {
    Wording.$language.withValue(model.settings.language) {
        var painter = Painter(model: model, size: size)
        painter.draw()
        return painter.grid
    }
}

/// Draws one frame.
///
/// What it costs depends on what is seen, never on the cluster's size.
struct Painter {
    let model: ConsoleModel
    let layout: ScreenLayout
    var grid: Grid
    /// Table rows whose cells were made, for tests that hold the costs down.
    var rowsBuilt = 0
    /// What the mouse can act on.
    var hits = HitMap()

    init(model: ConsoleModel, size: Size) {
        var shown = model
        shown.cluster = model.shownCluster
        shown.rollouts = model.shownRollouts
        self.model = shown
        layout = model.layout(for: size)
        grid = Grid(size: size)
    }

    mutating func draw() {
        drawHeader(in: layout.header)
        drawCrumbs(in: layout.crumbs)
        drawPage(in: layout.content)
        drawTimeline(in: layout.timeline)
        drawFooter()
        drawToasts()
        drawLayer()
    }

    private mutating func drawPage(in rect: Rect) {
        guard model.cluster != nil else { return drawWaiting(in: rect) }
        switch model.pages.top.body {
        case .deck(let deck): drawDeck(deck, in: rect)
        case .table(let table): drawTable(table, in: rect, isFocused: true)
        case .rollout(let rollout): drawRollout(rollout, in: rect)
        case .logs(let page): drawLogs(page, in: rect)
        case .text(let text): drawText(text, in: rect)
        }
    }

    private mutating func drawWaiting(in rect: Rect) {
        let words: SafeText =
            if case .lost(_, let reason) = model.connection { reason } else {
                said("waiting for the cluster …").safe
            }
        let place = rect.centered(rows: 1, columns: words.width)
        grid.write(words, row: place.row, column: place.column, slot: .dim, in: rect)
    }

    /// Shows the text cursor, at the right edge if it is beyond.
    mutating func placeCursor(row: Int, column: Int) {
        let place = Position(row: row, column: min(column, grid.columns - 1))
        guard grid.bounds.contains(row: place.row, column: place.column) else { return }
        grid.cursor = place
    }

    /// Draws a frame with a title, where there is room; returns the inside.
    mutating func drawFrame(_ rect: Rect, title: Line, isFocused: Bool) -> PaneLayout {
        let pane = PaneLayout(rect)
        guard pane.isFramed else { return pane }
        grid.box(rect, focused: isFocused)
        let place = rect.rows(0..<1).inset(rows: 0, columns: 2)
        let text = title.truncated(toWidth: max(0, place.columns - 2))
        grid.write(
            [Span(" ")] + text + [Span(" ")],
            row: place.row,
            column: place.column,
            in: place
        )
        return pane
    }
}

extension Line {
    /// The line cut with an ellipsis to a width.
    func truncated(toWidth width: Int) -> Line {
        guard self.width > width else { return self }
        var left = width
        var kept: [Span] = []
        for span in spans {
            guard left > 0 else { break }
            var span = span
            let isLastThatFits = span.text.width >= left
            span.text = isLastThatFits ? (span.text + "…").truncated(toWidth: left) : span.text
            left -= span.text.width
            kept.append(span)
        }
        return Line(kept)
    }
}
