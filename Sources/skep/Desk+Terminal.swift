import Basics
import Cells
import ClusterPorts
import Curses
import EngineClient
import FoundationEssentials
import SwarmModel

// The terminal, handed to an editor or to a command in a container, and taken back.
extension Desk {
    func edit(_ text: String, named name: String) async -> Result<String, EngineError> {
        guard let folder = PrivateFolder.make(for: "edit") else {
            return .failure(EngineError(status: 500, message: "no folder for the text"))
        }
        let path = folder + "/" + name
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard (try? text.write(toFile: path, atomically: false, encoding: .utf8)) != nil else {
            return .failure(EngineError(status: 500, message: "cannot write \(path)"))
        }
        let environment = ProcessInfo.processInfo.environment
        let editor = environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
        let code = ExitStatus()
        // The editor's own words may have options: the shell takes them apart.
        await screen.runOutside { code.set(Foreground.run(editor + " \"$1\"", path)) }
        guard code.value == 0 else {
            return .failure(
                EngineError(
                    status: 500,
                    message: "\(editor) ended with \(code.value): nothing is sent"
                )
            )
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            return .failure(EngineError(status: 500, message: "\(path) is gone"))
        }
        return .success(String(decoding: data, as: UTF8.self))
    }

    func openTerminal(in task: TaskID, command: [String]) async -> EngineError? {
        let size = screen.size
        let extent = TerminalExtent(columns: size.columns, rows: size.rows)
        do throws(EngineError) {
            let terminal = try await containers.openTerminal(
                in: task,
                command: command,
                size: extent
            )
            await screen.runOutside { Passage(to: terminal, size: extent).run() }
            await terminal.close()
            return nil
        } catch {
            return error
        }
    }
}
