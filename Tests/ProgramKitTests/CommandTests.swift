import Foundation
import ProgramKit
import Testing

@Suite struct CommandTests {
    @Test func `what a program says and how it ends is told`() async throws {
        let command = Command(["sh", "-c", "echo out; echo err >&2; exit 3"])
        let apart = try await command.run()
        #expect(apart.output == "out\n" && apart.errors == "err\n" && apart.code == 3)
        let merged = try await command.runMerged()
        #expect(merged.output == "out\nerr\n" && merged.errors.isEmpty && merged.code == 3)
        let nowhere = try await Command(["sh", "-c", "pwd"], directory: "/usr").run()
        #expect(nowhere.output == "/usr\n")
        #expect(try await Command(["skep-is-no-such-program"]).run().code == 127)
        #expect(try await Command(["sh", "-c", "kill -9 $$"]).run().code == 137)
    }

    @Test func `a program that does not end is ended`() async throws {
        let answer = try await Command(["sh", "-c", "echo begun; sleep 1000"], patience: 1).run()
        #expect(answer.output == "begun\n" && answer.code == 124)
    }

    @Test func `what a program leaves running holds nobody up`() async throws {
        let answer = try await Command(["sh", "-c", "sleep 1000 & echo $!"]).run()
        let left = try #require(pid_t(answer.output.trimmingCharacters(in: .newlines)))
        #expect(kill(left, SIGKILL) == 0, "it had ended")
    }

    @Test func `a program inherits nothing that another thread opens`() async throws {
        let open = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<200 {
                group.addTask {
                    // `ls` itself opens the folder that it lists.
                    let answer = try await Command(["ls", "/proc/self/fd"]).run()
                    return answer.output.split(separator: "\n").map(String.init)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(open == ["0", "1", "2", "3"])
    }
}
