import Basics
import EngineAPI
import SwarmModel
import Testing

@testable import EngineServer

/// Bytes that nobody would send on purpose.
///
/// The seed is told with each failure.
@Suite(.serialized) struct FuzzTests {
    private static let requests = [
        "GET /_ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /v1.41/services?filters=%7B%22name%22%3A%7B%22a%22%3Atrue%7D%7D HTTP/1.1\r\n"
            + "Host: a\r\n\r\n",
        "POST /v1.44/services/create HTTP/1.1\r\nHost: a\r\nContent-Length: 75\r\n\r\n"
            + #"{"Name":"fuzz","TaskTemplate":{"ContainerSpec":{"Image":"web:1.0"}},"A":[1]}"#,
        "POST /containers/x/exec HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "d\r\n{\"Cmd\":[\"a\"]}\r\n0\r\n\r\n",
        "POST /exec/x/start HTTP/1.1\r\nHost: a\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n"
            + "Content-Length: 2\r\n\r\n{}leftover",
    ]

    /// Changes, repeats, drops and swaps bytes.
    static func mangled(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...(generator.next() % 6) where !bytes.isEmpty {
            let place = Int(generator.next() % UInt64(bytes.count))
            switch generator.next() % 6 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            case 3: bytes.removeSubrange(place...)
            case 4: bytes.swapAt(place, 0)
            default:
                let end = min(bytes.count, place + Int(generator.next() % 40))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `API-8 mangled requests get a clean refusal or none, and harm nobody`(
        seed: UInt64
    ) async throws {
        try await withServer { server in
            var generator = SeededGenerator(seed: seed)
            for round in 0..<60 {
                let whole = Self.requests[Int(generator.next() % UInt64(Self.requests.count))]
                let bytes = Self.mangled(Array(whole.utf8), &generator)
                let answer = try await Socket.exchange(
                    bytes,
                    at: server.address,
                    closesInput: true
                )
                let line = answer.prefix { $0 != "\r\n" }
                let isClean =
                    answer.isEmpty
                    || (line.hasPrefix("HTTP/1.1 ") && !line.hasPrefix("HTTP/1.1 500"))
                #expect(isClean, "seed \(seed), round \(round): \(answer.prefix(200))")
            }
            let next = try await Socket.exchange(Self.requests[0], at: server.address)
            #expect(next.hasSuffix("OK"), "seed \(seed)")
        }
    }

    @Test(arguments: [UInt64(11), 12, 13, 14])
    func `API-8 mangled specs are refused in words, or taken`(seed: UInt64) async throws {
        let kit = try await ServerKit()
        var generator = SeededGenerator(seed: seed)
        let body = Array(
            #"""
            {"Name":"fuzz","Labels":{"a":"b"},"TaskTemplate":{"ContainerSpec":{"Image":"web:1.0",
            "Args":["-a"],"Env":["A=b"],"StopGracePeriod":1000000000,"Healthcheck":{"Test":["CMD"],
            "Interval":5000000000},"Mounts":[{"Type":"volume","Source":"v","Target":"/d"}],
            "Configs":[{"File":{"Name":"/c","UID":"0","GID":"0","Mode":292},"ConfigID":"x",
            "ConfigName":"x"}]},"Resources":{"Limits":{"NanoCPUs":500000000}},"RestartPolicy":
            {"Condition":"any","Delay":1000000000},"Placement":{"Constraints":["node.role==worker"],
            "Preferences":[{"Spread":{"SpreadDescriptor":"node.labels.zone"}}]},"Networks":
            [{"Target":"none","Aliases":["a"]}]},"Mode":{"Replicated":{"Replicas":2}},
            "UpdateConfig":{"Parallelism":1,"Order":"start-first","MaxFailureRatio":0.2},
            "EndpointSpec":{"Mode":"vip","Ports":[{"Protocol":"tcp","TargetPort":80,
            "PublishedPort":8080,"PublishMode":"ingress"}]}}
            """#
            .utf8
        )
        for round in 0..<150 {
            let bytes = Self.mangled(body, &generator)
            let request = APIRequest(
                method: "POST",
                target: try APITarget("/services/create"),
                body: bytes
            )
            guard case .reply(let reply) = await kit.engine().answer(request) else {
                Issue.record("seed \(seed), round \(round): a stream")
                continue
            }
            #expect(
                [201, 400, 404, 409, 500].contains(reply.status),
                "seed \(seed), round \(round)"
            )
            let json = try JSONParser.parse(reply.body)
            #expect(
                json["ID"] != nil || json["message"]?.text?.isEmpty == false,
                "seed \(seed), round \(round)"
            )
        }
    }
}
