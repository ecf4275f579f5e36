import Basics
import Cells

// Keys and the mouse, and what they do to the tabs themselves.
extension ConsoleTabs {
    mutating func take(_ event: InputEvent) -> [TabEffect] {
        switch event {
        case .resize(let size):
            self.size = size
            return fit()
        case .mouse(let event): return take(event)
        case .key(let key):
            if key != .control("c") { asksToQuit = false }
            return tellFocused(.input(event))
        case .paste, .resumed, .endOfInput: return tellFocused(.input(event))
        }
    }

    private mutating func tellFocused(_ message: ConsoleMessage) -> [TabEffect] {
        guard let id = focused?.id else { return [.quit] }
        return tell(id, message)
    }

    /// A press on the bar shows a tab, one in the other half of a split gives it the keys first.
    private mutating func take(_ event: MouseEvent) -> [TabEffect] {
        if hasBar, event.place.row == 0 {
            guard event.deed == .press else { return [] }
            let bar = TabBar(tabs: summaries, width: size.columns)
            return bar.index(at: event.place.column).map { show($0) } ?? []
        }
        // What began in one half is that half's until the button is up.
        let under = places.first {
            $0.rect.contains(row: event.place.row, column: event.place.column)
        }
        let place =
            event.deed == .press || event.deed == .wheelUp || event.deed == .wheelDown
            ? under : places.first { $0.index == shown }
        guard let place else { return [] }
        var inside = event
        inside.place.row -= place.rect.row
        inside.place.column -= place.rect.column
        let effects = event.deed == .press ? show(place.index) : []
        return effects + tell(tabs[place.index].id, .input(.mouse(inside)))
    }

    // MARK: - Requests

    mutating func carryOut(_ request: TabRequest, asker: TabID) -> [TabEffect] {
        switch request {
        case .attach(let target):
            // It may be far away, or answer nobody.
            if let index = tabs.firstIndex(where: { $0.id == asker }) {
                tabs[index].model.toast("opening \(target) …", .information)
            }
            return [.open(target, asker: asker)]
        case .close: return close(asker)
        case .show(let index): return show(index)
        case .named(let name):
            guard let index = index(named: name) else {
                toast("no tab is called \(name): there are \(tabs.count)")
                return []
            }
            return show(index)
        case .step(let count):
            guard tabs.count > 1 else {
                toast("there is one tab: :attach HOST or CONTEXT opens another")
                return []
            }
            return show((shown + count % tabs.count + tabs.count) % tabs.count)
        case .split: return toggleSplit()
        }
    }

    private func index(named name: String) -> Int? {
        if let number = Int(name) { return tabs.indices.contains(number - 1) ? number - 1 : nil }
        let names = tabs.map { $0.name.string }
        return names.firstIndex(of: name) ?? names.firstIndex { $0.hasPrefix(name) }
            ?? names.firstIndex { $0.contains(name) }
    }

    mutating func show(_ index: Int) -> [TabEffect] {
        guard tabs.indices.contains(index) else {
            toast("there is no tab \(index + 1)")
            return []
        }
        guard index != shown else { return [] }
        before = focused?.id
        shown = index
        asksToClose = nil
        return fit()
    }

    private mutating func close(_ id: TabID) -> [TabEffect] {
        guard let index = tabs.firstIndex(where: { $0.id == id }) else { return [] }
        let count = tabs[index].model.operations.inFlight
        if count > 0, asksToClose != id {
            asksToClose = id
            let words = Phrase(counting: count, "operation", "operations")
            toast("\(words) in flight: again closes all the same")
            return []
        }
        guard tabs.count > 1 else { return [.quit] }
        let next = tabs.firstIndex { $0.id == before && $0.id != id }.map { tabs[$0].id }
        tabs.remove(at: index)
        shown = tabs.firstIndex { $0.id == next } ?? min(index, tabs.count - 1)
        before = nil
        return [.end(id)] + fit()
    }

    private mutating func toggleSplit() -> [TabEffect] {
        guard tabs.count > 1 else {
            toast("there is one tab: :attach HOST or CONTEXT opens another")
            return []
        }
        if !wantsSplit, size.columns < Self.splitWidth {
            toast("side by side needs \(Self.splitWidth) columns, and there are \(size.columns)")
            return []
        }
        wantsSplit.toggle()
        return fit()
    }
}
