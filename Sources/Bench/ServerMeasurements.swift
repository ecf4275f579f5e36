import Foundation
import TerminalKit

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
        }
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
        return try times(name + "-services", 300) { _ in try client.send("GET", "/services") }
            + times(name + "-tasks-10k", 20) { _ in try client.send("GET", "/tasks") }
            + times(name + "-create", 300) { number in
                try client.send("POST", "/services/create", spec("one-\(number)", replicas: 0))
            }
    }

    private static func count(of text: String, in bytes: [UInt8]) -> Int {
        String(decoding: bytes, as: UTF8.self).ranges(of: text).count
    }

    /// Requests a second, and what one takes.
    private static func times(
        _ name: String,
        _ rounds: Int,
        _ body: (Int) throws -> [UInt8]
    ) throws -> [Figure] {
        let clock = ContinuousClock()
        _ = try body(-1)
        var each: [Double] = []
        for round in 0..<rounds {
            let began = clock.now
            _ = try body(round)
            each.append((clock.now - began) / .milliseconds(1))
        }
        return [
            Figure(name + "-rate", Double(rounds) / each.reduce(0, +) * 1_000, "1/s"),
            Figure(name + "-p50", each.median, "ms"),
            Figure(name + "-p99", each.percentile(0.99), "ms"),
        ]
    }
}
