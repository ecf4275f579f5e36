import Foundation

/// The served Engine API, beside a real engine on the same machine where there is one.
///
/// Both have ten services of a thousand tasks that no node may run, so that neither starts a
/// container. A client sends one request after the other on one connection.
extension Measurement {
    static let server: [Measurement] = [
        Measurement("api", runs: 1, needsProgram: true) { subject in
            var figures = try apiFigures(try RawEngine.skep(subject))
            if let docker = try RawEngine.docker() { figures += try apiFigures(docker) }
            return figures
        },
        Measurement("crowd", runs: 1, needsProgram: true, body: crowdFigures),
    ]

    private static func spec(_ name: String, replicas: Int) -> String {
        #"{"Name":"\#(name)","TaskTemplate":{"ContainerSpec":{"Image":"bench:1"},"Placement":"#
            + #"{"Constraints":["node.labels.nowhere==1"]}},"Mode":{"Replicated":{"Replicas":"#
            + "\(replicas)}}}"
    }

    private static func apiFigures(_ engine: RawEngine) throws -> [Figure] {
        let client = try engine.connect()
        for number in 0..<10 {
            try client.send("POST", "/services/create", spec("many-\(number)", replicas: 1_000))
        }
        for _ in 0..<600 {
            if try count(of: #""ServiceID":"#, in: client.send("GET", "/tasks")) >= 10_000 { break }
            usleep(200_000)
        }
        let name = "api-\(engine.name)"
        return try times(name + "-services", 300, engine) { _ in
            try client.send("GET", "/services")
        }
            + times(name + "-tasks-10k", 20, engine) { _ in
                try client.send("GET", "/tasks")
            }
            + times(name + "-tasks-10k-changing", 20, engine) { round in
                // A hundred other tasks than the last time.
                try client.scale("many-0", to: round.isMultiple(of: 2) ? 1_000 : 1_100)
            } body: { _ in
                try client.send("GET", "/tasks")
            }
            + times(name + "-create", 300, engine) { number in
                try client.send("POST", "/services/create", spec("one-\(number)", replicas: 0))
            }
    }

    private static func count(of text: String, in bytes: [UInt8]) -> Int {
        String(decoding: bytes, as: UTF8.self).ranges(of: text).count
    }

    /// Requests a second, what one takes, and what it costs the engine.
    ///
    /// `before` is done before each of them, and not measured.
    private static func times(
        _ name: String,
        _ rounds: Int,
        _ engine: RawEngine,
        before: (Int) throws -> Void = { _ in },
        body: (Int) throws -> [UInt8]
    ) throws -> [Figure] {
        let clock = ContinuousClock()
        _ = try body(-1)
        var each: [Double] = []
        var cpu = 0.0
        for round in 0..<rounds {
            try before(round)
            let cpuBefore = engine.cpu
            let began = clock.now
            _ = try body(round)
            each.append((clock.now - began) / .milliseconds(1))
            cpu += engine.cpu - cpuBefore
        }
        return [
            Figure(name + "-rate", Double(rounds) / each.reduce(0, +) * 1_000, "1/s"),
            Figure(name + "-p50", each.median, "ms"),
            Figure(name + "-p99", each.percentile(0.99), "ms"),
            Figure(name + "-cpu", cpu / Double(rounds) * 1_000, "ms"),
        ]
    }
}

extension RawClient {
    /// Scales a service, and waits until as many of its tasks are wanted.
    fileprivate func scale(_ name: String, to replicas: Int) throws {
        while true {
            let service = try json(try send("GET", "/services/\(name)"))
            guard var spec = service["Spec"] as? [String: Any],
                let version = (service["Version"] as? [String: Any])?["Index"]
            else { throw Unmeasurable("a service without a spec") }
            spec["Mode"] = ["Replicated": ["Replicas": replicas]]
            let body = String(
                decoding: try JSONSerialization.data(withJSONObject: spec),
                as: UTF8.self
            )
            do {
                try send("POST", "/services/\(name)/update?version=\(version)", body)
                break
            } catch let error as Unmeasurable where "\(error)".contains("out of sequence") {
                continue
            }
        }
        for _ in 0..<600 {
            let list = try JSONSerialization.jsonObject(
                with: Data(try send("GET", "/services?status=true"))
            )
            let service = (list as? [[String: Any]])?.first {
                ($0["Spec"] as? [String: Any])?["Name"] as? String == name
            }
            let status = service?["ServiceStatus"] as? [String: Any]
            if status?["DesiredTasks"] as? Int == replicas { return }
            usleep(10_000)
        }
    }

    private func json(_ bytes: [UInt8]) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
    }
}
