import Cells

/// Moving up and down, wherever there is something to move in.
enum ListActions {
    static let all: [Action] = [
        Action("down", "Down", keys: [.down, .character("j")], in: [.list]) {
            $0.move(.rows(1))
        },
        Action("up", "Up", keys: [.up, .character("k")], in: [.list]) { $0.move(.rows(-1)) },
        Action("page.down", "Page down", keys: [.pageDown, .control("f")], in: [.list]) {
            $0.move(.pages(1))
        },
        Action("page.up", "Page up", keys: [.pageUp, .control("b")], in: [.list]) {
            $0.move(.pages(-1))
        },
        Action("top", "To the top", keys: [.home, .character("g")], in: [.list]) { $0.move(.top) },
        Action("bottom", "To the bottom", keys: [.end, .character("G")], in: [.list]) {
            $0.move(.bottom)
        },
    ]
}

/// A movement in a list or a text.
enum Movement: Hashable, Sendable {
    case rows(Int)
    case pages(Int)
    case top, bottom

    /// The row to go to from `row`, among `count` rows.
    func target(from row: Int, count: Int, height: Int) -> Int {
        switch self {
        case .rows(let rows): row + rows
        case .pages(let pages): row + pages * max(1, height - 1)
        case .top: 0
        case .bottom: max(0, count - 1)
        }
    }
}
