import Cells

/// Where the parts of the screen are.
///
/// Pure arithmetic: a size in, rectangles out.
struct ScreenLayout: Hashable, Sendable {
    let header: Rect
    let crumbs: Rect
    let content: Rect
    /// The line of time, while the past is shown.
    let timeline: Rect
    /// Hints, or the line that is typed.
    let footer: Rect

    init(
        size: Size,
        showsHeader: Bool = true,
        showsCrumbs: Bool = true,
        showsTimeline: Bool = false
    ) {
        var headerRows = size.rows >= 16 ? 2 : (size.rows >= 5 ? 1 : 0)
        if !showsHeader { headerRows = 0 }
        let crumbRows = size.rows >= 16 && showsCrumbs ? 1 : 0
        let footerRows = size.rows >= 5 ? 1 : 0
        let (header, afterHeader) = Rect(size).splitTop(headerRows)
        let (crumbs, afterCrumbs) = afterHeader.splitTop(crumbRows)
        let (body, footer) = afterCrumbs.splitBottom(footerRows)
        let (content, timeline) = body.splitBottom(showsTimeline && body.rows >= 3 ? 1 : 0)
        self.timeline = timeline
        self.header = header
        self.crumbs = crumbs
        self.content = content
        self.footer = footer
    }

    var tableHeight: Int { PaneLayout(content).tableBody.rows }
    var textHeight: Int { PaneLayout(content).inner.rows }
    var logArea: Rect { PaneLayout(content).inner }
}

/// A pane with its frame, where there is room for one.
struct PaneLayout: Hashable, Sendable {
    let frame: Rect
    let isFramed: Bool
    /// What is inside of the frame.
    let inner: Rect

    init(_ rect: Rect) {
        frame = rect
        isFramed = rect.rows >= 5 && rect.columns >= 16
        inner = isFramed ? rect.inset(1) : rect
    }

    var hasHeading: Bool { inner.rows >= 3 }
    /// Where a table's rows go, below its heading.
    var tableBody: Rect { hasHeading ? inner.splitTop(1).rest : inner }
}

/// Where the deck's panes are; those without a place are not seen.
struct DeckLayout: Hashable, Sendable {
    private var places: [DeckPage.Pane: Rect] = [:]

    init(_ deck: DeckPage, in content: Rect) {
        // Half of 200 columns, with the line between the halves, is one less than 100.
        if content.columns >= 99, content.rows >= 18 {
            spread(
                content,
                deck.split,
                rows: max(deck.services.count, deck.nodes.count),
                services: deck.services.count
            )
        } else if content.columns >= 50, content.rows >= 14 {
            let (top, bottom) = content.splitTop((content.rows * 9 + 10) / 20)
            places[.services] = top
            places[deck.focus == .services ? .map : deck.focus] = bottom
        } else {
            places[deck.focus] = content
        }
    }

    private mutating func spread(_ content: Rect, _ split: DeckSplit, rows: Int, services: Int) {
        let wish = rows + 3
        let height = split.upper.map { max(5, content.rows * $0 / 100) }
        let (upper, rest) = content.splitTop(
            height ?? min(max(6, wish), content.rows * 2 / 5)
        )
        // The map needs a row a service, a heading and a legend; the log gets what is left.
        let mapRows = max(rest.rows / 3, min(services + 4, rest.rows * 2 / 3))
        let (middle, lower) = rest.splitTop(mapRows)
        let left = content.columns * split.left / 100
        let (services, nodes) = upper.splitLeft(left)
        let (map, events) = middle.splitLeft(left)
        places.merge([.services: services, .nodes: nodes, .map: map, .events: events]) { $1 }
        places[.logs] = lower
    }

    func rect(of pane: DeckPage.Pane) -> Rect {
        places[pane] ?? Rect(row: 0, column: 0, rows: 0, columns: 0)
    }
    func isVisible(_ pane: DeckPage.Pane) -> Bool { places[pane] != nil }
    /// The rows of a pane's table.
    func height(of pane: DeckPage.Pane) -> Int { PaneLayout(rect(of: pane)).tableBody.rows }
}

extension ConsoleModel {
    /// The layout for the size that the console was last told.
    var layout: ScreenLayout { layout(for: size) }

    func layout(for size: Size) -> ScreenLayout {
        ScreenLayout(
            size: size,
            showsHeader: showsHeader,
            showsCrumbs: showsCrumbs,
            showsTimeline: past != nil || replay != nil
        )
    }
}
