import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

/// Runs one command in a simulated container: prints what the shell decides, and asks the cluster
/// where that is needed.
struct ExecRunner: Sendable {
    let session: any ClusterSession
    let ledger: ContainerLedger
    let exec: ContainerLedger.Exec
    let shell: ContainerShell

    static let prompt = "/ # "
    private static let killed: Int32 = 137
    /// How long a process takes to begin.
    ///
    /// A real one takes longer, and clients have come to need it: docker-py loses what it reads together
    /// with the head of the answer.
    private static let startTime = Duration.milliseconds(30)

    /// Runs to the end; the exit code is known before the connection is closed.
    ///
    /// - Returns: the exit code.
    @discardableResult
    func run(_ connection: RawConnection) async -> Int32 {
        let console = ExecConsole(connection: connection, isTerminal: exec.isTerminal)
        // Whatever runs in a container ends with it.
        let code = await withTaskGroup(of: Int32.self) { group in
            group.addTask { await self.code(console) }
            group.addTask {
                await containerEnd()
                return Self.killed
            }
            let first = await group.next() ?? Self.killed
            group.cancelAll()
            return first
        }
        await ledger.end(exec.id, code: code)
        return code
    }

    /// Returns when the container's process has ended, or nobody waits for that any longer.
    private func containerEnd() async {
        for await snapshot in await session.snapshots() {
            guard let task = snapshot.store.task(exec.task), !task.isDead else { return }
        }
    }

    private func code(_ console: ExecConsole) async -> Int32 {
        guard (try? await Task.sleep(for: Self.startTime)) != nil else { return Self.killed }
        let name = exec.words.first ?? ""
        guard ContainerShell.knows(name) else {
            let text =
                "OCI runtime exec failed: exec failed: unable to start container process: exec: "
                + "\"\(name)\": executable file not found in $PATH: unknown\n"
            await console.print(.out(text))
            return 126
        }
        let deed = shell.deed(of: exec.words)
        if deed == .interactive, exec.isTerminal {
            return await TerminalSession(runner: self, console: console).run()
        }
        let input = console.connection.input
        switch await carryOut(deed, console, input) {
        case .ended(let code), .exit(let code): return code
        case .gone: return Self.killed
        }
    }

    /// How a command ended.
    enum Ending: Sendable {
        case ended(Int32)
        /// And the shell with it.
        case exit(Int32)
        /// The client is gone, or the container.
        case gone
    }

    private func carryOut(
        _ deed: ContainerShell.Deed,
        _ console: ExecConsole,
        _ input: AsyncStream<[UInt8]>
    ) async -> Ending {
        switch deed {
        case .output(let output): return await shown(output, console)
        case .all(let deeds):
            var code: Int32 = 0
            for deed in deeds {
                switch await carryOut(deed, console, input) {
                case .ended(let new): code = max(code, new)
                case let other: return other
                }
            }
            return .ended(code)
        case .exit(let code): return .exit(code)
        case .run(let line): return await run(line, console, input)
        case .interactive: return await interact(console, input)
        case .copyInput:
            for await piece in input {
                guard await console.print(.bytes(piece)) else { return .gone }
            }
            return .ended(0)
        case .sleep(let duration):
            return (try? await Task.sleep(for: duration)) == nil ? .gone : .ended(0)
        case .show(let secret):
            let machines = session as? any MachineSession
            guard let bytes = await machines?.plainData(of: secret) else {
                return await shown(.error("cat: the secret is gone\n", code: 1), console)
            }
            return await shown(.bytes(bytes), console)
        case .killContainer(let signal):
            do {
                _ = try await session.perform(.signalContainer(exec.task, signal: signal))
                return .ended(0)
            } catch {
                return await shown(.error("sh: \(error.message)\n", code: 1), console)
            }
        case .lookUp, .ping, .fetch:
            return await shown(
                await NetworkCommands(session, shell.setting.task).output(of: deed),
                console
            )
        }
    }

    private func shown(_ output: ShellOutput, _ console: ExecConsole) async -> Ending {
        await console.print(output) ? .ended(output.code) : .gone
    }

    /// Runs the commands of a line one after the other.
    ///
    /// - Parameters:
    ///   - line: as it was typed.
    ///   - console: where they print.
    ///   - input: what they read.
    ///   - last: the exit code of the command before.
    /// - Returns: how the last of them ended.
    func run(
        _ line: String,
        _ console: ExecConsole,
        _ input: AsyncStream<[UInt8]>,
        last: Int32 = 0
    ) async -> Ending {
        var variables = shell.variables
        variables["?"] = "\(last)"
        switch ShellWords.parse(line, environment: variables, entries: shell.entries) {
        case .unsupported(let what):
            return await shown(
                .error("sh: \(what): not in this simulated shell (help lists what is)\n", code: 2),
                console
            )
        case .commands(let commands):
            var code: Int32 = last
            for command in commands {
                if command.link == .ifSucceeded, code != 0 { continue }
                if command.link == .ifFailed, code == 0 { continue }
                switch await carryOut(shell.deed(of: command.words), console, input) {
                case .ended(let new): code = new
                case let other: return other
                }
            }
            return .ended(code)
        }
    }

    /// Whether one of a line's commands reads what is typed.
    func reads(_ line: String) -> Bool {
        guard case .commands(let commands) = ShellWords.parse(line, environment: shell.variables)
        else { return false }
        return commands.contains { shell.deed(of: $0.words).readsInput }
    }

    /// Reads lines and runs them, until the shell or its input ends; without a terminal.
    private func interact(_ console: ExecConsole, _ input: AsyncStream<[UInt8]>) async -> Ending {
        var code: Int32 = 0
        var rest: [UInt8] = []
        for await piece in input {
            rest += piece
            while let end = rest.firstIndex(of: 0x0A) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeFirst(end + 1)
                switch await run(line, console, input, last: code) {
                case .ended(let new): code = new
                case let other: return other
                }
            }
            if rest.count > 65_536 { return .gone }
        }
        let line = String(decoding: rest, as: UTF8.self)
        return rest.isEmpty ? .ended(code) : await run(line, console, input, last: code)
    }
}

/// Where a command's output goes: to a terminal as it is, else in frames.
struct ExecConsole: Sendable {
    let connection: RawConnection
    let isTerminal: Bool

    /// Prints; `false` when the client is gone.
    @discardableResult
    func print(_ output: ShellOutput) async -> Bool {
        for (stream, bytes) in [(UInt8(1), output.out), (2, output.error)] where !bytes.isEmpty {
            let piece = isTerminal ? Self.cooked(bytes) : StreamFrame.bytes(stream, bytes)
            guard await connection.write(piece) else { return false }
        }
        return true
    }

    /// A terminal needs a return before each line end.
    private static func cooked(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    }
}
