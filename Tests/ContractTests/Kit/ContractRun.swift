import Foundation
import Testing

/// One script, told to a real cluster and to skep's, answer by answer.
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

    private typealias Answers = (real: ShellAnswer, skep: ShellAnswer)

    func run() async throws {
        let folder = try ScratchFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/docker",
            withDestinationPath: client
        )
        try await Lab.with(script.nodes) { lab in
            try await ServedCluster.with(script.nodes) { cluster in
                var pair = Pair(
                    real: lab.machines.map(\.socket),
                    skep: (1...script.nodes).map { cluster.socket($0) }
                )
                var met: Set<String> = []
                for step in script.steps {
                    switch step {
                    case .power(let node, let isOn, _):
                        try await cluster.power(node, isOn: isOn)
                        if isOn {
                            try await lab.powerOn(node)
                        } else {
                            try await lab.machines[node - 1].powerOff()
                        }
                    case .command(let command):
                        met.formUnion(try await compare(command, &pair, path: folder.path))
                    }
                }
                for row in known where !met.contains(row.name) {
                    Issue.record(
                        "\(script.name): \(row.name) was not met; take it out of docs/fidelity.md"
                    )
                }
            }
        }
    }

    private func compare(
        _ command: ContractScript.Command,
        _ pair: inout Pair,
        path: String
    ) async throws -> Set<String> {
        let start = ContinuousClock.now
        let deadline = start + Self.patience
        var last: Comparison?
        var answers: Answers
        var comparison: Comparison
        repeat {
            answers = try await ask(command, pair, path: path, until: deadline)
            comparison = Comparison(
                real: lines(answers.real, command),
                skep: lines(answers.skep, command),
                known: known
            )
            let isSettled = comparison.isSame && (!command.isEventual || last == comparison)
            if isSettled || !(command.isEventual || command.awaited != nil) { break }
            last = comparison
            try await Task.sleep(for: .milliseconds(250))
        } while ContinuousClock.now < deadline
        if let name = command.variable {
            pair.realVariables[name] = Self.value(answers.real)
            pair.skepVariables[name] = Self.value(answers.skep)
        }
        Transcript.shared.add(
            "\(script.name)\(client.replacing("/", with: "-"))",
            command,
            comparison,
            took: ContinuousClock.now - start
        )
        if !comparison.isSame {
            let place = "\(script.name):\(command.line)"
            Issue.record("\(place): \(command.text)\n\(comparison.report)")
        }
        return comparison.met
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
    ) async throws -> ShellAnswer {
        var environment = Lab.environment.merging(variables) { $1 }
        environment["DOCKER_HOST"] = "unix://" + socket
        environment["PATH"] = path + ":" + (environment["PATH"] ?? "")
        environment["HOME"] = path
        while true {
            let answer = try await ShellRun.run(command.text, environment: environment)
            guard let awaited = command.awaited,
                !lines(answer, command).contains(where: { $0.contains(awaited) }),
                ContinuousClock.now < deadline
            else { return answer }
            try await Task.sleep(for: .milliseconds(250))
        }
    }
}
