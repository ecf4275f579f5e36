import EngineAPI
import NIOCore
import NIOPosix
import SwarmModel
import Testing

@testable import EngineServer

/// What is answered on the connections' own thread, because it takes no longer than to change it.
@Suite struct BriefAnswerTests {
    private func request(
        _ method: String,
        _ target: String,
        _ body: [UInt8] = []
    ) throws -> APIRequest {
        APIRequest(method: method, target: try APITarget(target), body: body)
    }

    @Test func `API-16 lists are brief while it is known that they are short`() async throws {
        let kit = try await ServerKit(nodes: 3)
        let engine = kit.engine()
        #expect(!engine.isBrief(try request("GET", "/services")), "nobody has looked yet")
        _ = try await kit.send("GET", "/services")
        #expect(engine.isBrief(try request("GET", "/v1.44/services")))
        #expect(engine.isBrief(try request("GET", "/nodes?filters={}")))
        #expect(!engine.isBrief(try request("GET", "/services?status=true")), "counts all tasks")
        for number in 0...100 {
            let spec: JSONValue = [
                "Name": .string("s\(number)"),
                "TaskTemplate": ["ContainerSpec": ["Image": "web:1"]],
                "Mode": ["Replicated": ["Replicas": 0]],
            ]
            #expect(try await kit.send("POST", "/services/create", spec).status == 201)
        }
        _ = try await kit.send("GET", "/services")
        #expect(!engine.isBrief(try request("GET", "/services")))
    }

    @Test(arguments: [
        ("GET", "/tasks", false), ("GET", "/events", false), ("GET", "/services/web/logs", false),
        ("GET", "/containers/json", false), ("POST", "/containers/x/exec", false),
        ("DELETE", "/services/web", false), ("GET", "/nosuch", false),
        ("GET", "/_ping", true), ("GET", "/services/web", true), ("POST", "/services/create", true),
        ("POST", "/services/web/update?version=1", true),
    ])
    func `API-16 what may take long is not brief`(
        _ method: String,
        _ target: String,
        _ isBrief: Bool
    ) async throws {
        let kit = try await ServerKit()
        #expect(kit.engine().isBrief(try request(method, target)) == isBrief)
        let large = [UInt8](repeating: 32, count: 65_537)
        #expect(!kit.engine().isBrief(try request("POST", "/configs/create", large)))
    }

    @Test func `API-16 a brief answer is made on the loop, and elsewhere when it has ended`()
        async throws
    {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let executor = LoopExecutor(loop)
        let kit = try await ServerKit()
        let first = Task(executorPreference: executor) {
            let status = try await kit.send("GET", "/services").status
            return (status, loop.inEventLoop)
        }
        #expect(try await first.value == (200, true))
        executor.close()
        let second = Task(executorPreference: executor) {
            let status = try await kit.send("GET", "/services").status
            return (status, loop.inEventLoop)
        }
        #expect(try await second.value == (200, false))
        try await group.shutdownGracefully()
    }

    @Test func `API-16 after an answer that took long, others are made elsewhere`() throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let brief = BriefAnswers(executor: LoopExecutor(group.next())) { $0.method == "GET" }
        let (read, write) = (try request("GET", "/_ping"), try request("POST", "/_ping"))
        #expect(brief.covers(read))
        brief.note(.milliseconds(1))
        #expect(brief.covers(read))
        #expect(!brief.covers(write))
        brief.note(.microseconds(1_001))
        for _ in 0..<249 { #expect(!brief.covers(read)) }
        #expect(brief.covers(read))
        try group.syncShutdownGracefully()
    }

    @Test func `API-16 few are those of whom one may hold the others up`() {
        let count = ConnectionCount(maximum: 20)
        for _ in 0..<8 { #expect(count.enter()) }
        #expect(count.isFew)
        #expect(count.enter())
        #expect(!count.isFew)
        count.leave()
        #expect(count.isFew)
    }
}
