import EngineAPI

/// A shell at a terminal: the user types on while a command runs, and may interrupt it.
struct TerminalSession: Sendable {
    let runner: ExecRunner
    let console: ExecConsole

    /// Lines that are kept while nobody reads them.
    private static let aheadMaximum = 64

    private enum Happening: Sendable {
        case typed([UInt8])
        case inputEnded
        case commandEnded(ExecRunner.Ending, number: Int)
    }

    /// A command that runs, and what it reads.
    private struct Job {
        let number: Int
        let task: Task<Void, Never>
        let input: AsyncStream<[UInt8]>.Continuation
        /// Whether lines are for it; else they wait for the shell.
        let reads: Bool
    }

    /// Runs until the shell ends.
    ///
    /// - Returns: its exit code.
    func run() async -> Int32 {
        let greeting = "simulated shell of skep: help lists its commands\n"
        guard await console.print(.out(greeting + ExecRunner.prompt)) else { return 137 }
        let (happenings, sink) = AsyncStream.makeStream(of: Happening.self)
        let gate = Gate()
        let typing = Task {
            for await piece in console.connection.input {
                sink.yield(.typed(piece))
                // The next piece is read when this one was dealt with.
                await gate.pass()
            }
            sink.yield(.inputEnded)
        }
        var state = State(sink: sink)
        var ending: Int32?
        for await happening in happenings {
            ending = await deal(with: happening, &state)
            if case .typed = happening { await gate.open() }
            if ending != nil { break }
        }
        typing.cancel()
        state.job?.task.cancel()
        state.job?.input.finish()
        await gate.open()
        return ending ?? 137
    }

    private struct State {
        let sink: AsyncStream<Happening>.Continuation
        var terminal = TerminalLine()
        var code: Int32 = 0
        var job: Job?
        var count = 0
        var ahead: [String] = []
    }

    /// - Returns: the exit code once the shell has ended.
    private func deal(with happening: Happening, _ state: inout State) async -> Int32? {
        switch happening {
        case .typed(let bytes):
            for event in state.terminal.take(bytes) {
                if let code = await deal(with: event, &state) { return code }
            }
            return nil
        case .inputEnded: return state.code
        case .commandEnded(let ending, let number):
            // One that was interrupted has no say any more.
            guard state.job?.number == number else { return nil }
            state.job = nil
            switch ending {
            case .ended(let code): state.code = code
            case .exit(let code): return code
            case .gone: return 137
            }
            return await goOn(&state)
        }
    }

    private func deal(with event: TerminalLine.Event, _ state: inout State) async -> Int32? {
        switch event {
        case .echo(let bytes): return await console.connection.write(bytes) ? nil : 137
        case .redraw(let line):
            let clean = "\u{1B}[H\u{1B}[2J" + (state.job == nil ? ExecRunner.prompt : "") + line
            return await console.connection.write(Array(clean.utf8)) ? nil : 137
        case .interrupt:
            state.job?.task.cancel()
            state.job?.input.finish()
            state.job = nil
            state.ahead = []
            state.code = 130
            return await goOn(&state)
        case .end:
            guard let job = state.job else {
                return await console.print(.out("\n")) ? state.code : 137
            }
            job.input.finish()
            return nil
        case .line(let line):
            if let job = state.job, job.reads {
                job.input.yield(Array((line + "\n").utf8))
            } else if state.job == nil {
                begin(line, &state)
            } else if state.ahead.count < Self.aheadMaximum {
                state.ahead.append(line)
            }
            return nil
        }
    }

    /// Shows the prompt; runs what was typed ahead meanwhile.
    private func goOn(_ state: inout State) async -> Int32? {
        guard await console.print(.out(ExecRunner.prompt)) else { return 137 }
        guard !state.ahead.isEmpty else { return nil }
        begin(state.ahead.removeFirst(), &state)
        return nil
    }

    private func begin(_ line: String, _ state: inout State) {
        let (input, feed) = AsyncStream.makeStream(
            of: [UInt8].self,
            bufferingPolicy: .bufferingOldest(Self.aheadMaximum)
        )
        state.count += 1
        let (number, sink, code) = (state.count, state.sink, state.code)
        let task = Task { [runner, console] in
            let ending = await runner.run(line, console, input, last: code)
            sink.yield(.commandEnded(ending, number: number))
        }
        let reads = runner.reads(line)
        state.job = Job(number: number, task: task, input: feed, reads: reads)
    }
}

/// Lets one through at a time.
private actor Gate {
    private var isOpen = false
    private var waiter: CheckedContinuation<Void, Never>?

    func pass() async {
        if !isOpen { await withCheckedContinuation { waiter = $0 } }
        isOpen = false
    }

    func open() {
        isOpen = true
        waiter?.resume()
        waiter = nil
    }
}
