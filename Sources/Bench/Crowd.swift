import Foundation
import Synchronization

/// Clients of an engine, each on a thread and a connection of its own.
final class Crowd: Sendable {
    enum Kind: Sendable {
        /// Lists services and tasks, in turn.
        case list
        /// Creates a service and removes it.
        case create
        case followLogs
        case followEvents
        /// Asks for a long list, and then takes four kilobytes of it a second.
        case look
    }

    struct Counts {
        /// Milliseconds of each list of services, of tasks, and of each creation.
        var services: [Double] = []
        var tasks: [Double] = []
        var creations: [Double] = []
        /// Bytes that followers got.
        var followed = 0
        var failures: [String] = []
    }

    private struct State {
        var counts = Counts()
        /// The connections that are open.
        var handles: Set<Int32> = []
        var isOver = false
    }

    private let path: String
    private let state = Mutex(State())
    private let threads = DispatchGroup()

    init(at path: String) { self.path = path }

    func add(_ kind: Kind, _ count: Int) {
        for number in 0..<count {
            threads.enter()
            let thread = Thread { [self] in
                defer { threads.leave() }
                do {
                    try work(kind, number)
                } catch {
                    state.withLock { if !$0.isOver { $0.counts.failures.append("\(error)") } }
                }
            }
            thread.stackSize = 1 << 20
            thread.start()
        }
    }

    /// Sends everybody away.
    ///
    /// - Returns: what they have done.
    func disperse() -> Counts {
        let counts = state.withLock { state in
            state.isOver = true
            for handle in state.handles { RawClient.hangUp(handle) }
            return state.counts
        }
        threads.wait()
        return counts
    }

    private var isOver: Bool { state.withLock(\.isOver) }

    private func work(_ kind: Kind, _ number: Int) throws {
        let client = try RawClient(path)
        let handle = client.handle
        _ = state.withLock { $0.handles.insert(handle) }
        defer { _ = state.withLock { $0.handles.remove(handle) } }
        switch kind {
        case .list:
            while !isOver {
                try timed(\.services) { try client.send("GET", "/services?status=true") }
                try timed(\.tasks) { try client.send("GET", "/tasks") }
            }
        case .create: try create(client, number)
        case .followLogs:
            try client.ask("GET", "/services/talk/logs?stdout=1&follow=1&tail=10")
            try follow(client)
        case .followEvents:
            try client.ask("GET", "/events")
            try follow(client)
        case .look:
            let logs = "/services/talk/logs?stdout=1&follow=1&tail=all"
            try client.ask("GET", number.isMultiple(of: 2) ? "/tasks" : logs)
            while !isOver {
                _ = try client.drain(4_096)
                sleep(1)
            }
        }
    }

    private func create(_ client: RawClient, _ number: Int) throws {
        var round = 0
        while !isOver {
            let name = "one-\(number)-\(round)"
            try timed(\.creations) {
                let spec = Self.spec(name, image: "bench:1", replicas: 1, place: Self.nowhere)
                return try client.send("POST", "/services/create", spec)
            }
            try client.send("DELETE", "/services/\(name)")
            round += 1
        }
    }

    private func follow(_ client: RawClient) throws {
        while !isOver {
            let count = try client.drain()
            state.withLock { $0.counts.followed += count }
        }
    }

    private func timed(
        _ times: WritableKeyPath<Counts, [Double]>,
        _ body: () throws -> [UInt8]
    ) throws {
        let began = nanosecondsNow()
        _ = try body()
        let took = Double(nanosecondsNow() - began) / 1e6
        state.withLock { $0.counts[keyPath: times].append(took) }
    }

    private static let nowhere = "node.labels.nowhere==1"
    /// Tasks that are listed, and never begin.
    static let many = spec("many", image: "bench:1", replicas: 1_000, place: nowhere)
    /// Tasks that write logs.
    static let talk = spec("talk", image: "skep/logburst", replicas: 5, place: "node.role!=none")

    private static func spec(_ name: String, image: String, replicas: Int, place: String) -> String
    {
        #"{"Name":"\#(name)","TaskTemplate":{"ContainerSpec":{"Image":"\#(image)"},"Placement":"#
            + #"{"Constraints":["\#(place)"]}},"Mode":{"Replicated":{"Replicas":\#(replicas)}}}"#
    }
}

extension Crowd.Counts {
    func figures(_ seconds: Double) -> [Figure] {
        let lists: [(String, [Double])] = [
            ("services", services), ("tasks-1k", tasks), ("create", creations),
        ]
        return lists.flatMap { name, each in
            [
                Figure("crowd-\(name)-rate", Double(each.count) / seconds, "1/s"),
                Figure("crowd-\(name)-p50", each.median, "ms"),
                Figure("crowd-\(name)-p99", each.percentile(0.99), "ms"),
            ]
        } + [
            Figure("crowd-followed", Double(followed) / seconds / 1e6, "MB/s"),
            Figure("crowd-failures", Double(failures.count), "clients"),
        ]
    }
}
