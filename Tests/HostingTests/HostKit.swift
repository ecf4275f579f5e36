import Agents
import Basics
import ClusterPorts
import Hosting
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder that is gone with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/skep-test-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        path = String(cString: made)
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    var state: StateFolder { StateFolder(path: path) }

    var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func bytes(of name: String) -> [UInt8] {
        guard let file = fopen(path + "/" + name, "rb") else { return [] }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: ftell(file))
        rewind(file)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    func write(_ bytes: [UInt8], to name: String) {
        guard let file = fopen(path + "/" + name, "wb") else { return }
        defer { fclose(file) }
        fwrite(bytes, 1, bytes.count, file)
    }

    func mode(of name: String = ".") -> UInt32 {
        var status = stat()
        stat(path + "/" + name, &status)
        return UInt32(status.st_mode & 0o777)
    }
}

/// Opens hosts on one clock.
struct HostKit {
    let clock = ManualClock()
    let storage: HostConfiguration.Storage

    init(_ folder: TemporaryFolder? = nil) {
        storage = folder.map { .folder($0.state) } ?? .memory
    }

    func open(
        seed: UInt64 = 7,
        clockState: ClockState = ClockState(),
        links: LinkDefaults = LinkDefaults()
    ) async throws -> ClusterHost {
        var configuration = HostConfiguration(
            storage: storage,
            name: "test",
            seed: seed,
            catalog: ImageCatalog()
        )
        configuration.preloadsImages = true
        configuration.links = links
        configuration.clock = clockState
        return try await ClusterHost.open(configuration, clock: clock)
    }

    /// Opens the cluster of a host that was let go of, as soon as nothing holds it any more.
    func reopen() async throws -> ClusterHost {
        for _ in 0..<10_000 {
            do {
                return try await open()
            } catch HostingError.inUse {
                await Task.yield()
            }
        }
        return try await open()
    }

    /// A host with a swarm of so many managers and a worker.
    func openSwarm(managers: Int = 1) async throws -> ClusterHost {
        let host = try await open()
        for number in 1...managers {
            try await host.addNode("node\(number)", .manager)
        }
        try await host.addNode("worker", .worker)
        await run(host, .seconds(30))
        return host
    }

    /// Lets the time of a host pass, in steps, so that nothing is left to chance.
    func run(_ host: ClusterHost, _ duration: Duration) async {
        for _ in 0..<10 {
            clock.advance(by: duration / 10)
            _ = await host.snapshot()
        }
    }
}

extension ClusterHost {
    @discardableResult
    func addNode(_ name: String, _ role: NodeRole) async throws -> CommandOutcome {
        try await perform(.addNode(NewNode(hostname: name, role: role)))
    }

    @discardableResult
    func createService(
        _ name: String,
        replicas: UInt64 = 2,
        image: String = "plain:1.0"
    ) async throws -> ServiceID {
        let spec = ServiceSpec(
            name: name,
            task: TaskSpec(container: ContainerSpec(image: image)),
            mode: .replicated(replicas: replicas)
        )
        let outcome = try await perform(.createService(spec))
        return try #require(outcome.createdID.flatMap { ServiceID($0) })
    }

    func createSecret(_ name: String, _ data: String) async throws {
        let spec = SecretSpec(name: name, data: .plain(Array(data.utf8)))
        _ = try await perform(.createSecret(spec))
    }

    var store: Store { snapshot().store }

    /// The World as bytes, to compare it.
    func bytes() throws -> [UInt8] {
        var world = worldNow()
        _ = world.apply(.timePassed, at: now)
        return try Packed.encode(world)
    }

    func running(_ service: String) -> Int {
        let store = store
        return store.service(named: service).map { store.tally(of: $0.id).running } ?? 0
    }
}

/// Waits until a condition holds, giving way to others meanwhile; `false` if it never does.
func eventually(_ condition: () async -> Bool) async -> Bool {
    for _ in 0..<100_000 {
        if await condition() { return true }
        await Task.yield()
    }
    return false
}

/// The message of what `body` throws; `nil` if it throws nothing.
func failure(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch {
        return "\(error)"
    }
}
