import Foundation
import Testing

@testable import EngineClient

@Suite struct EngineAddressTests {
    @Test func `sockets and hosts are read as the docker command reads them`() throws {
        #expect(try EngineAddress("unix:///run/docker.sock") == .socket(path: "/run/docker.sock"))
        #expect(try EngineAddress("/run/docker.sock") == .socket(path: "/run/docker.sock"))
        #expect(try EngineAddress("tcp://10.0.0.1:2376") == .tcp(host: "10.0.0.1", port: 2_376))
        #expect(try EngineAddress("tcp://swarm") == .tcp(host: "swarm", port: 2_375))
        #expect(try EngineAddress("tcp://[::1]:99") == .tcp(host: "[::1]", port: 99))
        #expect(try EngineAddress("https://a:1/v1.41") == .tcp(host: "a", port: 1))
    }

    @Test(arguments: ["docker.sock", "unix://docker.sock", "tcp://", "tcp://a:port", "ftp://a", ""])
    func `what is no address is named with what would do`(text: String) {
        #expect(throws: AttachFailure.badAddress(text)) { try EngineAddress(text) }
    }

    @Test func `ssh destinations are read as the docker command reads them`() throws {
        let whole = try EngineAddress("ssh://ann@manager:2222/run/docker.sock")
        #expect("\(whole)" == "ssh://ann@manager:2222/run/docker.sock")
        guard case .ssh(let destination) = whole else {
            Issue.record("it was not ssh")
            return
        }
        let dial = ["docker", "--host", "unix:///run/docker.sock", "system", "dial-stdio"]
        let options = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-T", "-l", "ann"]
        #expect(destination.arguments == options + ["-p", "2222", "--", "manager"] + dial)
        let other = whole.on(host: "10.0.0.2")
        #expect(other.map { "\($0)" } == "ssh://ann@10.0.0.2:2222/run/docker.sock")
        #expect(EngineAddress.socket(path: "/a").on(host: "10.0.0.2") == nil)
    }

    @Test(arguments: ["ssh://-oProxyCommand=x", "ssh://-l@host", "ssh://", "ssh://a:b@host"])
    func `no destination becomes an option of ssh`(text: String) {
        #expect(throws: AttachFailure.badAddress(text)) { try EngineAddress(text) }
    }
}

@Suite struct DockerContextTests {
    @Test func `what is given comes before what the environment says`() throws {
        let contexts = DockerContexts(environment: [
            "DOCKER_HOST": "tcp://elsewhere:1", "DOCKER_CONFIG": "/nowhere",
        ])
        let given = try contexts.target(host: "unix:///a.sock", context: nil)
        #expect(given.address == .socket(path: "/a.sock"))
        let environment = try contexts.target(host: nil, context: nil)
        #expect(environment.address == .tcp(host: "elsewhere", port: 1))
        #expect(environment.tls == nil)
    }

    @Test func `nothing said means the standard socket`() throws {
        let contexts = DockerContexts(environment: ["DOCKER_CONFIG": "/nowhere"])
        let target = try contexts.target(host: nil, context: nil)
        #expect(target.address == .socket(path: "/var/run/docker.sock"))
        #expect(target.name == "default")
    }

    @Test func `a context that does not exist is named`() {
        let contexts = DockerContexts(environment: ["DOCKER_CONFIG": "/nowhere"])
        #expect(throws: AttachFailure.noSuchContext("prod")) {
            try contexts.target(host: nil, context: "prod")
        }
    }

    @Test func `the contexts that there are can be listed`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "skep-contexts-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in [
            ("b", "{\"Name\":\"staging\"}"), ("a", "{\"Name\":\"prod\"}"), ("c", "{"),
        ] {
            let place = folder.appending(path: "contexts/meta/\(name)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let file = place.appending(path: "meta.json")
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let contexts = DockerContexts(environment: ["DOCKER_CONFIG": folder.path])
        #expect(contexts.names == ["prod", "staging"])
        #expect(DockerContexts(environment: ["DOCKER_CONFIG": "/nowhere"]).names == [])
    }

    @Test func `certificates are asked for when the environment says so`() throws {
        let contexts = DockerContexts(environment: [
            "DOCKER_HOST": "tcp://a:2376", "DOCKER_TLS": "1", "DOCKER_CERT_PATH": "/nowhere",
        ])
        let target = try contexts.target(host: nil, context: nil)
        #expect(target.tls?.verifies == false)
    }

    @Test
    func `who wants the engine checked and has nothing to check it with is told where to put it`()
        throws
    {
        let contexts = DockerContexts(environment: [
            "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/nowhere",
        ])
        #expect(throws: AttachFailure.noAuthority("/nowhere")) {
            try contexts.target(host: "tcp://a:2376", context: nil)
        }
        #expect(AttachFailure.noAuthority("/nowhere").description.contains("no ca.pem in /nowhere"))
        // A socket of this machine needs none.
        let own = try contexts.target(host: "unix:///a.sock", context: nil)
        #expect(own.address == .socket(path: "/a.sock"))
    }

    @Test func `certificates that are no use are named in words, with where they came from`() throws
    {
        let address = try EngineAddress("tcp://a:2376")
        let plain = EngineTarget(address: address, name: "tcp://a:2376")
        let named = EngineTarget(address: address, name: "prod")
        #expect(plain.certificateAdvice.hasPrefix("DOCKER_CERT_PATH"))
        #expect(named.certificateAdvice.hasPrefix("docker context inspect prod"))
        #expect(EngineConnection.handshakeWords("failedToLoadPrivateKey").hasPrefix("key.pem"))
    }
}
