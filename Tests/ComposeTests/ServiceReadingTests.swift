import Basics
import Compose
import SwarmModel
import Testing

@Suite struct ServiceReadingTests {
    private func ports(_ text: String) throws(ComposeError) -> [PortConfig] {
        try load(service("ports: \(text)")).spec()?.endpoint?.ports ?? []
    }

    private func port(
        _ published: UInt32,
        _ target: UInt32,
        _ transport: PortConfig.TransportProtocol = .tcp,
        _ mode: PortConfig.PublishMode = .ingress
    ) -> PortConfig {
        PortConfig(
            transport: transport,
            targetPort: target,
            publishedPort: published,
            publishMode: mode
        )
    }

    @Test func `ports are read in all their forms`() throws {
        #expect(try ports("[80]") == [port(0, 80)])
        #expect(try ports("['8080:80']") == [port(8080, 80)])
        #expect(try ports("['8080:80/UDP']") == [port(8080, 80, .udp)])
        #expect(try ports("['127.0.0.1:8080:80']") == [port(8080, 80)])
        #expect(try ports("['127.0.0.1::80']") == [port(0, 80)])
        #expect(try ports("['7000-7001:80-81']") == [port(7000, 80), port(7001, 81)])
        #expect(try ports("['7000-7001:80']") == [port(7000, 80), port(7001, 80)])
        #expect(try ports("['80-81']") == [port(0, 80), port(0, 81)])
        #expect(
            try ports("[{target: 80, published: 80, mode: host, protocol: sctp}]")
                == [port(80, 80, .sctp, .host)]
        )
        #expect(try ports("[{target: '80', published: '8080'}]") == [port(8080, 80)])
    }

    @Test func `a service does not publish all ports there are`() {
        #expect(
            refusal(service("ports: ['1-60000:1-60000']"))
                == "a.yml:4: services.web.ports: more than 10000 ports"
        )
    }

    @Test func `ports are in order of the published one`() throws {
        #expect(
            try ports("['90:1', '80:2', '80:1', '80:1/udp']")
                == [port(80, 1), port(80, 1, .udp), port(80, 2), port(90, 1)]
        )
    }

    @Test(
        arguments: [
            ("a b", ["a", "b"]), ("sh -c \"echo hi # no\"", ["sh", "-c", "echo hi # no"]),
            ("a 'b \"c' d\\ e", ["a", "b \"c", "d e"]), ("a # comment", ["a"]), ("a#b", ["a#b"]),
            ("'' \"\"", ["", ""]), ("\"a\\\"b\"", ["a\"b"]), ("  a\t b ", ["a", "b"]),
        ] as [(String, [String])]
    )
    func `command lines are split as docker splits them`(line: String, words: [String]) throws {
        let quoted = line.replacing("'", with: "''")
        let stack = try load(service("command: '\(quoted)'\nentrypoint: '\(quoted)'"))
        #expect(stack.container?.args == words)
        #expect(stack.container?.command == words)
    }

    @Test(
        arguments: [
            ("100M", 104_857_600), ("1g", 1_073_741_824), ("50m", 52_428_800), ("64 kib", 65_536),
            ("1.5G", 1_610_612_736), ("4096", 4096), ("4096b", 4096), ("1KB", 1024),
        ] as [(String, Int64)]
    )
    func `sizes are powers of 1024`(written: String, bytes: Int64) throws {
        let stack = try load(service("deploy:\n  resources:\n    limits: {memory: '\(written)'}"))
        #expect(stack.spec()?.task.resources.limits.memoryBytes == bytes)
    }

    @Test(arguments: ["1x", "M", "-1", "1ib", "1kbb", "0x10", "", "1e400"])
    func `what is no size is refused`(written: String) {
        let text = service("deploy:\n  resources:\n    limits: {memory: '\(written)'}")
        #expect(refusal(text).contains("is no size"))
    }

    @Test(
        arguments: [
            ("'0.50'", 500_000_000), ("0.50", 500_000_000), ("1", 1_000_000_000),
            ("'.25'", 250_000_000),
            ("'0.000000001'", 1), ("'2.'", 2_000_000_000),
        ] as [(String, Int64)]
    )
    func `cpus may be a text or a number`(written: String, expected: Int64) throws {
        let stack = try load(service("deploy:\n  resources:\n    limits: {cpus: \(written)}"))
        #expect(stack.spec()?.task.resources.limits.nanoCPUs == expected)
    }

    @Test(arguments: ["'0.0000000001'", "'1/2'", "'-1'", "'.'", "''", "'1e3'"])
    func `what is no number of cores is refused`(written: String) {
        let text = service("deploy:\n  resources:\n    limits: {cpus: \(written)}")
        #expect(refusal(text).contains("is no number of cores"))
    }

    @Test func `everything of deploy arrives in the spec`() throws {
        let stack = try load(
            service(
                """
                deploy:
                  mode: replicated
                  endpoint_mode: dnsrr
                  replicas: 4
                  labels: [a=b]
                  update_config: {parallelism: 0, delay: 10s, failure_action: rollback, monitor: 1m30s, \
                max_failure_ratio: 0.25, order: start-first}
                  rollback_config: {order: start-first, monitor: 0s}
                  resources:
                    limits: {cpus: "0.5", memory: 64M, pids: 7}
                    reservations:
                      cpus: "0.25"
                      memory: 32M
                      generic_resources:
                        - discrete_resource_spec: {kind: gpu, value: 2}
                  restart_policy: {condition: on-failure, delay: 0s, max_attempts: 3, window: 2m}
                  placement:
                    constraints: [node.role == manager]
                    preferences: [{spread: node.labels.zone}]
                    max_replicas_per_node: 2
                """
            )
        )
        let spec = try #require(stack.spec())
        #expect(spec.mode == .replicated(replicas: 4))
        #expect(spec.labels == ["a": "b"])
        #expect(spec.endpoint == EndpointSpec(mode: .dnsrr))
        #expect(
            spec.update
                == UpdateConfig(
                    parallelism: 0,
                    delay: .seconds(10),
                    failureAction: .rollback,
                    monitor: .seconds(90),
                    maxFailureRatio: 0.25,
                    order: .startFirst
                )
        )
        #expect(spec.rollback == UpdateConfig(parallelism: 1, order: .startFirst))
        #expect(
            spec.task.resources
                == ResourceRequirements(
                    limits: ResourceLimits(
                        nanoCPUs: 500_000_000,
                        memoryBytes: 67_108_864,
                        pids: 7
                    ),
                    reservations: Resources(
                        nanoCPUs: 250_000_000,
                        memoryBytes: 33_554_432,
                        generic: [.discrete(kind: "gpu", value: 2)]
                    )
                )
        )
        #expect(
            spec.task.restart
                == RestartPolicy(
                    condition: .onFailure,
                    delay: .zero,
                    maxAttempts: 3,
                    window: .seconds(120)
                )
        )
        #expect(
            spec.task.placement
                == Placement(
                    constraints: ["node.role == manager"],
                    preferences: ["node.labels.zone"],
                    maxReplicas: 2
                )
        )
    }

    @Test func `what is not said stays unsaid`() throws {
        let spec = try #require(try load(service("")).spec())
        #expect(
            spec
                == ServiceSpec(
                    name: "web",
                    task: TaskSpec(container: ContainerSpec(image: "web:1")),
                    endpoint: EndpointSpec()
                )
        )
    }

    @Test func `modes are read`() throws {
        func mode(_ text: String) throws -> ServiceMode? {
            try load(service("deploy: {\(text)}")).spec()?.mode
        }
        #expect(try mode("mode: global") == .global)
        #expect(try mode("mode: global-job") == .globalJob)
        #expect(try mode("replicas: 0") == .replicated(replicas: 0))
        #expect(
            try mode("mode: replicated-job, replicas: 3")
                == .replicatedJob(maxConcurrent: 3, totalCompletions: 3)
        )
    }

    @Test func `the container's settings arrive in the spec`() throws {
        let stack = try load(
            service(
                """
                hostname: h
                user: "1:2"
                working_dir: /w
                labels: [a=b, c]
                stop_signal: SIGINT
                stop_grace_period: 1m30s
                tty: true
                stdin_open: true
                read_only: true
                init: false
                extra_hosts: {b: 1.2.3.4, a: "[::1]"}
                dns: 1.1.1.1
                dns_search: [x, y]
                cap_add: [net_admin, CAP_B, net_admin]
                cap_drop: [ALL, B]
                sysctls: {a.b: 1}
                ulimits: {nproc: 5, nofile: {soft: 1, hard: 2}}
                isolation: hyperv
                healthcheck: {test: curl x, interval: 10s, timeout: 2s, retries: 3, start_period: 5s, \
                start_interval: 1s}
                logging: {driver: json-file, options: {max-file: 3, tag: }}
                """
            )
        )
        let container = try #require(stack.container)
        #expect((container.hostname, container.user, container.directory) == ("h", "1:2", "/w"))
        #expect(container.labels == ["a": "b", "c": ""])
        #expect(container.stopSignal == "SIGINT")
        #expect(container.stopGracePeriod == .seconds(90))
        #expect((container.tty, container.openStdin, container.readOnly) == (true, true, true))
        #expect(container.initProcess == false)
        #expect(container.hosts == ["::1 a", "1.2.3.4 b"])
        #expect(container.dns.nameservers == ["1.1.1.1"])
        #expect(container.dns.search == ["x", "y"])
        #expect(container.capabilitiesAdded == ["CAP_B", "CAP_NET_ADMIN"])
        #expect(container.capabilitiesDropped == ["ALL"])
        #expect(container.sysctls == ["a.b": "1"])
        #expect(
            container.ulimits == [
                Ulimit(name: "nofile", soft: 1, hard: 2), Ulimit(name: "nproc", soft: 5, hard: 5),
            ]
        )
        #expect(container.isolation == "hyperv")
        #expect(
            container.healthCheck
                == HealthConfig(
                    test: ["CMD-SHELL", "curl x"],
                    interval: .seconds(10),
                    timeout: .seconds(2),
                    retries: 3,
                    startPeriod: .seconds(5),
                    startInterval: .seconds(1)
                )
        )
        #expect(
            stack.spec()?.task.logDriver
                == DriverSpec(name: "json-file", options: ["max-file": "3", "tag": ""])
        )
    }

    @Test func `a health check can be switched off`() throws {
        let off = try load(service("healthcheck: {disable: true}")).container?.healthCheck
        #expect(off == HealthConfig(test: ["NONE"]))
        #expect(
            try load(service("healthcheck: {disable: false}")).container?.healthCheck
                == HealthConfig()
        )
    }

    @Test(
        arguments: [
            ("'no'", nil), ("always", RestartPolicy(condition: .any)),
            ("unless-stopped", RestartPolicy(condition: .any)),
            ("on-failure", RestartPolicy(condition: .onFailure)),
            ("on-failure:3", RestartPolicy(condition: .onFailure, maxAttempts: 3)),
        ] as [(String, RestartPolicy?)]
    )
    func `docker falls back to restart, though it says it does not`(
        written: String,
        expected: RestartPolicy?
    ) throws {
        #expect(try load(service("restart: \(written)")).spec()?.task.restart == expected)
        let both = try load(service("restart: \(written)\ndeploy: {restart_policy: {delay: 1s}}"))
        #expect(both.spec()?.task.restart == RestartPolicy(delay: .seconds(1)))
    }

    @Test func `mounts are read in all their forms`() throws {
        let stack = try load(
            service(
                """
                volumes:
                  - /anonymous
                  - data:/data:nocopy
                  - /host:/a:ro,rshared
                  - ./here:/b
                  - ../up:/c
                  - ~/home:/d
                  - C:\\data:/e
                  - {type: tmpfs, target: /f, tmpfs: {size: 1m}}
                  - {type: volume, source: data, target: /g, read_only: true, volume: {nocopy: true}}
                  - {type: cluster, source: "group:fast", target: /h}
                """,
                top: "volumes: {data: }\n"
            ),
            environment: ["HOME": "/root"]
        )
        let mounts = stack.services[0].mounts.map(\.mount)
        #expect(
            mounts.map { "\($0.kind.rawValue) \($0.source) \($0.target) \($0.readOnly)" } == [
                "volume  /anonymous false", "volume data /data false", "bind /host /a true",
                "bind /project/here /b false", "bind /up /c false", "bind /root/home /d false",
                "bind C:\\data /e false", "tmpfs  /f false", "volume data /g true",
                "cluster group:fast /h false",
            ]
        )
        #expect(
            mounts.map(\.volumeNoCopy)
                == [1, 8].reduce(into: Array(repeating: false, count: 10)) { $0[$1] = true }
        )
        #expect(mounts[2].bindPropagation == "rshared")
        #expect(mounts[7].tmpfsSizeBytes == 1_048_576)
        #expect(
            stack.services[0].mounts.map(\.volume) == [
                nil, "data", nil, nil, nil, nil, nil, nil, "data", nil,
            ]
        )
    }
}
