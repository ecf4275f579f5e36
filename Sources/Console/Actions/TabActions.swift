import Basics
import Cells

/// Keys that go from one cluster to another.
enum TabActions {
    static let all: [Action] = [
        Action("tab.next", "The next tab", keys: [.function(6)], in: [.global]) { _ in
            [.tab(.step(1))]
        },
        Action("tab.previous", "The tab before", keys: [.function(7)], in: [.global]) { _ in
            [.tab(.step(-1))]
        },
        Action(
            "tab.number",
            "The tab of that number",
            keys: "123456789".map { .alt($0) },
            in: [.global]
        ) { model in
            let keys = model.settings.keymap.all.first { $0.id == "tab.number" }?.keys ?? []
            let index = keys.firstIndex { $0.description == model.origin.string }
            return [.tab(index.map { .show($0) } ?? .step(1))]
        },
    ]
}
