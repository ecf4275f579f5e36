import FoundationEssentials
import Theming

extension ThemeLibrary {
    /// The themes of this user, and those that came with the program.
    static let ofThisProgram = ThemeLibrary(
        folders: usualFolders(
            executable: ProcessInfo.processInfo.arguments.first.flatMap(folder(of:)),
            environment: ProcessInfo.processInfo.environment
        )
    )

    private static func folder(of path: String) -> String? {
        path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
}
