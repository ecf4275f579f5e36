import Basics
import ClusterPorts
import EngineAPI
import SwarmModel

/// Runs one command in a simulated container: prints what the shell decides, and asks the cluster
/// where that is needed.
struct ExecRunner: Sendable {
    let session: any ClusterSession
    let ledger: ContainerLedger
    let exec: ContainerLedger.Exec
    let shell: ContainerShell

    private static let prompt = "/ # "

    /// Runs to the end; the exit code is known before the connection is closed.
    func run(_ connection: RawConnection) async {
        let console = ExecConsole(connection: connection, isTerminal: exec.isTerminal)
        let code = await self.code(console)
        await ledger.end(exec.id, code: code)
    }

    private func code(_ console: ExecConsole) async -> Int32 {
        let name = exec.words.first ?? ""
        guard ContainerShell.knows(name) else {
            let text =
                "OCI runtime exec failed: exec failed: unable to start container process: exec: "
                + "\"\(name)\": executable file not found in $PATH: unknown\n"
            await console.print(.out(text))
            return 126
        }
        switch await carryOut(shell.deed(of: exec.words), console) {
        case .ended(let code), .exit(let code): return code
        case .gone: return 137
        }
    }

    /// How a command ended.
    private enum Ending {
        case ended(Int32)
        /// And the shell with it.
        case exit(Int32)
        /// The client is gone, or the container.
        case gone
    }

    private func carryOut(
        _ deed: ContainerShell.Deed,
        _ console: ExecConsole
    ) async -> Ending {
        switch deed {
        case .output(let output): return await shown(output, console)
        case .exit(let code): return .exit(code)
        case .run(let line): return await run(line, console)
        case .interactive: return await interact(console)
        case .copyInput:
            for await piece in console.connection.input {
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
        case .killContainer:
            let killed = try? await session.perform(.removeContainer(exec.task))
            return killed == nil ? .ended(1) : .gone
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
    private func run(_ line: String, _ console: ExecConsole, last: Int32 = 0) async -> Ending {
        var variables = shell.variables
        variables["?"] = "\(last)"
        switch ShellWords.parse(line, environment: variables) {
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
                switch await carryOut(shell.deed(of: command.words), console) {
                case .ended(let new): code = new
                case let other: return other
                }
            }
            return .ended(code)
        }
    }

    /// Reads lines and runs them, until the shell or its input ends.
    private func interact(_ console: ExecConsole) async -> Ending {
        if exec.isTerminal {
            let greeting = "simulated shell of skep: help lists its commands\n"
            guard await console.print(.out(greeting + Self.prompt)) else { return .gone }
            return await typed(console)
        }
        var code: Int32 = 0
        var rest: [UInt8] = []
        for await piece in console.connection.input {
            rest += piece
            while let end = rest.firstIndex(of: 0x0A) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeFirst(end + 1)
                switch await run(line, console, last: code) {
                case .ended(let new): code = new
                case let other: return other
                }
            }
            if rest.count > 65_536 { return .gone }
        }
        return rest.isEmpty
            ? .ended(code) : await run(String(decoding: rest, as: UTF8.self), console, last: code)
    }

    private func typed(_ console: ExecConsole) async -> Ending {
        var terminal = TerminalLine()
        var code: Int32 = 0
        for await piece in console.connection.input {
            for event in terminal.take(piece) {
                switch event {
                case .echo(let bytes):
                    guard await console.connection.write(bytes) else { return .gone }
                case .interrupt:
                    code = 130
                    guard await console.print(.out(Self.prompt)) else { return .gone }
                case .end: return .exit(code)
                case .line(let line):
                    switch await run(line, console, last: code) {
                    case .ended(let new): code = new
                    case let other: return other
                    }
                    guard await console.print(.out(Self.prompt)) else { return .gone }
                }
            }
        }
        return .exit(code)
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
