import Cells
import Wording

extension ConsoleModel {
    /// Speaks another language from now on, also on the pages that are open.
    mutating func speak(_ language: Language) {
        settings.language = language
        Wording.$language.withValue(language) {
            refreshText()
            refreshHelp()
            if case .box(var box) = layer, let cluster {
                box.refresh(in: cluster)
                layer = .box(box)
            }
        }
    }

    /// Writes help pages anew: each is about the screen below it.
    mutating func refreshHelp() {
        for index in pages.path.indices.dropFirst() {
            guard case .text(var page) = pages.path[index].body, page.content == .help else {
                continue
            }
            page.lines = HelpText.lines(
                for: surface(of: pages.path[index - 1]),
                commandsFirst: page.commandsFirst,
                version: settings.version,
                keymap: settings.keymap,
                width: layout.logArea.columns
            )
            pages.path[index].body = .text(page)
        }
    }
}
