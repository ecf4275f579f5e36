import Foundation
import ProgramKit
import Testing

/// One script, told to a real cluster and to skep's, answer by answer.
///
/// A real engine under load answers some things late. So a script that differs is told once more
/// from its start, to fresh machines: what differs again fails, what does not is noted aloud.
struct ContractRun {
    let script: ContractScript
    /// The docker program.
    let client: String
    let known: [KnownDifferences.Row]

    private static let patience = Duration.seconds(90)

    /// The two clusters with what has been remembered of each.
    private struct Pair {
        let real: [String]
        let skep: [String]
        var realVariables: [String: String] = [:]
        var skepVariables: [String: String] = [:]
    }

    private typealias Answers = (real: TimedAnswer, skep: TimedAnswer)
    private typealias TimedAnswer = (text: ShellAnswer, took: Duration)

    func run() async throws {
        let first = await attempt()
        guard !first.isClean else { return }
        guard !first.all.isEmpty, !Limits.isTimeUp else { return warn(first) }
        Issue.record(
            "\(script.name) is told once more, as it differed:\n\(first.all.first?.text ?? "")",
            severity: .warning
        )
        let second = await attempt()
        let verdict = second.weighed(against: first)
        for finding in verdict.repeated { Issue.record("\(finding.text)") }
        warn(Findings(all: verdict.single, stop: second.stop))
    }

    /// Notes aloud what proves nothing.
    private func warn(_ findings: Findings) {
        for finding in findings.all {
            Issue.record("differed once: \(finding.text)", severity: .warning)
        }
        if let stop = findings.stop {
            Issue.record("\(script.name): \(stop)", severity: .warning)
        }
    }

    /// Tells the script once.
    private func attempt() async -> Findings {
        defer { Whereabouts.shared.leave(name) }
        Whereabouts.shared.enter(name, "machines start")
        var findings = Findings()
        do {
            try await Lab.with(script.nodes) { lab in
                try await ServedCluster.with(script.nodes) { cluster in
                    try await tell(lab, cluster, &findings)
                    Whereabouts.shared.enter(name, "machines stop")
                }
            }
        } catch let error as LabError {
            findings.stop = .noRealMachines(error.text)
        } catch {
            findings.all.append(.init(place: .machines, text: "\(script.name): \(error)"))
        }
        return findings
    }

    /// The script and who reads it.
    private var name: String { "\(script.name) with \(client)" }

    private func tell(
        _ lab: Lab,
        _ cluster: ServedCluster,
        _ findings: inout Findings
    ) async throws {
        let folder = try ScratchFolder("contract")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/docker",
            withDestinationPath: client
        )
        var pair = Pair(
            real: lab.machines.map(\.socket),
            skep: (1...script.nodes).map { cluster.socket($0) }
        )
        var met: Set<String> = []
        for (told, step) in script.steps.enumerated() {
            guard !Limits.isTimeUp else {
                findings.stop = .timeIsUp(told: told, steps: script.steps.count)
                return
            }
            guard findings.all.count < Limits.differences else {
                findings.stop = .muchDiffers
                return
            }
            switch step {
            case .power(let node, let isOn, let line):
                Whereabouts.shared.enter(name, "line \(line)")
                try await cluster.power(node, isOn: isOn)
                if isOn {
                    try await lab.powerOn(node)
                } else {
                    try await lab.machines[node - 1].powerOff()
                }
            case .command(let command):
                Whereabouts.shared.enter(name, "line \(command.line)")
                let comparison = try await compare(command, &pair, path: folder.path)
                met.formUnion(comparison.met)
                guard !comparison.isSame else { continue }
                let place = "\(script.name):\(command.line): \(command.text)"
                let text = "\(place)\n\(comparison.report)"
                findings.all.append(.init(place: .line(command.line), text: text))
            }
        }
        for row in known where !met.contains(row.name) {
            let advice = "was not met; take it out of docs/fidelity.md"
            let text = "\(script.name): \(row.name) \(advice)"
            findings.all.append(.init(place: .row(row.name), text: text))
        }
    }

    private func compare(
        _ command: ContractScript.Command,
        _ pair: inout Pair,
        path: String
    ) async throws -> Comparison {
        let start = ContinuousClock.now
        let deadline = start + Self.patience
        var last: Comparison?
        var answers: Answers
        var comparison: Comparison
        repeat {
            answers = try await ask(command, pair, path: path, until: deadline)
            comparison = Comparison(
                real: lines(answers.real.text, command),
                skep: lines(answers.skep.text, command),
                known: known
            )
            let isSettled = comparison.isSame && (!command.isEventual || last == comparison)
            if isSettled || !(command.isEventual || command.awaited != nil) { break }
            last = comparison
            try await Task.sleep(for: .milliseconds(250))
        } while ContinuousClock.now < deadline
        if let name = command.variable {
            pair.realVariables[name] = Self.value(answers.real.text)
            pair.skepVariables[name] = Self.value(answers.skep.text)
        }
        Transcript.shared.add(
            "\(script.name)\(client.replacing("/", with: "-"))",
            command,
            comparison,
            took: (ContinuousClock.now - start, answers.real.took, answers.skep.took)
        )
        return comparison
    }

    private func lines(_ answer: ShellAnswer, _ command: ContractScript.Command) -> [String] {
        command.isQuiet
            ? ["exit \(answer.code)"] : Normalizer.lines(answer.whole, for: command)
    }

    private static func value(_ answer: ShellAnswer) -> String {
        answer.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Asks both at the same time; each may be asked again until it says what is awaited.
    private func ask(
        _ command: ContractScript.Command,
        _ pair: Pair,
        path: String,
        until deadline: ContinuousClock.Instant
    ) async throws -> Answers {
        async let real = answer(
            command,
            pair.real[command.node - 1],
            pair.realVariables,
            path,
            deadline
        )
        async let skep = answer(
            command,
            pair.skep[command.node - 1],
            pair.skepVariables,
            path,
            deadline
        )
        return try await (real, skep)
    }

    private func answer(
        _ command: ContractScript.Command,
        _ socket: String,
        _ variables: [String: String],
        _ path: String,
        _ deadline: ContinuousClock.Instant
    ) async throws -> TimedAnswer {
        let start = ContinuousClock.now
        var environment = Lab.environment.merging(variables) { $1 }
        environment["DOCKER_HOST"] = "unix://" + socket
        environment["PATH"] = path + ":" + (environment["PATH"] ?? "")
        environment["HOME"] = path
        while true {
            let answer = try await ShellRun.run(command.text, environment: environment)
            guard let awaited = command.awaited,
                !lines(answer, command).contains(where: { $0.contains(awaited) }),
                ContinuousClock.now < deadline
            else { return (answer, ContinuousClock.now - start) }
            try await Task.sleep(for: .milliseconds(250))
        }
    }
}
