import Wording

extension ConsoleModel {
    /// Takes a configuration over that was changed while the console runs.
    ///
    /// What the user has chosen since it was last read stays, where the configuration says the same
    /// as before.
    mutating func take(_ new: ConsoleSettings) {
        let old = configured
        configured = new
        settings.aliases = new.aliases
        settings.keymap = new.keymap
        settings.isReadOnly = new.isReadOnly
        settings.themeNames = new.themeNames
        if new.showsHints != old.showsHints { hints = Hints(areWanted: new.showsHints) }
        if new.columns != old.columns {
            var merged = new
            merged.memory = memory
            columnChoices = Self.columnChoices(merged)
            let choices = columnChoices
            forEachTable { $0.columnChoice = choices[$0.kind.noun] }
        }
        if new.language != old.language { settings.language = new.language }
        speak(settings.language)
        Wording.$language.withValue(settings.language) {
            toast("the configuration was changed and holds now", .success)
        }
    }
}
