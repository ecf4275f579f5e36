import Foundation

/// A test whose name begins with the rules, or the observed scenarios, that it proves.
///
/// `UPD-33 RST-2 the third …`, `(b2) each worker waits …`, `NOD-1 e: a drain …` are such names.
struct ProvingTest {
    /// `UPD-33`, or `(b2)`.
    static nonisolated(unsafe) let key = /[A-Z]{2,3}-[0-9]+b?|\([a-r][0-9]?\)/
    /// `UPD-33` as `key`, or a scenario's bare letter with a colon.
    private static nonisolated(unsafe) let word = /[A-Z]{2,3}-[0-9]+b?|\([a-r][0-9]?\)|[a-r][0-9]?:/
    private static nonisolated(unsafe) let name = /func `([^`]+)`/

    /// Target and file, without ending: `OrchestrationTests/UpdaterTests`.
    let file: String
    let name: String
    /// The rules and scenarios the name begins with.
    let keys: [String]

    init(file: String, name: String) {
        self.file = file
        self.name = name
        var keys: [String] = []
        for part in name.split(separator: " ") {
            let word = part.hasSuffix(",") ? String(part.dropLast()) : String(part)
            if word == "and" { continue }
            guard word.wholeMatch(of: Self.word) != nil else { break }
            keys.append(word.hasSuffix(":") ? "(\(word.dropLast()))" : word)
        }
        self.keys = keys
    }

    /// Every test below a folder of test targets.
    static func all(below folder: URL) throws -> [ProvingTest] {
        guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        else { return [] }
        let files = walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        return try files.sorted { $0.path < $1.path }.flatMap { file in
            let target = file.pathComponents[folder.pathComponents.count]
            let title = "\(target)/\(file.deletingPathExtension().lastPathComponent)"
            return try String(contentsOf: file, encoding: .utf8).matches(of: Self.name).map {
                ProvingTest(file: title, name: String($0.output.1))
            }
        }
    }
}
