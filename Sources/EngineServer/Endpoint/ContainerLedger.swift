import Basics
import EngineAPI
import SwarmModel

/// What users did through this server and the cluster does not keep: commands that were run in
/// containers, ended ones that were removed, and images that were pulled.
actor ContainerLedger {
    /// A command that is to be run in a container, runs, or has run.
    struct Exec: Sendable {
        let id: String
        let container: ContainerID
        let task: TaskID
        let words: [String]
        let isTerminal: Bool
        let wantsInput: Bool
        let environment: [String]
        let user: String
        let directory: String
        var hasStarted = false
        var isRunning = false
        var exitCode: Int32?
    }

    private static let execMaximum = 512

    private(set) var removed: Set<ContainerID> = []
    private var execs: [String: Exec] = [:]
    private var order: [String] = []
    private var count: UInt64 = 0

    private static let pullMaximum = 1_024
    private var pulls: [String: [String]] = [:]

    func remove(_ container: ContainerID) { removed.insert(container) }

    /// The images that were pulled onto a machine, oldest first.
    func pulled(on machine: String) -> [String] { pulls[machine] ?? [] }

    func notePull(of image: String, on machine: String) {
        var images = pulled(on: machine).filter { $0 != image }
        images.append(image)
        pulls[machine] = images.suffix(Self.pullMaximum)
    }

    /// Notes a command; the oldest ones are forgotten.
    func add(_ container: ContainerView, _ request: ExecRequest) -> Exec {
        count += 1
        let exec = Exec(
            id: ExecRequest.id(container.id, count),
            container: container.id,
            task: container.task.id,
            words: request.words,
            isTerminal: request.isTerminal,
            wantsInput: request.wantsInput,
            environment: request.environment,
            user: request.user,
            directory: request.directory
        )
        execs[exec.id] = exec
        order.append(exec.id)
        if order.count > Self.execMaximum { execs[order.removeFirst()] = nil }
        return exec
    }

    func exec(_ id: String) throws(EngineError) -> Exec {
        guard let exec = execs[id] else {
            throw EngineError(status: 404, message: "No such exec instance: \(id)")
        }
        return exec
    }

    /// Takes a command for being run, once.
    func start(_ id: String) throws(EngineError) -> Exec {
        var exec = try exec(id)
        guard !exec.hasStarted else {
            throw EngineError(
                status: 409,
                message: "Error: Exec command \(id) has already run"
            )
        }
        exec.hasStarted = true
        exec.isRunning = true
        execs[id] = exec
        return exec
    }

    func end(_ id: String, code: Int32) {
        execs[id]?.isRunning = false
        execs[id]?.exitCode = code
    }
}
