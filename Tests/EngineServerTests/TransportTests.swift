import EngineAPI
import NIOCore
import NIOEmbedded
import NIOHTTP1
import ProgramKit
import SwarmModel
import Testing

@testable import EngineServer

/// How connections are kept, and how long for.
@Suite(.serialized) struct TransportTests {
    private static let ping = "GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let lastPing = "GET /_ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    @Test func `API-14 requests that are sent ahead are answered in order, to the last one`()
        async throws
    {
        try await withServer { server in
            let many = String(repeating: Self.ping, count: 200)
            let answer = try await Socket.exchange(many, at: server.address, closesInput: true)
            #expect(answer.components(of: "HTTP/1.1 200 OK") == 200)
            #expect(answer.hasSuffix("OK"))
        }
    }

    @Test func `API-14 garbage behind a request takes no answer away`() async throws {
        try await withServer { server in
            let answer = try await Socket.exchange(
                Self.ping + "GARBAGE\r\n\r\n",
                at: server.address
            )
            #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
            #expect(answer.contains("HTTP/1.1 400 Bad Request"))
        }
    }

    @Test(arguments: [
        (
            "POST /services/create HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"Na\r\n6\r\nme\":1}\r\n0\r\n\r\n",
            "HTTP/1.1 400"
        ),
        (
            "POST /volumes/create HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 400"
        ),
        (
            "POST /volumes/create HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created"
        ),
        (
            "POST /volumes/create HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n"
                + "Content-Length: 2\r\n\r\n{}",
            "HTTP/1.1 417"
        ),
        (
            "GET /_ping HTTP/1.1\r\nHost: a\r\nX-Long: " + String(repeating: "x", count: 20_000)
                + "\r\n\r\n",
            "HTTP/1.1 431"
        ),
        (
            "GET /_ping HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X-A: b\r\n", count: 200)
                + "\r\n",
            "HTTP/1.1 431"
        ),
        (
            "GET /" + String(repeating: "x", count: 20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "HTTP/1.1 431"
        ),
        (
            "POST /volumes/create HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
            "HTTP/1.1 400"
        ),
        ("GET /_ping HTTP/1.1\r\nHo", "HTTP/1.1 400"), ("", ""),
    ])
    func `API-14 bodies and headers of all kinds are answered cleanly, or not at all`(
        bytes: String,
        start: String
    ) async throws {
        try await withServer { server in
            let answer = try await Socket.exchange(bytes, at: server.address, closesInput: true)
            #expect(
                start.isEmpty ? answer.isEmpty : answer.hasPrefix(start),
                "\(answer.prefix(99))"
            )
            let next = try await Socket.exchange(Self.lastPing, at: server.address)
            #expect(next.hasSuffix("OK"))
        }
    }

    @Test func `API-14 there are so many connections and no more`() async throws {
        var limits = ServerLimits()
        limits.connections = 2
        try await withServer(limits: limits) { server in
            let address = server.address
            try await OwnThread.run {
                var open = [try Socket(to: address), try Socket(to: address)]
                for connection in open {
                    connection.write(Self.ping)
                    #expect(connection.read(until: "OK").hasPrefix("HTTP/1.1 200"))
                }
                let third = try Socket(to: address).readAll()
                #expect(third.hasPrefix("HTTP/1.1 503"))
                #expect(third.contains("too many connections"))
                open.removeLast()
                // The server learns of the end in its own time.
                var answer = ""
                while !answer.hasPrefix("HTTP/1.1 200") {
                    let next = try Socket(to: address)
                    next.write(Self.lastPing)
                    answer = next.readAll()
                }
            }
        }
    }

    // MARK: - Time, which the tests let go by

    private static func connection(
        _ limits: ServerLimits = ServerLimits(),
        body: String = "OK"
    ) async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel()
        let count = ConnectionCount(maximum: 1)
        try await channel.testingEventLoop.executeInContext {
            try Connection.equip(channel, count, limits) { _ in .reply(.text(body)) }
        }
        try await channel.connect(to: SocketAddress(unixDomainSocketPath: "/none")).get()
        return channel
    }

    private func send(_ text: String, _ channel: NIOAsyncTestingChannel) async throws {
        try await channel.writeInbound(ByteBuffer(string: text))
    }

    private func answer(_ channel: NIOAsyncTestingChannel) async throws -> String {
        String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
    }

    @Test func `API-14 who sends no request is not waited for`() async throws {
        let channel = try await Self.connection()
        try await send("GET /_ping HTT", channel)
        await channel.testingEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        await channel.testingEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test func `API-14 a connection may rest between requests, but not for ever`() async throws {
        let channel = try await Self.connection()
        try await send(Self.ping, channel)
        #expect(try await answer(channel).hasPrefix("HTTP/1.1 200 OK"))
        #expect(try await answer(channel) == "OK")
        await channel.testingEventLoop.advanceTime(by: .seconds(170))
        #expect(channel.isActive, "longer than a first request may take")
        await channel.testingEventLoop.advanceTime(by: .seconds(20))
        #expect(!channel.isActive)
    }

    @Test(arguments: [65_535, 65_536, 65_537, 1_000_000])
    func `API-16 a large answer is copied piece by piece, and comes whole`(count: Int) async throws
    {
        let text = String((0..<count).map { Character(Unicode.Scalar(UInt8(65 + $0 % 23))) })
        let channel = try await Self.connection(body: text)
        for _ in 0..<2 {
            try await send(Self.ping, channel)
            #expect(try await answer(channel).contains("Content-Length: \(count)\r\n"))
            var found = ""
            while found.utf8.count < count {
                let piece = try await answer(channel)
                #expect((1...RequestHandler.pieceLength).contains(piece.utf8.count))
                found += piece
            }
            #expect(found == text)
            #expect(try await answer(channel) == "", "the end")
        }
    }

    @Test func `API-14 each request gives the connection its time anew`() async throws {
        let channel = try await Self.connection()
        for _ in 0..<4 {
            try await send(Self.ping, channel)
            #expect(try await answer(channel).hasPrefix("HTTP/1.1 200 OK"))
            #expect(try await answer(channel) == "OK")
            #expect(try await answer(channel) == "", "the end")
            await channel.testingEventLoop.advanceTime(by: .seconds(100))
            #expect(channel.isActive)
        }
        await channel.testingEventLoop.advanceTime(by: .seconds(79))
        #expect(channel.isActive)
        await channel.testingEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test func `API-14 a body has its time, however busy its sender seems`() async throws {
        let channel = try await Self.connection()
        try await send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n", channel)
        for _ in 0..<5 {
            try await send("x", channel)
            await channel.testingEventLoop.advanceTime(by: .seconds(11))
        }
        #expect(channel.isActive)
        await channel.testingEventLoop.advanceTime(by: .seconds(6))
        #expect(try await answer(channel).hasPrefix("HTTP/1.1 408"))
    }
}

extension String {
    /// How often a text occurs in it.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
