import Basics
import ClusterPorts
import EngineAPI
import Hosting
import SwarmModel
import Testing

@testable import EngineServer

/// A shell in a container as a user at a terminal has it, without the terminal.
@Suite(.serialized) struct TerminalSessionTests {
    /// Collects what a session prints, for a test to wait for.
    private actor Screen {
        private(set) var text = ""
        private var waiter: (text: String, continuation: CheckedContinuation<Void, Never>)?

        func print(_ bytes: [UInt8]) {
            text += String(decoding: bytes, as: UTF8.self)
            guard let waiter, text.contains(waiter.text) else { return }
            self.waiter = nil
            waiter.continuation.resume()
        }

        /// Waits until the screen shows a text; one reader at a time.
        func see(_ wanted: String) async {
            if text.contains(wanted) { return }
            await withCheckedContinuation { waiter = (wanted, $0) }
        }
    }

    private struct Desk {
        let kit: ServerKit
        let container: String
        let exec: String
        let screen = Screen()
        let keys: AsyncStream<[UInt8]>.Continuation
        let running: Task<Void, Never>

        init(_ image: String = "web:1.0") async throws {
            kit = try await ServerKit()
            container = try await kit.container(of: image)
            let wish: JSONValue = ["Cmd": ["sh"], "Tty": true, "AttachStdin": true]
            let made = try await kit.send("POST", "/containers/\(container)/exec", wish)
            exec = try #require(made.json["Id"]?.text)
            let request = APIRequest(
                method: "POST",
                target: try APITarget("/exec/\(exec)/start"),
                body: Array("{}".utf8),
                wantsUpgrade: true
            )
            guard case .hijack(let hijack) = await kit.engine().answer(request) else {
                throw EngineError.pageNotFound
            }
            let (input, keys) = AsyncStream.makeStream(of: [UInt8].self)
            self.keys = keys
            running = Task { [screen] in
                await hijack.run(
                    RawConnection(
                        input: input,
                        write: {
                            await screen.print($0)
                            return true
                        }
                    )
                )
            }
            await screen.see("/ # ")
        }

        func type(_ text: String) { keys.yield(Array(text.utf8)) }

        /// Waits for the end; gives the exit code.
        func end() async throws -> JSONValue? {
            await running.value
            return try await kit.send("GET", "/exec/\(exec)/json").json["ExitCode"]
        }
    }

    @Test func `API-9 a command is interrupted, and the shell goes on`() async throws {
        let desk = try await Desk()
        desk.type("sleep 86400\r")
        desk.type("\u{3}")
        await desk.screen.see("^C\r\n/ # ")
        desk.type("echo it is $?\r")
        await desk.screen.see("it is 130\r\n/ # ")
        desk.type("exit 4\r")
        #expect(try await desk.end() == 4)
    }

    @Test func `API-9 a command that reads has what is typed, until Ctrl-D`() async throws {
        let desk = try await Desk()
        desk.type("cat\r")
        desk.type("mirror\r")
        await desk.screen.see("mirror\r\nmirror\r\n")
        desk.type("\u{4}")
        await desk.screen.see("mirror\r\n/ # ")
        desk.type("\u{4}")
        #expect(try await desk.end() == 0)
        #expect(await desk.screen.text.hasSuffix("/ # \r\n"))
    }

    @Test func `API-9 lines that are typed ahead are run afterwards`() async throws {
        let desk = try await Desk()
        desk.type("sleep 0.01\recho first\recho second\r")
        await desk.screen.see("second\r\n/ # ")
        desk.keys.finish()
        #expect(try await desk.end() == 0)
    }

    @Test(arguments: ["kill 1", "kill -s TERM 1"])
    func `API-9 the shell ends with its container`(line: String) async throws {
        let desk = try await Desk()
        desk.type("kill -9 1; echo futile\r")
        await desk.screen.see("futile\r\n/ # ")
        desk.type(line + "\r")
        #expect(try await desk.end() == 137)
        let shown = try await desk.kit.send("GET", "/containers/\(desk.container)/json")
        #expect(shown.json["State"]?["ExitCode"] == 143)
    }

    @Test func `API-9 a container has its name and its addresses in its files`() async throws {
        let desk = try await Desk()
        desk.type("cat /etc/hostname\r")
        await desk.screen.see("\r\n\(desk.container.prefix(12))\r\n")
        desk.type("cat /etc/resolv.conf\r")
        await desk.screen.see("nameserver 127.0.0.11\r\n")
        desk.keys.finish()
        _ = try await desk.end()
    }
}
