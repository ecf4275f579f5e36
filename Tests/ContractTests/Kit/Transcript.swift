import Foundation
import Synchronization

/// What was said on both sides, for who wants to read it: `SKEP_CONTRACT_TRANSCRIPTS=FOLDER`.
final class Transcript: Sendable {
    static let shared = Transcript()

    private let folder = ProcessInfo.processInfo.environment["SKEP_CONTRACT_TRANSCRIPTS"]
    private let texts = Mutex<[String: String]>([:])

    func add(
        _ script: String,
        _ command: ContractScript.Command,
        _ comparison: Comparison,
        took: (all: Duration, real: Duration, skep: Duration)
    ) {
        guard let folder else { return }
        let times = [took.all, took.real, took.skep].map {
            "\(($0 / .milliseconds(1)).formatted(.number.precision(.fractionLength(0)))) ms"
        }
        var text =
            "\(command.line): node\(command.node)$ \(command.text)"
            + "  # \(times[0]); real \(times[1]), skep \(times[2])\n"
        if comparison.isSame {
            text += comparison.real.map { "      \($0)\n" }.joined()
        } else {
            text += "DIFFERS\n" + comparison.report + "\n"
        }
        let whole = texts.withLock { texts in
            texts[script, default: ""] += text
            return texts[script] ?? ""
        }
        try? FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        try? whole.write(toFile: "\(folder)/\(script).txt", atomically: true, encoding: .utf8)
    }
}
