import Compose
import SwarmModel
import Testing

/// The rules of the Compose Specification, chapter "Merge and override", one by one.
@Suite struct MergeTests {
    /// The lines of the service `web` of the merged file, without its image.
    private func merged(_ base: String, _ override: String) throws(ComposeError) -> String {
        let stack = try load(service(base, top: Self.top), service(override))
        let lines = stack.rendered().split(separator: "\n").map(String.init)
        let start = lines.firstIndex(of: "  web:") ?? 0
        let body = lines[(start + 1)...].prefix { $0.hasPrefix("    ") }
        return body.filter { $0 != "    image: web:1" }.map { String($0.dropFirst(4)) }
            .joined(separator: "\n")
    }

    private static let top = """
        networks: {n1: , n2: , n3: }
        volumes: {data: , other: }
        configs: {one: {external: true}, two: {external: true}}
        secrets: {one: {external: true}, two: {external: true}}
        """

    @Test(arguments: [
        (
            "mappings are merged by key", "deploy: {replicas: 2, mode: replicated}",
            "deploy: {replicas: 5}",
            "deploy:\n  mode: replicated\n  replicas: 5"
        ),
        ("scalars are replaced", "hostname: a", "hostname: b", "hostname: b"),
        (
            "nothing said changes nothing", "hostname: a\ndeploy: {replicas: 2}",
            "hostname:\ndeploy:",
            "deploy:\n  replicas: 2\nhostname: a"
        ),
        (
            "lists are appended", "security_opt: [a]", "security_opt: [b, a]",
            "security_opt:\n  - a\n  - b\n  - a"
        ),
        (
            "environment is merged by key, in either form", "environment: [A=1, B=2]",
            "environment: {B: 3, C: , D: ''}",
            "environment:\n  A: \"1\"\n  B: \"3\"\n  C: null\n  D: \"\""
        ),
        (
            "labels are merged by key, in either form", "labels: {a: x, b: y}", "labels: [b=z, c]",
            "labels:\n  a: x\n  b: z\n  c: \"\""
        ),
        (
            "sysctls are merged by key", "sysctls: {a: 1}", "sysctls: [b=2, a=3]",
            "sysctls:\n  a: \"3\"\n  b: \"2\""
        ),
        ("command is replaced", "command: a b", "command: [c]", "command:\n  - c"),
        (
            "a command without words takes the old one back", "command: a b\nuser: u", "command:",
            "user: u"
        ),
        (
            "entrypoint is replaced", "entrypoint: [a]", "entrypoint: b c",
            "entrypoint:\n  - b\n  - c"
        ),
        (
            "healthcheck.test is replaced, the rest merged",
            "healthcheck: {test: a, interval: 90s}",
            "healthcheck: {test: [CMD, b], retries: 3}",
            "healthcheck:\n  interval: 1m30s\n  retries: 3\n  test:\n    - CMD\n    - b"
        ),
        (
            "ports are unique by published, target and protocol", "ports: ['8080:80', '81:80']",
            "ports: ['81:80', '81:80/udp', {target: 80, published: 8080, mode: host}]",
            """
            ports:
              - mode: host
                protocol: tcp
                published: 8080
                target: 80
              - mode: ingress
                protocol: tcp
                published: 81
                target: 80
              - mode: ingress
                protocol: udp
                published: 81
                target: 80
            """
        ),
        (
            "volumes are unique by target", "volumes: ['data:/d', '/h:/e']",
            "volumes: ['other:/d', '/x']",
            """
            volumes:
              - source: other
                target: /d
                type: volume
              - source: /h
                target: /e
                type: bind
              - target: /x
                type: volume
            """
        ),
        (
            "configs are unique by target", "configs: [one, two]",
            "configs: [{source: one, target: /one, mode: 0440}, {source: one, target: /x}]",
            """
            configs:
              - mode: 288
                source: one
                target: /one
              - source: two
              - source: one
                target: /x
            """
        ),
        (
            "secrets are unique by target", "secrets: [one]",
            "secrets: [{source: two, target: one}, {source: one, target: /run/secrets/one, uid: '5'}]",
            "secrets:\n  - source: one\n    target: /run/secrets/one\n    uid: \"5\""
        ),
        (
            "expose is unique", "expose: [1, '2']", "expose: ['1', 3]",
            "expose:\n  - \"1\"\n  - \"2\"\n  - \"3\""
        ),
        (
            "dns is unique, one or many", "dns: 1.1.1.1", "dns: [8.8.8.8, 1.1.1.1]",
            "dns:\n  - \"1.1.1.1\"\n  - \"8.8.8.8\""
        ),
        (
            "dns_search is unique", "dns_search: [a, b]", "dns_search: b",
            "dns_search:\n  - a\n  - b"
        ),
        (
            "cap_add and cap_drop are unique", "cap_add: [A, B]\ncap_drop: [C]",
            "cap_add: [B]\ncap_drop: [C, D]",
            "cap_add:\n  - A\n  - B\ncap_drop:\n  - C\n  - D"
        ),
        ("tmpfs is unique", "tmpfs: /run", "tmpfs: [/run, /t]", "tmpfs:\n  - /run\n  - /t"),
        (
            "depends_on is unique, list or mapping", "depends_on: [a]",
            "depends_on: {b: {condition: service_healthy}, a: }",
            "depends_on:\n  - a\n  - b"
        ),
        (
            "extra_hosts are unique as a whole", "extra_hosts: ['h:1.1.1.1']",
            "extra_hosts: {h: 2.2.2.2, i: 3.3.3.3}",
            "extra_hosts:\n  - h:1.1.1.1\n  - h:2.2.2.2\n  - i:3.3.3.3"
        ),
        (
            "networks are merged, list or mapping", "networks: [n1, n2]",
            "networks: {n2: {aliases: [a]}, n3: }",
            "networks:\n  n1: {}\n  n2:\n    aliases:\n      - a\n  n3: {}"
        ),
        (
            "aliases are unique", "networks: {n1: {aliases: [a, b]}}",
            "networks: {n1: {aliases: [b, c]}}",
            "networks:\n  n1:\n    aliases:\n      - a\n      - b\n      - c"
        ),
        (
            "a ulimit is replaced", "ulimits: {nofile: 100, nproc: 1}",
            "ulimits: {nofile: {soft: 5, hard: 6}}",
            "ulimits:\n  nofile:\n    hard: 6\n    soft: 5\n  nproc:\n    hard: 1\n    soft: 1"
        ),
        (
            "logging options are merged for the same driver",
            "logging: {driver: a, options: {x: 1}}", "logging: {driver: a, options: {y: 2}}",
            "logging:\n  driver: a\n  options:\n    x: \"1\"\n    \"y\": \"2\""
        ),
        (
            "logging options are merged if one names no driver",
            "logging: {driver: a, options: {x: 1}}", "logging: {options: {z: 2}}",
            "logging:\n  driver: a\n  options:\n    x: \"1\"\n    z: \"2\""
        ),
        (
            "logging is replaced for another driver", "logging: {driver: a, options: {x: 1}}",
            "logging: {driver: b}",
            "logging:\n  driver: b"
        ),
        (
            "placement constraints are appended", "deploy: {placement: {constraints: [a==b]}}",
            "deploy: {placement: {constraints: [c==d], max_replicas_per_node: 1}}",
            "deploy:\n  placement:\n    constraints:\n      - a==b\n      - c==d\n    max_replicas_per_node: 1"
        ),
        (
            "resources are merged deeply",
            "deploy: {resources: {limits: {cpus: '0.50', memory: 100M}}}",
            "deploy: {resources: {limits: {memory: 200M}, reservations: {cpus: 0.1}}}",
            "deploy:\n  resources:\n    limits:\n      cpus: \"0.5\"\n      memory: \"209715200\"\n    reservations:\n      cpus: \"0.1\""
        ),
        (
            "update_config is merged", "deploy: {update_config: {parallelism: 2, delay: 1s}}",
            "deploy: {update_config: {order: start-first, delay: 0s}}",
            "deploy:\n  update_config:\n    delay: 0s\n    order: start-first\n    parallelism: 2"
        ),
        (
            "!reset takes a value back", "ports: ['80:80']\nenvironment: {A: 1, B: 2}\nuser: u",
            "ports: !reset []\nenvironment: {A: !reset null}",
            "environment:\n  B: \"2\"\nuser: u"
        ),
        (
            "!override replaces a value", "ports: ['80:80']\nlabels: {a: b}",
            "ports: !override ['81:81']\nlabels: !override {c: d}",
            "labels:\n  c: d\nports:\n  - mode: ingress\n    protocol: tcp\n    published: 81\n    target: 81"
        ),
        (
            "extensions are merged, and replaced where they do not fit", "x-a: {b: 1}\nx-c: {d: 1}",
            "x-a: {e: 2}\nx-c: [f]",
            "x-a:\n  b: 1\n  e: 2\nx-c:\n  - f"
        ),
    ])
    func `two files become one`(
        rule: String,
        base: String,
        override: String,
        expected: String
    ) throws {
        #expect(try merged(base, override) == expected, "\(rule)")
    }

