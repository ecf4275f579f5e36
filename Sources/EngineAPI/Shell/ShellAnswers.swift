import Basics
package import SwarmModel

/// What `nslookup`, `ping`, `wget` and `curl` print of the cluster's answers.
package enum ShellAnswers {
    /// As busybox prints it, with the embedded DNS as the server.
    package static func lookUp(_ name: String, _ answer: NameAnswer) -> ShellOutput {
        let server = "Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n"
        guard !answer.records.isEmpty else {
            var output = ShellOutput.out(server)
            output.error = Array("** server can't find \(name): NXDOMAIN\n".utf8)
            if !answer.note.isEmpty { output.error += Array("(\(answer.note))\n".utf8) }
            output.code = 1
            return output
        }
        let lines = answer.records.map { record in
            answer.kind == .reverse
                ? "\(name)\tname = \(record.name)\n"
                : "Name:\t\(name)\nAddress: \(record.address)\n"
        }
        return .out(server + "Non-authoritative answer:\n" + lines.joined())
    }

    /// Echoes come back from whatever has the address: a container, or the node's load balancer.
    ///
    /// - Parameters:
    ///   - host: as it was typed.
    ///   - address: what the name stands for; `nil` = nothing.
    ///   - count: how many echoes were asked for.
    ///   - note: why it stands for nothing.
    /// - Returns: what is printed.
    package static func ping(
        _ host: String,
        _ address: String?,
        count: Int,
        note: String
    ) -> ShellOutput {
        guard let address else {
            let reason = note.isEmpty ? "" : " (\(note))"
            return .error("ping: bad address '\(host)'\(reason)\n", code: 1)
        }
        let echoes = (0..<count).map { number in
            "64 bytes from \(address): seq=\(number) ttl=64 (simulated)\n"
        }
        return .out(
            "PING \(host) (\(address)): 56 data bytes\n" + echoes.joined()
                + "\n--- \(host) ping statistics ---\n\(count) packets transmitted, "
                + "\(count) packets received, 0% packet loss\n"
        )
    }

    /// What a request got.
    ///
    /// - Parameters:
    ///   - fetch: the request.
    ///   - report: which way it took, and the status it was answered with.
    ///   - body: what the container answers for the path; `nil` = its image does not say.
    /// - Returns: what is printed.
    package static func fetch(
        _ fetch: ShellFetch,
        _ report: RequestReport,
        body: String?
    ) -> ShellOutput {
        if let failure = report.failure { return failed(fetch, failure) }
        guard let trace = report.traces.first else {
            return failed(fetch, .refused("nobody answered"))
        }
        if trace.status >= 400, fetch.failsOnStatus {
            return fetch.tool == "wget"
                ? .error("wget: server returned error: HTTP/1.1 \(trace.status)\n", code: 1)
                : .error(
                    "curl: (22) The requested URL returned error: \(trace.status)\n",
                    code: 22
                )
        }
        let head = "HTTP/1.1 \(trace.status)\nX-Simulated-By: skep\nX-Task: \(trace.task)\n\n"
        let text = body ?? "(simulated) \(trace.status) from \(trace.address)"
        return .out((fetch.showsHead ? head : "") + text + "\n")
    }

    private static func failed(_ fetch: ShellFetch, _ failure: RequestFailure) -> ShellOutput {
        let place = "\(fetch.host)" + (fetch.port.map { ":\($0)" } ?? "")
        let note = failure.reason.isEmpty ? "" : " (\(failure.reason))"
        if fetch.tool == "wget" {
            if case .unknownName = failure {
                return .error("wget: bad address '\(fetch.host)'\(note)\n", code: 1)
            }
            return .error(
                "wget: can't connect to remote host (\(place)): \(failure.words)\(note)\n",
                code: 1
            )
        }
        switch failure {
        case .unknownName:
            return .error("curl: (6) Could not resolve host: \(fetch.host)\(note)\n", code: 6)
        default:
            return .error(
                "curl: (7) Failed to connect to \(place): \(failure.words)\(note)\n",
                code: 7
            )
        }
    }
}
