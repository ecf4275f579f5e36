import Foundation
import Simulation

/// Has stories told by another process, as one that traps takes its process along.
struct TrapHunt {
    let steps: Int
    let machines: Int?
    let flaw: String?
    let isStormy: Bool
    let isShrinking: Bool

    /// Tells the stories of all seeds; after one that trapped, goes on with the next.
    ///
    /// - Returns: whether no rule was broken and nothing trapped.
    func run(_ seeds: ClosedRange<UInt64>) throws -> Bool {
        var isClean = true
        var rest: ClosedRange<UInt64>? = seeds
        while let range = rest {
            var arguments = ["--worker", "--steps", "\(steps)"]
            arguments += ["--seeds", "\(range.lowerBound)..\(range.upperBound)"]
            if let machines { arguments += ["--nodes", "\(machines)"] }
            if isStormy { arguments.append("--storms") }
            if !isShrinking { arguments.append("--no-shrink") }
            let end = try Self.tell(arguments, flaw)
            if end.code != 0 { isClean = false }
            guard end.code == TrapReport.exitCode, let seed = end.seed else {
                rest = nil
                continue
            }
            print("seed \(seed): the program trapped")
            if isShrinking { try show(Scenario(seed: seed, steps: steps, isStormy: isStormy)) }
            rest = seed < range.upperBound ? seed + 1...range.upperBound : nil
        }
        return isClean
    }

    /// Prints a story that is as short as can be and traps too.
    private func show(_ scenario: Scenario) throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "skep-simulate-\(ProcessInfo.processInfo.processIdentifier).json")
        defer { try? FileManager.default.removeItem(at: file) }
        var shrinker = Shrinker { story in
            let text = (try? ScriptFile.text(of: story)) ?? ""
            guard (try? text.write(to: file, atomically: true, encoding: .utf8)) != nil else {
                return false
            }
            let end = try? Self.tell(["--no-shrink", "--script", file.path], flaw, isQuiet: true)
            return end?.code == TrapReport.exitCode
        }
        print("a short story that traps too; --script FILE tells it again:")
        print(try ScriptFile.text(of: shrinker.shrink(scenario)))
    }

    /// Runs this program once more.
    ///
    /// - Returns: how it ended, and the seed that it told when it trapped.
    private static func tell(
        _ arguments: [String],
        _ flaw: String?,
        isQuiet: Bool = false
    ) throws -> (code: Int32, seed: UInt64?) {
        fflush(nil)
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = arguments + (flaw.map { ["--flaw", $0] } ?? [])
        let errors = Pipe()
        process.standardError = errors
        if isQuiet { process.standardOutput = FileHandle.nullDevice }
        try process.run()
        let text = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        if !isQuiet { FileHandle.standardError.write(Data(text.utf8)) }
        return (process.terminationStatus, TrapReport.seed(in: text))
    }
}
