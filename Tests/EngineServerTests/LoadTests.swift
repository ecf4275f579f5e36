import EngineAPI
import Hosting
import ProgramKit
import SwarmModel
import Testing

@testable import EngineServer

/// Many clients at once, some of which do not read what they asked for.
@Suite(.serialized) struct LoadTests {
    private static let clients = 12
    private static let rounds = 8

    private static func request(_ method: String, _ path: String, _ body: String = "") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static func spec(_ name: String, _ image: String) -> String {
        #"{"Name":"\#(name)","TaskTemplate":{"ContainerSpec":{"Image":"\#(image)"}},"#
            + #""Mode":{"Replicated":{"Replicas":2}}}"#
    }

    @Test func `API-16 clients that do not read hold nobody up, and miss nothing of their own`()
        async throws
    {
        try await withServer { server in
            let address = server.address
            let spec = Self.spec("burst", "skep/logburst")
            let made = try await Socket.exchange(
                Self.request("POST", "/services/create", spec),
                at: address
            )
            #expect(made.hasPrefix("HTTP/1.1 201"))
            await server.host.skip(.seconds(20))
            let follow = "/services/burst/logs?stdout=1&stderr=1&follow=1&tail=all"
            // They ask, and then look away.
            let slow = try (0..<8).map { number in
                let connection = try Socket(to: address)
                connection.write(Self.request("GET", number < 4 ? follow : "/events?since=1"))
                return connection
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<Self.clients {
                    group.addTask { try await Self.work(client, at: address) }
                }
                try await group.waitForAll()
            }
            let list = try await Socket.exchange(Self.request("GET", "/services"), at: address)
            #expect(list.ranges(of: "\"Name\":\"load").count == Self.clients * Self.rounds)
            // Those who looked away find their streams as they left them.
            try await OwnThread.run {
                for (number, connection) in slow.enumerated() {
                    let wanted = number < 4 ? "HTTP/1.1 200" : "load-"
                    #expect(connection.read(until: wanted).contains(wanted), "\(number)")
                }
            }
        }
    }

    /// One client: creates, lists, and follows logs for a while.
    private static func work(_ client: Int, at address: String) async throws {
        for round in 0..<rounds {
            let spec = spec("load-\(client)-\(round)", "nginx:alpine")
            let made = try await Socket.exchange(
                request("POST", "/services/create", spec),
                at: address
            )
            #expect(made.hasPrefix("HTTP/1.1 201"), "\(made.prefix(300))")
            for path in ["/services?status=true", "/tasks", "/nodes", "/containers/json"] {
                let list = try await Socket.exchange(request("GET", path), at: address)
                #expect(list.hasPrefix("HTTP/1.1 200"), "\(path): \(list.prefix(300))")
            }
            try await OwnThread.run {
                let follower = try Socket(to: address)
                let path = "/services/burst/logs?stdout=1&stderr=1&follow=1&tail=5"
                follower.write(request("GET", path))
                #expect(follower.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
            }
        }
    }
}
