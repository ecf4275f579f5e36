import EngineAPI
import Foundation
import Hosting
import ProgramKit
import Testing

@testable import EngineServer

/// Clients that prove who they are, and others.
@Suite(
    .serialized,
    .enabled(if: Installed.path(of: "openssl") != nil, "SKIPPED: openssl is not installed")
)
struct TLSTests {
    /// An authority, and certificates of a server, a client and a stranger.
    private struct Authority {
        let folder: ScratchFolder

        init() async throws {
            folder = try ScratchFolder("api")
            let path = folder.path
            let (text, code) = try await RunningServer.run(
                [
                    "sh", "-ec",
                    """
                    cd \(path)
                    echo 'subjectAltName=DNS:localhost,IP:127.0.0.1' > names
                    for authority in ca other-ca; do
                      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=$authority \\
                        -keyout $authority-key.pem -out $authority.pem
                    done
                    for name in server client stranger; do
                      authority=ca
                      if [ $name = stranger ]; then authority=other-ca; fi
                      openssl req -newkey rsa:2048 -nodes -subj /CN=$name \\
                        -keyout $name-key.pem -out $name.csr
                      openssl x509 -req -in $name.csr -days 2 -extfile names -CAcreateserial \\
                        -CA $authority.pem -CAkey $authority-key.pem -out $name.pem
                    done
                    """,
                ],
                environment: [:]
            )
            #expect(code == 0, "\(text)")
        }

        var server: ServerTLS {
            ServerTLS(authority: file("ca"), certificate: file("server"), key: file("server-key"))
        }

        func file(_ name: String) -> String { "\(folder.path)/\(name).pem" }

        /// What docker is told of a client.
        func words(_ name: String) -> [String] {
            [
                "--tlsverify", "--tlscacert", file("ca"), "--tlscert", file(name), "--tlskey",
                file(name + "-key"),
            ]
        }
    }

    @Test(
        .enabled(
            if: Installed.path(of: "docker") != nil,
            "SKIPPED: the docker command line is not installed"
        )
    )
    func `API-14 docker commands go over TLS, streams and all, for who has a certificate`()
        async throws
    {
        let authority = try await Authority()
        try await withServer(tls: authority.server) { server in
            let client = authority.words("client")
            try await server.docker(
                client + ["service", "create", "--detach", "--name", "web", "nginx:alpine"]
            )
            await server.host.skip(.seconds(10))
            #expect(try await server.docker(client + ["service", "ls"]).contains("1/1"))
            let container = try await server.docker(client + ["ps", "-q"])
            let said = try await server.docker(client + ["exec", container, "echo", "over", "TLS"])
            #expect(said == "over TLS")
            let copied = try await server.run(
                [
                    "sh", "-c",
                    "echo typed | docker \(client.joined(separator: " ")) exec -i \(container) cat",
                ]
            )
            #expect(copied.text == "typed")
            let stranger = try await server.run(
                ["docker"] + authority.words("stranger") + ["service", "ls"]
            )
            #expect(stranger.code != 0)
            let plain = try await server.run(["docker", "service", "ls"])
            #expect(plain.code != 0)
        }
    }

    @Test func `API-14 files that are no certificates are named`() async throws {
        let authority = try await Authority()
        var tls = authority.server
        tls.key = authority.folder.path + "/nothing.pem"
        #expect {
            try tls.context()
        } throws: { error in
            "\(error)".hasPrefix(tls.key + " cannot be used for TLS: ")
        }
        tls = authority.server
        tls.certificate = authority.folder.path + "/names"
        #expect(throws: ListenError.self) { try tls.context() }
    }

    @Test func `API-14 only clients that prove who they are may come from other machines`() throws {
        #expect(throws: ListenError.notLoopback("0.0.0.0")) {
            try ListenAddress("tcp://0.0.0.0:2376")
        }
        let address = try ListenAddress("tcp://0.0.0.0:2376", isSecured: true)
        #expect(address.description == "tcp://0.0.0.0:2376")
        #expect(ListenError.notLoopback("x").description.contains("--tlsverify"))
    }
}
