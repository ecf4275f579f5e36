/// One open screen.
struct Page: Sendable {
    let number: Int
    var body: PageBody
}

/// What a screen shows, and where the user is in it.
enum PageBody: Sendable {
    case deck(DeckPage)
    case table(TablePage)
    case rollout(RolloutPage)
    case logs(LogsPage)
    case text(TextPage)
}

/// The open screens from the root to the one that is seen, and those that were left.
struct PageStack: Sendable {
    var path: [Page]
    private(set) var history: [[Page]]
    /// Where in the history the path is.
    private(set) var position = 0
    private var nextNumber = 1

    private static let historyLimit = 50

    init(root: PageBody) {
        path = [Page(number: 0, body: root)]
        history = [path]
    }

    var top: Page {
        get { path[path.count - 1] }
        set { path[path.count - 1] = newValue }
    }

    var isAtRoot: Bool { path.count == 1 }
    var hasOlder: Bool { position > 0 }
    var hasNewer: Bool { position + 1 < history.count }

    /// Opens a screen on top.
    mutating func push(_ body: PageBody) {
        remember()
        path.append(Page(number: takeNumber(), body: body))
        advanceHistory()
    }

    /// Opens a page of text on top; one of its kind among the texts there is taken away.
    ///
    /// Texts that follow one another would else pile up, and esc would go through all of them. The
    /// page that is open already comes back as it was left.
    mutating func pushText(_ page: TextPage) {
        remember()
        var body = PageBody.text(page)
        if let index = textIndex(of: page.content.surface) {
            let old = path.remove(at: index).body
            if case .text(let open) = old, open.content == page.content { body = old }
        }
        path.append(Page(number: takeNumber(), body: body))
        advanceHistory()
    }

    /// Puts a text in the place of the one on top.
    mutating func replaceText(with page: TextPage) {
        path.removeLast()
        if let index = textIndex(of: page.content.surface) { path.remove(at: index) }
        path.append(Page(number: takeNumber(), body: .text(page)))
    }

    /// Where a text of a kind is, among the texts on top.
    private func textIndex(of surface: Surface) -> Int? {
        for index in path.indices.dropFirst().reversed() {
            guard case .text(let page) = path[index].body else { return nil }
            if page.content.surface == surface { return index }
        }
        return nil
    }

    /// Opens a screen right above the root, as a command does; the root itself for the deck.
    mutating func open(_ body: PageBody) {
        remember()
        if case .deck = body {
            path = [path[0]]
        } else {
            path = [path[0], Page(number: takeNumber(), body: body)]
        }
        advanceHistory()
    }

    /// Goes back to where the top screen was opened from; returns false at the root.
    mutating func pop() -> Bool {
        guard !isAtRoot else { return false }
        remember()
        path.removeLast()
        advanceHistory()
        return true
    }

    /// Goes to an older (-1) or newer (+1) place of the history; returns false if there is none.
    mutating func travel(_ step: Int) -> Bool {
        let target = position + step
        guard history.indices.contains(target) else { return false }
        remember()
        position = target
        path = history[target]
        return true
    }

    /// Goes to the place before this one, or back again.
    mutating func toggle() -> Bool { hasOlder ? travel(-1) : travel(1) }

    private mutating func takeNumber() -> Int {
        defer { nextNumber += 1 }
        return nextNumber
    }

    private mutating func remember() { history[position] = path }

    private mutating func advanceHistory() {
        history.removeSubrange((position + 1)...)
        history.append(path)
        if history.count > Self.historyLimit { history.removeFirst() }
        position = history.count - 1
    }
}
