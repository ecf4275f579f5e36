import ArgumentParser
import Foundation
import JourneyKit
import Journeys
import TerminalKit

/// Plays scripts and records what can be seen, for the documentation.
@main
struct JourneyCasts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skep-casts",
        abstract: "Play scripts against skep and write what is seen as asciicasts."
    )

    @Option(help: "The program to play against.")
    var binary = ".build/release/skep"

    @Option(help: ArgumentHelp("Where the recordings go.", valueName: "dir"))
    var output = ".build/casts"

    @Option(help: "Pauses are shown no longer than so many seconds.")
    var idle = 2.0

    @Argument(help: "Scripts: *.journey")
    var scripts: [String]

    func run() throws {
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        let program = URL(fileURLWithPath: binary).standardized.path
        let template = try DemoTemplate(binary: program)
        for script in scripts {
            let text = try String(contentsOfFile: script, encoding: .utf8)
            let journey = try JourneyReader.read(text)
            if journey.needsDocker, JourneyStage.docker == nil {
                print("\(script): left out, there is no docker command")
                continue
            }
            let name = URL(fileURLWithPath: script).deletingPathExtension().lastPathComponent
            let stage = try JourneyStage(binary: program) { try template.copy(to: $0) }
            let recorder = CastRecorder(title: journey.title, idle: idle)
            do {
                try JourneyPlayer(journey, on: stage, watcher: recorder).play()
            } catch {
                throw ValidationError("\(script): \(error)")
            }
            let path = "\(output)/\(name).cast"
            try recorder.text.write(toFile: path, atomically: true, encoding: .utf8)
            print("\(path): \(Int(recorder.length.components.seconds)) s, \(journey.title)")
        }
    }
}
