import ArgumentParser
import Foundation
import Simulation
import SwarmStore

/// `skep-simulate`: tells stories to simulated clusters until one breaks a rule.
@main
struct SimulateProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skep-simulate",
        abstract: "Tries to break simulated clusters with random requests and faults."
    )

    @Option(help: "How many seeds, or a range such as 100..199.")
    var seeds = "200"
    @Option(help: "One seed only; the same seed gives the same story.")
    var seed: UInt64?
    @Option(help: "What happens in each story.")
    var steps = 40
    @Option(help: "Only stories that begin with so many machines.")
    var nodes: Int?
    @Option(help: "A story from a file instead of a seed.")
    var script: String?
    @Flag(help: "Print all that happens.")
    var trace = false
    @Flag(help: "Do not look for a shorter story.")
    var noShrink = false
    @Flag(help: "Storms only: machines and links fail without mercy; another story for each seed.")
    var storms = false
    @Option(help: "Plant a bug, to see whether it is found.")
    var flaw: String?
    @Flag(help: "Plant each known bug, or that of --flaw, and print how many seeds it took.")
    var flaws = false

    @Flag(help: ArgumentHelp("Told by another process that lives on.", visibility: .hidden))
    var worker = false

    func run() throws {
        TrapReport.install()
        let planted = try flaw.map { name in
            guard let flaw = Flaw(rawValue: name) else {
                throw ValidationError(
                    "known bugs: \(Flaw.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            return flaw
        }
        if flaws {
            return try FlawTable(steps: steps, seeds: try range(), only: planted).print()
        }
        let hunt = Hunt(steps: steps, flaw: planted, isStormy: storms, isShrinking: !noShrink)
        let isClean: Bool
        let trap = TrapHunt(
            steps: steps,
            machines: nodes,
            flaw: flaw,
            isStormy: storms,
            isShrinking: !noShrink
        )
        if let script {
            let scenario = try ScriptFile.read(script)
            isClean = try hunt.tell(scenario, isTracing: trace)
        } else if let seed {
            let story = Scenario(seed: seed, steps: steps, isStormy: storms)
            isClean = try hunt.tell(story, isTracing: trace)
        } else if worker {
            isClean = try hunt.run(try range(), machines: nodes)
        } else {
            isClean = try trap.run(try range())
        }
        if !isClean { throw ExitCode(1) }
    }

    private func range() throws -> ClosedRange<UInt64> {
        let ends = seeds.split(separator: ".", omittingEmptySubsequences: true)
            .compactMap { UInt64($0) }
        if ends.count == 1, ends[0] > 0 { return 1...ends[0] }
        guard ends.count == 2, ends[0] <= ends[1] else {
            throw ValidationError("--seeds takes a count or a range such as 100..199")
        }
        return ends[0]...ends[1]
    }
}
