import Foundation
import ProgramKit
import Testing

@testable import EngineServer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct AddressTests {
    @Test(arguments: [
        ("unix:///tmp/a.sock", "unix:///tmp/a.sock"), ("/tmp/a.sock", "unix:///tmp/a.sock"),
        ("tcp://127.0.0.1:2375", "tcp://127.0.0.1:2375"),
        ("tcp://localhost:0", "tcp://127.0.0.1:0"), ("tcp://[::1]:99", "tcp://[::1]:99"),
    ])
    func `API-1 addresses are read`(text: String, address: String) throws {
        #expect(try ListenAddress(text).description == address)
    }

    @Test(arguments: [
        "/var/run/docker.sock", "unix:///run/docker.sock", "unix:///var//run/./docker.sock",
        "/tmp/../var/run/docker.sock", "tcp://0.0.0.0:2375", "tcp://192.168.1.2:2375",
        "tcp://example.org:1", "tcp://127.0.0.1", "tcp://127.0.0.1:99999", "http://x",
        "docker.sock",
        "/" + String(repeating: "a", count: 200),
    ])
    func `API-1 other engines' sockets and other machines' addresses are refused`(text: String) {
        #expect(throws: ListenError.self) { try ListenAddress(text) }
    }

    @Test func `API-1 a path that is not skep's own is left alone`() throws {
        let folder = try ScratchFolder("api")
        let path = folder.path + "/a.sock"
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        close(file)
        #expect(throws: ListenError.foreign(path: path)) { try SocketFile(path) }
        #expect(access(path, F_OK) == 0)
    }

    @Test func `API-1 one skep at a time, and a dead one's socket is replaced`() throws {
        let folder = try ScratchFolder("api")
        let path = folder.path + "/deep/er/a.sock"
        do {
            let first = try SocketFile(path)
            #expect(throws: ListenError.inUse(path: path)) { try SocketFile(path) }
            first.remove()
        }
        let second = try SocketFile(path)
        second.remove()
        #expect(access(path + ".lock", F_OK) != 0)
    }
}