    @Test func `three files are merged in their order`() throws {
        let stack = try load(
            service("user: a\nhostname: a"),
            service("user: b\ntty: true"),
            service("user: c")
        )
        #expect(stack.container?.user == "c")
        #expect(stack.container?.hostname == "a")
        #expect(stack.container?.tty == true)
    }

    @Test func `an override may speak of a service without naming its image`() throws {
        let stack = try load(service(""), "services: {web: {user: u}, api: {image: api:1}}")
        #expect(stack.services.map(\.name) == ["api", "web"])
        #expect(stack.container?.image == "web:1")
        #expect(stack.container?.user == "u")
    }

    @Test func `networks, volumes, configs and secrets are merged by key`() throws {
        let stack = try load(
            service(
                "",
                top:
                    "networks: {n: {driver: overlay, labels: {a: b}}}\nvolumes: {v: {driver: local}}\n"
                    + "configs: {c: {file: a}}\n"
            ),
            "networks: {n: {attachable: true, labels: [c=d], ipam: {config: [{subnet: 10.1.0.0/16}]}}}\n"
                + "volumes: {v: {driver_opts: {x: 1}}, w: }\nconfigs: {c: {file: b}}\n",
            files: ["/project/b": "later"]
        )
        let network = try #require(stack.networks.first)
        #expect(network.driver.name == "overlay")
        #expect(network.attachable)
        #expect(network.labels == ["a": "b", "c": "d"])
        #expect(network.subnets == ["10.1.0.0/16"])
        #expect(stack.volumes.map(\.key) == ["v", "w"])
        #expect(stack.volumes[0].driver?.options == ["x": "1"])
        #expect(stack.configs.map(\.data) == [Array("later".utf8)])
    }

    @Test func `pools of addresses are one by their subnet`() throws {
        let stack = try load(
            service("", top: "networks: {n: {ipam: {config: [{subnet: 10.1.0.0/16}]}}}"),
            "networks: {n: {ipam: {config: [{subnet: 10.1.0.0/16}, {subnet: 10.2.0.0/16}]}}}"
        )
        #expect(stack.networks[0].subnets == ["10.1.0.0/16", "10.2.0.0/16"])
    }

    @Test func `what each file may say, both together may not`() {
        #expect(
            refusal(
                service("", top: "networks: {n: {external: true}}\n"),
                service("", top: "networks: {n: {driver: overlay}}\n")
            )
                == "b.yml:5: conflicting parameters \"external\" and \"driver\" specified for network \"n\""
        )
    }

    @Test func `faults are told in the file they are written in`() {
        #expect(
            refusal(service(""), service("hostname: [a]"))
                == "b.yml:4: services.web.hostname: expected a text, found a list"
        )
    }
}
