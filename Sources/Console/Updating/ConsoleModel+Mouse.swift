import Basics
import Cells

/// What the mouse did last, for what needs two events.
struct MouseMemory: Sendable {
    /// The last thing that was clicked, and when.
    var click: (target: HitTarget, at: WallTime)?
    /// The border that is being dragged.
    var border: DeckSplit.Border?

    static let doubleClick = Duration.milliseconds(500)
}

extension ConsoleModel {
    private static let wheelRows = 3

    /// Does what the mouse means: choose, open, sort, scroll, drag.
    mutating func take(_ event: MouseEvent) -> [ConsoleEffect] {
        switch event.deed {
        case .press: return press(at: event.place)
        case .drag:
            if let border = mouse.border { drag(border, to: event.place) }
        case .release: mouse.border = nil
        case .wheelUp: return turnWheel(-Self.wheelRows, at: event.place)
        case .wheelDown: return turnWheel(Self.wheelRows, at: event.place)
        }
        return []
    }

    /// What can be acted on, as the screen is drawn now.
    private var hits: HitMap {
        var painter = Painter(model: self, size: size)
        painter.draw()
        return painter.hits
    }

    private mutating func press(at place: Position) -> [ConsoleEffect] {
        let targets = hits.targets(at: place)
        guard let target = targets.first else { return [] }
        let isDouble =
            mouse.click.map { $0.target == target && now - $0.at <= MouseMemory.doubleClick }
            ?? false
        mouse.click = isDouble ? nil : (target, now)
        switch layer {
        case .box(let box): return press(target, box)
        case .menu(var menu):
            guard case .menu(let index) = target else { break }
            menu.index = index
            layer = .menu(menu)
            return isDouble ? take(.key(.enter)) : []
        case .themes(var picker):
            guard case .menu(let index) = target else { return [] }
            picker.index = index
            return isDouble ? take(.key(.enter)) : choose(picker)
        case .prompt, .training, nil: break
        }
        for target in targets.reversed() { focus(target) }
        return act(on: target, isDouble: isDouble)
    }

    /// A click on a button of a box; a change needs the second click, as it needs tab and enter.
    private mutating func press(_ target: HitTarget, _ box: Box) -> [ConsoleEffect] {
        guard case .button(let button) = target else { return [] }
        if button == .cancel || button == box.focus && box.isArmed {
            var box = box
            box.focus = button
            layer = .box(box)
            return take(.key(.enter))
        }
        guard button == .field || box.isReady else { return [] }
        var box = box
        box.focus = button
        layer = .box(box)
        return []
    }

    private mutating func focus(_ target: HitTarget) {
        guard case .pane(let pane) = target else { return }
        changeDeck { $0.focus = pane }
    }

    private mutating func act(on target: HitTarget, isDouble: Bool) -> [ConsoleEffect] {
        switch target {
        case .row(let row):
            withTable { table, height in table.select(row: row, height: height) }
            return isDouble ? take(.key(.enter)) : []
        case .event(let index):
            changeDeck { $0.eventIndex = index }
            return isDouble ? take(.key(.enter)) : []
        case .line(let index):
            guard case .text(var page) = pages.top.body, page.cursor != nil else { break }
            page.moveCursor(to: index, height: layout.textHeight)
            pages.top.body = .text(page)
            return isDouble ? take(.key(.enter)) : []
        case .heading(let column): sort(by: column)
        case .hint(let id):
            guard let action = settings.keymap.all.first(where: { $0.id == id }) else { break }
            layer = nil
            return perform(action, origin: "mouse")
        case .crumb(let above):
            for _ in 0..<above { _ = pages.pop() }
            arrive()
        case .split(let border): mouse.border = border
        case .pane, .button, .menu: break
        }
        return []
    }

    private mutating func turnWheel(_ rows: Int, at place: Position) -> [ConsoleEffect] {
        switch layer {
        case .box(var box):
            box.scroll = max(0, box.scroll + rows)
            layer = .box(box)
            return []
        case .menu, .themes: return take(.key(rows > 0 ? .down : .up))
        case .prompt, .training: return []
        case nil: break
        }
        for target in hits.targets(at: place) { focus(target) }
        return move(.rows(rows))
    }

    private mutating func drag(_ border: DeckSplit.Border, to place: Position) {
        let content = layout.content
        changeDeck { $0.split.drag(border, to: place, in: content) }
        keepSelectionsInSight()
    }
}
