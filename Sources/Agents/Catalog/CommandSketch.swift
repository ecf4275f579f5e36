/// As much of a command as a simulated container understands: waiting and exiting.
///
/// `sh -c "sleep 2; exit 7"` ends with 7 after two seconds; `sleep 5`, `true` and `false` likewise.
/// Anything else is left to the image.
struct CommandSketch: Equatable {
    private static let shells = ["sh", "bash", "ash", "/bin/sh", "/bin/bash"]
    private static let separators: [Character] = [" ", ";", "&", "'", "\""]

    let exit: ExitRule

    init?(_ words: [String]) {
        let parts = words.flatMap { $0.split { Self.separators.contains($0) } }.map(String.init)
        guard let first = parts.first else { return nil }
        let isShell = Self.shells.contains(first)
        guard isShell || ["sleep", "true", "false"].contains(first) else { return nil }
        var steps = Steps()
        for (index, part) in parts.enumerated() where steps.code == nil {
            let next = index + 1 < parts.count ? parts[index + 1] : ""
            guard steps.take(part, next) else { return nil }
        }
        guard steps.waits || steps.code != nil else { return nil }
        exit = ExitRule(after: DurationRange(.seconds(steps.seconds)), code: steps.code ?? 0)
    }

    private struct Steps {
        var seconds = 0.0
        var waits = false
        var code: Int32?

        /// Takes one word; `false` when the command is more than a sketch can tell.
        mutating func take(_ word: String, _ next: String) -> Bool {
            switch word {
            case "sleep":
                guard let wait = Double(next), wait >= 0, seconds + wait < 1e8 else { return false }
                seconds += wait
                waits = true
            case "exit":
                guard let number = Int32(next) else { return false }
                code = number & 255
            case "true": code = 0
            case "false": code = 1
            case "while", "for", "until": return false
            default: break
            }
            return true
        }
    }
}
