import EngineAPI
import Testing

@testable import EngineServer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Bytes on a real socket: what is no request gets a clean refusal, and harms nobody.
@Suite(.serialized) struct SocketTests {
    @Test(arguments: [
        ("GARBAGE\r\n\r\n", "HTTP/1.1 400"),
        ("GET / HTTP/9.9\r\n\r\n", "HTTP/1.1 400"),
        ("GET /v1.41/../x HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 404"),
        ("GET /v1.41/services/%zz HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 400"),
        ("GET /_ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200"),
        (
            "POST /services/create HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n",
            "HTTP/1.1 413"
        ),
        (
            "POST /services/create HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4"
                + "\r\n\r\n{bad", "HTTP/1.1 400"
        ),
        ("POST /configs/create HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400"),
    ])
    func `API-8 bytes that are no request are refused`(
        bytes: String,
        start: String
    ) async throws {
        try await withServer { server in
            let answer = try await Socket.exchange(bytes, at: server.address)
            #expect(answer.hasPrefix(start), "\(answer.prefix(60))")
            let next = try await Socket.exchange(
                "GET /_ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                at: server.address
            )
            #expect(next.hasSuffix("OK"))
        }
    }

    @Test func `API-1 every answer carries the version, a ping the state of the swarm`()
        async throws
    {
        try await withServer { server in
            let answer = try await Socket.exchange(
                "HEAD /_ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                at: server.address
            )
            #expect(answer.contains("Api-Version: 1.44\r\n"))
            #expect(answer.contains("Ostype: linux\r\n"))
            #expect(answer.contains("Swarm: active/manager\r\n"))
            #expect(answer.contains("Content-Length: 2\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `API-1 the socket is its owner's alone, and goes with the server`() async throws {
        var path = ""
        try await withServer { server in
            path = String(server.address.dropFirst("unix://".count))
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
        #expect(access(path, F_OK) != 0)
    }
}
