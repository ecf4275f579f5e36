import Basics
import Cells

extension ConsoleModel {
    mutating func take(_ event: InputEvent) -> [ConsoleEffect] {
        switch event {
        case .key(let key): return take(key)
        case .mouse(let event): return take(event)
        case .paste(let text): paste(text)
        case .resize(let size):
            self.size = size
            refreshText()
            refreshHelp()
            keepSelectionsInSight()
        case .resumed: return [.redraw]
        case .endOfInput: return [.quit]
        }
        return []
    }

    private mutating func take(_ key: Key) -> [ConsoleEffect] {
        if key == .control("c") { return quit() }
        asksToQuit = false
        switch layer {
        case .prompt(let prompt): return take(key, prompt)
        case .box(let box): return take(key, box)
        case .menu(let menu): return take(key, menu)
        case .training(let bar): return take(key, bar)
        case .themes(let picker): return take(key, picker)
        case nil: return press(key)
        }
    }

    /// Does what a key means on the screen that is seen.
    private mutating func press(_ key: Key) -> [ConsoleEffect] {
        toasts.dropRemarks()
        guard let action = settings.keymap.action(for: key, on: surface) else {
            sayThatNothing(comesOf: key)
            return []
        }
        return perform(action, origin: key.description.safe)
    }

    /// Says so of a key that leads from objects to others, where nothing is one.
    private mutating func sayThatNothing(comesOf key: Key) {
        let jumps: [Key] = "dyuJo".map { .character($0) }
        guard jumps.contains(key) else { return }
        if key == .character("d"),
            settings.keymap.action(for: .character("y"), on: surface) != nil
        {
            return remark("this screen is in words already; y shows it raw")
        }
        let help = settings.keymap.words(for: "help")
        remark("\(key) does nothing on this screen; \(help) lists its keys")
    }

    /// Carries an action out, unless a guard refuses.
    mutating func perform(_ action: Action, origin: SafeText) -> [ConsoleEffect] {
        if let reason = action.whyNot(in: situation) {
            toast("\(action.hint ?? action.title): \(reason)", .warning)
            return []
        }
        self.origin = origin
        let hasFollowedAll = hints.follow(action)
        return action.perform(&self) + (hasFollowedAll ? [.hintsFollowed] : [])
    }

    /// Pasted text goes to inputs only; it never presses keys.
    private mutating func paste(_ text: SafeText) {
        switch layer {
        case .prompt(var prompt):
            prompt.editor.insert(text)
            prompt.edited()
            layer = .prompt(prompt)
            if case .filter = prompt.kind { applyFilter(prompt.editor.text) }
        case .box(var box) where box.focus == .field:
            box.field.insert(text)
            if let cluster { box.refresh(in: cluster) }
            layer = .box(box)
        default:
            toast("pasted text goes to inputs only: press : or / first", .warning)
        }
    }

    mutating func quit(isMeant: Bool = false) -> [ConsoleEffect] {
        let count = operations.inFlight
        if count > 0, !isMeant, !asksToQuit {
            asksToQuit = true
            let words = Amount.count(count, "operation")
            toast("\(words) in flight: ^c again quits all the same", .warning)
            return []
        }
        return [.quit]
    }

    // MARK: - The menu

    mutating func openMenu() { layer = .menu(Menu()) }

    /// What the menu lists: everything but moving about.
    var menuActions: [Action] {
        settings.keymap.actions(on: surface).filter {
            !$0.contexts.contains(.list) && $0.id != "menu"
        }
    }

    private mutating func take(_ key: Key, _ menu: Menu) -> [ConsoleEffect] {
        let actions = menuActions
        var menu = menu
        switch key {
        case .down, .character("j"): menu.index = min(menu.index + 1, actions.count - 1)
        case .up, .character("k"): menu.index = max(0, menu.index - 1)
        case .pageDown: menu.index = min(menu.index + 10, actions.count - 1)
        case .pageUp: menu.index = max(0, menu.index - 10)
        case .home: menu.index = 0
        case .end: menu.index = actions.count - 1
        case .enter:
            layer = nil
            guard actions.indices.contains(menu.index) else { return [] }
            return perform(actions[menu.index], origin: "m")
        case .escape, .character("q"), .character("m"):
            layer = nil
            return []
        default:
            layer = nil
            return press(key)
        }
        layer = .menu(menu)
        return []
    }
}
