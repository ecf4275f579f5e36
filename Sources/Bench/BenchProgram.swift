import Glibc

/// `skep-bench PATH_TO_SKEP [FILTER]`: prints one line `name value unit` for each figure.
///
/// CPU seconds come first, since wall time depends on what else the machine does. Every measurement
/// runs in fresh processes, so that peaks of memory are its own; what cannot be measured says so on
/// standard error, and the exit code is then 1.
@main
enum BenchProgram {
    private static let childFlag = "--measure"

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == childFlag, arguments.count == 3 {
            measure(arguments[1], Subject(program: absolute(arguments[2])))
        } else if let program = arguments.first, !program.hasPrefix("-"), arguments.count <= 2 {
            runAll(program: program, filter: arguments.dropFirst().first ?? "")
        } else {
            complain("usage: skep-bench PATH_TO_SKEP [FILTER]\n" + list())
            exit(2)
        }
    }

    private static func list() -> String {
        "measurements: " + Measurement.all.map(\.name).joined(separator: ", ")
    }

    /// The path from the root: programs under measurement begin in folders of their own.
    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The child's part: one measurement, once.
    private static func measure(_ name: String, _ subject: Subject) {
        guard let measurement = Measurement.all.first(where: { $0.name == name }) else {
            complain("\(name): there is no such measurement")
            exit(2)
        }
        do {
            for figure in try measurement.body(subject) { print(figure.line) }
        } catch {
            complain("\(name): \(error)")
            exit(1)
        }
    }

    private static func runAll(program: String, filter: String) {
        let chosen = Measurement.all.filter { filter.isEmpty || $0.name.contains(filter) }
        var isComplete = !chosen.isEmpty
        if chosen.isEmpty { complain("no measurement's name contains \(filter)\n" + list()) }
        for measurement in chosen {
            if measurement.needsProgram, access(program, X_OK) != 0 {
                complain("\(measurement.name): left out, \(program) cannot be run")
                isComplete = false
            } else {
                isComplete = run(measurement, program: program) && isComplete
            }
        }
        exit(isComplete ? 0 : 1)
    }

    private static func run(_ measurement: Measurement, program: String) -> Bool {
        var runs: [[Figure]] = []
        do throws(Unmeasurable) {
            for _ in 0..<measurement.runs {
                let text = try FreshProcess.output(of: [childFlag, measurement.name, program])
                runs.append(text.split(separator: "\n").compactMap { Figure(line: $0) })
            }
        } catch {
            complain("\(measurement.name): left out: \(error)")
            return false
        }
        for figure in runs.first ?? [] {
            let values = runs.compactMap { run in run.first { $0.name == figure.name }?.value }
            print(Figure(figure.name, values.median, figure.unit).line)
        }
        fflush(nil)
        return true
    }

    private static func complain(_ words: String) {
        let bytes = Array("skep-bench: \(words)\n".utf8)
        write(STDERR_FILENO, bytes, bytes.count)
    }
}
