import Console
import FoundationEssentials
import Hosting
import SwarmModel

/// How tables are arranged, in a file of the state folder.
enum ViewFile {
    private static var folder: String? { (try? StateFolder.standard())?.path }

    private static var path: String? { folder.map { $0 + "/views" } }

    /// Reads the file.
    ///
    /// - Returns: what it says; nothing, and a note for the user, if that cannot be read.
    static func read() -> (memory: ViewMemory, note: String?) {
        guard let path, FileManager.default.fileExists(atPath: path) else {
            return (ViewMemory(), nil)
        }
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8), let memory = ViewMemory(text)
        else {
            return (ViewMemory(), "\(path) is damaged: tables begin in their usual order")
        }
        return (memory, nil)
    }

    /// Writes the file anew, whole or not at all.
    ///
    /// - Returns: why it could not be; `nil` when it was.
    static func write(_ memory: ViewMemory) -> EngineError? {
        guard let folder, let path else { return nil }
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try memory.text.write(toFile: path, atomically: true, encoding: .utf8)
            return nil
        } catch {
            return EngineError(status: 500, message: "cannot write \(path): \(error)")
        }
    }
}
