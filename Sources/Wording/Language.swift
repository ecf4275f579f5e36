/// A language that the console speaks.
package enum Language: String, Hashable, Sendable, CaseIterable {
    case english = "en"
    case korean = "ko"

    /// What the environment asks for: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says something.
    ///
    /// - Returns: English where nothing is said, or a language that there is no catalogue of.
    package static func preferred(in environment: [String: String]) -> Language {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let code = locale.prefix { $0 != "_" && $0 != "." && $0 != "@" }
        return Language(rawValue: code.lowercased()) ?? .english
    }
}
