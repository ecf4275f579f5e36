import Cells
import SwarmModel

extension ConsoleModel {
    private static let historyLimit = 200

    mutating func openPrompt(_ kind: Prompt.Kind, text: String) {
        layer = .prompt(Prompt(kind, text: text))
    }

    mutating func openFilter() {
        guard let table else { return }
        withTable { table, _ in table.anchorSelection(true) }
        openPrompt(.filter(before: table.filter.text), text: table.filter.text)
    }

    mutating func openSearch() { openPrompt(.search, text: "") }

    mutating func take(_ key: Key, _ prompt: Prompt) -> [ConsoleEffect] {
        switch key {
        case .enter: return finish(prompt)
        case .escape:
            cancel(prompt)
            return []
        case .backspace where prompt.editor.isEmpty:
            cancel(prompt)
            return []
        default: break
        }
        var prompt = prompt
        switch (key, prompt.kind) {
        case (.tab, .command), (.backTab, .command):
            let head = String(prompt.editor.text.prefix(prompt.editor.cursor))
            prompt.complete(Completion(line: head, model: self), backwards: key == .backTab)
        case (.up, .command): recall(1, &prompt)
        case (.down, .command): recall(-1, &prompt)
        default:
            guard prompt.editor.take(key) else { return [] }
            prompt.edited()
            if case .filter = prompt.kind { applyFilter(prompt.editor.text) }
        }
        layer = .prompt(prompt)
        return []
    }

    private func recall(_ step: Int, _ prompt: inout Prompt) {
        let target = prompt.historyStep + step
        guard (0...commandHistory.count).contains(target) else { return }
        if prompt.historyStep == 0 { prompt.draft = prompt.editor.text }
        prompt.historyStep = target
        let line = target == 0 ? prompt.draft : commandHistory[commandHistory.count - target]
        prompt.editor = LineEditor(line)
        prompt.edited()
    }

    private mutating func cancel(_ prompt: Prompt) {
        layer = nil
        if case .filter(let before) = prompt.kind {
            applyFilter(prompt.editor.isEmpty ? "" : before)
        }
        if case .logFilter = prompt.kind, prompt.editor.isEmpty { applyLogFilter("") }
    }

    private mutating func finish(_ prompt: Prompt) -> [ConsoleEffect] {
        layer = nil
        switch prompt.kind {
        case .filter:
            withTable { table, _ in table.anchorSelection(false) }
            return []
        case .search:
            search(prompt.editor.text)
            return []
        case .logFilter:
            applyLogFilter(prompt.editor.text)
            return []
        case .command: return finish(command: prompt)
        }
    }

    private mutating func finish(command prompt: Prompt) -> [ConsoleEffect] {
        let line = prompt.editor.text
        guard line.contains(where: { $0 != " " }) else { return [] }
        if commandHistory.last != line { commandHistory.append(line) }
        if commandHistory.count > Self.historyLimit { commandHistory.removeFirst() }
        do {
            return try run(line: line)
        } catch {
            var prompt = prompt
            prompt.edited()
            prompt.error = error.words
            layer = .prompt(prompt)
            return []
        }
    }
}
