import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An engine that answers at a socket of its own: skep, or a real one beside it.
final class RawEngine {
    let name: String
    private let process = Process()
    private let folder: URL
    private let socketPath: String

    /// Starts skep on a new cluster of one node.
    static func skep(_ subject: Subject) throws -> RawEngine {
        try RawEngine("skep", [subject.program]) { folder, socket in
            ["serve", "--state", folder + "/state", "--listen", "unix://" + socket]
        }
    }

    /// Starts dockerd in a network of its own, and a swarm in it; `nil` where that cannot be.
    static func docker() throws -> RawEngine? {
        let known = ["/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd"]
        guard getuid() == 0, let path = known.first(where: { access($0, X_OK) == 0 }) else {
            return nil
        }
        let engine = try RawEngine("dockerd", ["/usr/bin/env"]) { folder, socket in
            let options =
                "--data-root \(folder)/data --exec-root \(folder)/exec --pidfile \(folder)/pid "
                + "--host unix://\(socket) --bridge none --iptables=false --ip6tables=false "
                + "--storage-driver vfs --log-level error"
            return ["unshare", "-n", "sh", "-c", "ip link set lo up; exec \(path) \(options)"]
        }
        let address = "\"127.0.0.1:2377\""
        _ = try engine.connect()
            .send("POST", "/swarm/init", "{\"ListenAddr\":\(address),\"AdvertiseAddr\":\(address)}")
        return engine
    }

    private init(
        _ name: String,
        _ words: [String],
        _ arguments: (_ folder: String, _ socket: String) -> [String]
    ) throws {
        self.name = name
        folder = FileManager.default.temporaryDirectory
            .appending(path: "skep-api-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        socketPath = folder.path + "/e.sock"
        process.executableURL = URL(filePath: words[0])
        process.arguments = arguments(folder.path, socketPath)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<300 {
            if let connection = try? connect(), (try? connection.send("GET", "/_ping")) != nil {
                return
            }
            usleep(100_000)
        }
        throw Unmeasurable("\(name) does not answer")
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    func connect() throws -> RawClient { try RawClient(socketPath) }

    /// CPU seconds of the engine's process so far.
    var cpu: Double { ProcessUsage.cpu(of: process.processIdentifier) }
}
