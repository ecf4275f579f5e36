import Cells
import SwarmModel

/// What lies under a place of the screen, for the mouse.
enum HitTarget: Hashable, Sendable {
    case pane(DeckPage.Pane)
    /// A row of a table, by its number in the list.
    case row(Int)
    case heading(ColumnID)
    case event(Int)
    /// A line of a page of text.
    case line(Int)
    /// A hint, by the id of its action.
    case hint(String)
    /// How many screens are above the crumb.
    case crumb(Int)
    case button(Box.Focus)
    case menu(Int)
    /// The border between left and right panes, or between upper and middle ones.
    case split(DeckSplit.Border)
}

/// Where everything is that the mouse can act on, in the order in which it was drawn.
struct HitMap: Sendable {
    private var parts: [(rect: Rect, target: HitTarget)] = []

    mutating func add(_ rect: Rect, _ target: HitTarget) {
        if !rect.isEmpty { parts.append((rect, target)) }
    }

    /// Forgets everything: what is drawn next lies over it, and takes all clicks.
    mutating func cover() { parts.removeAll() }

    /// Everything at a place, what was drawn last first.
    func targets(at place: Position) -> [HitTarget] {
        parts.reversed().filter { $0.rect.contains(row: place.row, column: place.column) }
            .map(\.target)
    }
}

/// How the deck's space is shared out, in hundredths.
struct DeckSplit: Hashable, Sendable {
    enum Border: Hashable, Sendable {
        case columns, rows
    }

    /// The width of the left panes.
    var left = 55
    /// The height of the upper panes; `nil` = as they need.
    var upper: Int?

    static let range = 20...80

    mutating func drag(_ border: Border, to place: Position, in content: Rect) {
        guard content.columns > 0, content.rows > 0 else { return }
        let clamped = { (share: Int) in
            min(max(share, Self.range.lowerBound), Self.range.upperBound)
        }
        switch border {
        case .columns:
            left = clamped((place.column - content.column) * 100 / content.columns)
        case .rows: upper = clamped((place.row - content.row + 1) * 100 / content.rows)
        }
    }
}
