import FoundationEssentials
import Theming

/// The themes that are shipped, and the files that tests compare with.
enum ThemeFiles {
    static let names = [
        "dark", "deuteranopia", "dracula", "gruvbox", "high-contrast", "high-contrast-light",
        "light", "mono", "nord", "production", "solarized", "solarized-light", "terminal",
        "tritanopia",
    ]

    /// The root of the sources, from where this file lies.
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    static let folder = root + "/themes"
    static let library = ThemeLibrary(folders: [folder])

    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The golden file's text; with `SKEP_WRITE_GOLDENS` set, it is written anew first.
    static func golden(_ name: String, actual: String) -> String? {
        let path = root + "/Tests/ThemingTests/Cards/" + name
        if let wish = ProcessInfo.processInfo.environment["SKEP_WRITE_GOLDENS"], !wish.isEmpty {
            _ = FileManager.default.createFile(atPath: path, contents: Data(actual.utf8))
        }
        return text(path)
    }

    /// A library over a fresh folder that holds `files`, and is gone afterwards.
    static func withLibrary(
        _ files: [String: String],
        _ body: (ThemeLibrary, String) throws -> Void
    ) throws {
        let manager = FileManager.default
        let folder =
            manager.temporaryDirectory.path + "/skep-themes-\(UInt64.random(in: 0 ... .max))"
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: folder) }
        for (name, text) in files {
            _ = manager.createFile(atPath: "\(folder)/\(name)", contents: Data(text.utf8))
        }
        try body(ThemeLibrary(folders: [folder]), folder)
    }
}
