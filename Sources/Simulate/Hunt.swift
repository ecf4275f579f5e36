import Foundation
import Simulation
import SwarmStore

/// Goes through seeds, says how it gets on, and shows what it finds.
struct Hunt {
    let steps: Int
    let flaw: Flaw?
    let isStormy: Bool
    let isShrinking: Bool

    /// Tells the stories of all seeds; if `machines` is given, only those of so many machines.
    ///
    /// - Returns: whether no rule was broken.
    func run(_ seeds: ClosedRange<UInt64>, machines: Int?) throws -> Bool {
        let start = CPUTime.now
        var virtual = 0.0
        var instants = 0
        var failing: [UInt64] = []
        var lastReport = Date()
        for seed in seeds {
            if let machines, Scenario(seed: seed, steps: 0).nodes.count != machines { continue }
            TrapReport.begin(seed)
            let told = SeedRun(seed: seed, steps: steps, flaw: flaw, isStormy: isStormy)
            virtual += told.virtualTime / .seconds(1)
            instants += told.instants
            if let violation = told.violation {
                failing.append(seed)
                print("seed \(seed): \(violation.line)")
                if isShrinking { try show(told.scenario, violation) }
            }
            if Date().timeIntervalSince(lastReport) > 10 || seed == seeds.upperBound {
                lastReport = Date()
                let used = max(CPUTime.now - start, 0.001)
                let done = Int(seed - seeds.lowerBound) + 1
                print(
                    "\(done) of \(seeds.count) seeds, \(instants) instants, "
                        + "\(Int(virtual / used)) virtual seconds a CPU second, "
                        + "\(failing.count) failing"
                )
                fflush(nil)
            }
        }
        if !failing.isEmpty {
            print("failing seeds: " + failing.map { "\($0)" }.joined(separator: " "))
        }
        return failing.isEmpty
    }

    /// Tells one story.
    ///
    /// - Returns: whether no rule was broken.
    func tell(_ scenario: Scenario, isTracing: Bool) throws -> Bool {
        TrapReport.begin(scenario.seed)
        if isTracing {
            var simulator = Simulator(scenario, flaw: flaw, isTracing: true)
            _ = simulator.run()
            for line in simulator.trace { print(line) }
        }
        let told = SeedRun(scenario, flaw: flaw)
        guard let violation = told.violation else {
            print("no rule was broken in \(told.instants) instants")
            return true
        }
        print(violation.line)
        if isShrinking { try show(scenario, violation) }
        return false
    }

    /// Prints a story that is as short as can be and breaks the same rule.
    private func show(_ scenario: Scenario, _ violation: Violation) throws {
        var shrinker = Shrinker(rule: violation.rule, flaw: flaw)
        let short = shrinker.shrink(scenario)
        print("a short story that breaks the rule too; --script FILE tells it again:")
        print(try ScriptFile.text(of: short))
        if let again = SeedRun(short, flaw: flaw).violation { print(again.line) }
    }
}

/// The CPU time of this process.
enum CPUTime {
    /// In seconds.
    static var now: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}

/// A story as a file: JSON, one step to a line.
enum ScriptFile {
    static func text(of scenario: Scenario) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func lines(_ values: [some Encodable]) throws -> String {
            try values.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
                .joined(separator: ",\n")
        }
        return """
            {"seed": \(scenario.seed), "nodes": [
            \(try lines(scenario.nodes))
            ], "steps": [
            \(try lines(scenario.steps))
            ]}
            """
    }

    static func read(_ path: String) throws -> Scenario {
        try JSONDecoder().decode(Scenario.self, from: Data(contentsOf: URL(filePath: path)))
    }
}
