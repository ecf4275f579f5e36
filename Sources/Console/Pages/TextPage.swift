import Basics
import ClusterPorts
import SwarmModel

/// Text to scroll and search in.
struct TextPage: Sendable {
    enum Content: Hashable, Sendable {
        case describe(ObjectReference)
        case json(ObjectReference)
        /// The same of what is no object.
        case raw(RawText)
        case help
        case operations
        case plan(OperationID)
        case lookup(NameQuery)
        case requests(OperationID)
        case zones
        case whatIf(ForecastID)
        case why(PlacementQuestion)
        case safeDrain(NodeID)
        case joinToken(NodeRole)
        case unlockKey
        /// The swarm's settings, with its tokens written out or not.
        case swarm(reveals: Bool)
        case plugin(OperationID)
        case events
        case aliases
        case messages
    }

    var content: Content
    var lines: [Line] = []
    var top = 0
    var left = 0
    var search = TextSearch(words: "")
    var searchText = ""
    /// The line that `n` has last gone to.
    var found: Int?
    /// The line that enter is about, on a page of events.
    var cursor: Int?
    /// Events that were there when the page was last written, forgotten ones too.
    var eventsSeen = 0
    /// Whether the lines are still to come.
    var isLoading = false
    /// Of a page of help: whether it begins with the commands.
    var commandsFirst = false

    init(_ content: Content) {
        self.content = content
        if case .events = content { cursor = 0 }
    }

    /// Keeps the cursor on its event when newer ones have come on top; on the newest it stays.
    mutating func follow(events count: Int, height: Int) {
        if let row = cursor, row > 0 {
            cursor = row + count - eventsSeen
            top += count - eventsSeen
        }
        eventsSeen = count
        moveCursor(to: cursor ?? 0, height: height)
    }

    mutating func moveCursor(to row: Int, height: Int) {
        guard cursor != nil else { return }
        let row = min(max(0, row), max(0, lines.count - 1))
        cursor = row
        top = min(max(top, row - max(0, height - 1)), row)
        scroll(by: 0, height: height)
    }

    mutating func scroll(by rows: Int, height: Int) {
        top = min(max(0, top + rows), max(0, lines.count - max(1, height)))
    }

    /// Lines with the searched text, ascending.
    var matches: [Int] {
        search.isEmpty ? [] : lines.indices.filter { search.isFound(in: lines[$0].text.string) }
    }

    /// Goes to the next (or previous) match after the last one; returns false if there is none.
    mutating func goToMatch(forward: Bool, height: Int) -> Bool {
        let all = matches
        guard let first = all.first, let last = all.last else { return false }
        let from = found ?? (forward ? top - 1 : top)
        let next =
            forward ? all.first { $0 > from } ?? first : all.last { $0 < from } ?? last
        found = next
        if next < top || next >= top + height { top = max(0, next - height / 3) }
        scroll(by: 0, height: height)
        return true
    }
}
