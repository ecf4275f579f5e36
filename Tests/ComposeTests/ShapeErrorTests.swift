import Compose
import Testing

@Suite struct ShapeErrorTests {
    @Test func `the slip of the notes is told with the key that was meant`() {
        let v4 = """
            version: "3.7"
            services:
              todo-web:
                image: diamol/ch06-todo-list
                ports:
                  - 8080:80
                configs:
                  - sources: todo-list-config
                    target: /app/config/config.json
            configs:
              todo-list-config:
                external: true
            """
        #expect(
            refusal(v4)
                == "a.yml:8: services.todo-web.configs[0]: unknown key `sources`; did you mean `source`?"
        )
    }

    @Test(arguments: [
        ("imagee: x", "4: services.web: unknown key `imagee`; did you mean `image`?"),
        (
            "deploy:\n  replica: 3",
            "5: services.web.deploy: unknown key `replica`; did you mean `replicas`?"
        ),
        (
            "deploy:\n  update_config:\n    paralelism: 3",
            "6: services.web.deploy.update_config: unknown key `paralelism`; did you mean `parallelism`?"
        ),
        ("zzz: 1", "4: services.web: unknown key `zzz`"),
        (
            "ports:\n  - tagret: 80",
            "5: services.web.ports[0]: unknown key `tagret`; did you mean `target`?"
        ),
        (
            "profiles: [a]",
            "4: services.web: `profiles` is for Compose alone; docker stack deploy does not know it"
        ),
        (
            "mem_limit: 1g",
            "4: services.web: unsupported option mem_limit: Set resource limits using deploy.resources"
        ),
        (
            "extends: x",
            "4: services.web: unsupported option extends: Support for `extends` is not implemented yet."
        ),
        ("hostname: [a]", "4: services.web.hostname: expected a text, found a list"),
        (
            "user: 1000",
            "4: services.web.user: expected a text (put it in quotes), found the number 1000"
        ),
        ("networks: web", "4: services.web.networks: expected a mapping, found the text \"web\""),
        ("cap_add: A", "4: services.web.cap_add: expected a list, found the text \"A\""),
        (
            "command: [a, 1]",
            "4: services.web.command[1]: expected a text (put it in quotes), found the number 1"
        ),
        ("deploy: [a]", "4: services.web.deploy: expected a mapping, found a list"),
        (
            "deploy:\n  replicas: -1",
            "5: services.web.deploy.replicas: -1 is out of range: at least 0 and at most 2147483647"
        ),
        (
            "deploy:\n  replicas: two",
            "5: services.web.deploy.replicas: expected a whole number, found the text \"two\""
        ),
        (
            "deploy:\n  mode: globall",
            "5: services.web.deploy.mode: \"globall\" is none of replicated, global, replicated-job, global-job; did you mean `global`?"
        ),
        ("tty: 3", "4: services.web.tty: expected true or false, found the number 3"),
        (
            "environment:\n  A: true",
            "5: services.web.environment.A: expected a text or a number (put it in quotes), found the boolean true"
        ),
        (
            "environment: [[a]]",
            "4: services.web.environment[0]: expected a text such as \"NAME=value\", found a list"
        ),
        (
            "stop_grace_period: 10",
            "4: services.web.stop_grace_period: expected a duration such as \"1m30s\", found the number 10"
        ),
        (
            "stop_grace_period: 10x",
            "4: services.web.stop_grace_period: \"10x\" is no duration; write it as \"1m30s\" or \"500ms\""
        ),
        (
            "deploy:\n  resources:\n    limits: {memory: 10Q}",
            "6: services.web.deploy.resources.limits.memory: \"10Q\" is no size; write it as \"100M\" or \"1g\""
        ),
        (
            "deploy:\n  resources:\n    limits: {cpus: half}",
            "6: services.web.deploy.resources.limits.cpus: \"half\" is no number of cores; write it as \"0.50\""
        ),
        (
            "ports: [\"80:x\"]",
            "4: services.web.ports[0]: \"80:x\" is no port: invalid containerPort: x"
        ),
        (
            "ports: [\"70000:80\"]",
            "4: services.web.ports[0]: \"70000:80\" is no port: invalid hostPort: 70000"
        ),
        (
            "ports: [\"80/xyz\"]",
            "4: services.web.ports[0]: \"80/xyz\" is no port: invalid proto: xyz"
        ),
        (
            "ports: [\"1-3:1-2\"]",
            "4: services.web.ports[0]: \"1-3:1-2\" is no port: invalid ranges specified for container and host Ports: 1-2 and 1-3"
        ),
        ("ports: [{published: 80}]", "4: services.web.ports[0]: the key `target` is missing"),
        (
            "ports: [[80]]",
            "4: services.web.ports[0]: expected a port such as \"8080:80\", found a list"
        ),
        (
            "configs:\n  - {source: a, mode: 99999}",
            "5: services.web.configs[0].mode: 99999 is out of range: permission bits reach from 0 to 07777"
        ),
        ("secrets:\n  - {target: a}", "5: services.web.secrets[0]: the key `source` is missing"),
        (
            "volumes: [\"aa::b\"]",
            "4: services.web.volumes[0]: invalid spec: aa::b: empty section between colons"
        ),
        (
            "volumes: [\"aa:bb:cc:dd\"]",
            "4: services.web.volumes[0]: invalid spec: aa:bb:cc:dd: too many colons"
        ),
        (
            "volumes:\n  - {type: volume, source: x}",
            "5: services.web.volumes[0]: the key `target` is missing"
        ),
        (
            "volumes:\n  - {source: x, target: /x}",
            "5: services.web.volumes[0]: the key `type` is missing"
        ),
        (
            "volumes:\n  - {type: tmpfs, source: x, target: /x}",
            "5: service web: invalid tmpfs source, source must be empty"
        ),
        (
            "volumes:\n  - {type: bind, target: /x}",
            "5: service web: invalid bind source, source cannot be empty"
        ),
        (
            "volumes:\n  - {type: bind, source: /a, target: /x, tmpfs: {size: 1}}",
            "5: service web: tmpfs options are incompatible with type bind"
        ),
        (
            "ulimits:\n  nofile: {soft: 1}",
            "5: services.web.ulimits.nofile: the key `hard` is missing"
        ),
        (
            "command: sh -c \"x",
            "4: services.web.command: the command line \"sh -c \"x\" ends inside quotes"
        ),
        (
            "extra_hosts: [a]",
            "4: services.web.extra_hosts[0]: expected \"host:address\", found the text \"a\""
        ),
        (
            "healthcheck: {test: a, disable: true}",
            "4: service web: test and disable can't be set at the same time"
        ),
        (
            "deploy: {mode: global, replicas: 2}",
            "4: service web: replicas can only be used with replicated or replicated-job mode"
        ),
        (
            "restart: sometimes",
            "4: service web: invalid restart policy: unknown policy 'sometimes' (must be one of 'no', 'always', 'unless-stopped', or 'on-failure')"
        ),
        (
            "restart: on-failure:x",
            "4: service web: invalid restart policy format: maximum retry count must be an integer"
        ),
        ("networks: [back]", "4: service web: undefined network \"back\""),
        ("networks:\n  front:\n  back:", "6: service web: undefined network \"back\""),
        ("volumes: [\"data:/d\"]", "4: service web: undefined volume \"data\""),
        ("configs: [site]", "4: service web: undefined config \"site\""),
        ("secrets:\n  - source: pw", "5: service web: undefined secret \"pw\""),
    ])
    func `a service's fault is told with its line`(lines: String, expected: String) {
        #expect(refusal(service(lines)) == "a.yml:" + expected)
    }

    @Test(arguments: [
        (
            "service: {}\nservices: {web: {image: a}}",
            "1: unknown key `service`; did you mean `services`?"
        ),
        ("services: {web: {}}", "1: invalid image reference for service web: no image specified"),
        (
            "services: {web: {image: \"a b\"}}",
            "1: invalid image reference for service web: invalid reference format"
        ),
        (
            "services: {\"we b\": {image: a}}",
            "1: services: \"we b\" is no name: letters, digits, dots, dashes and underscores only"
        ),
        ("services: [web]", "1: services: expected a mapping, found a list"),
        ("services: {web: nginx}", "1: services.web: expected a mapping, found the text \"nginx\""),
        (
            "version: 3.7\nservices: {web: {image: a}}",
            "1: version: expected a text such as \"3.8\" (put it in quotes), found the number 3.7"
        ),
        ("version: '2.4'\nservices: {web: {image: a}}", "1: unsupported Compose file version: 2.4"),
        (
            "services: {web: {image: a}}\nconfigs: {c: }",
            "2: config c: needs `file`, or `external: true`"
        ),
        (
            "services: {web: {image: a}}\nconfigs: {c: {file: x}}",
            "2: config c: cannot read /project/x: no such file"
        ),
        (
            "services: {web: {image: a}}\nsecrets: {s: {content: x}}",
            "2: secrets.s: `content` is for Compose alone; docker stack deploy does not know it"
        ),
        (
            "services: {web: {image: a}}\nconfigs: {c: {file: x, template_driver: golang}}",
            "2: config c: `template_driver` is not supported: contents come from a file"
        ),
        (
            "services: {web: {image: a}}\nvolumes: {v: {external: true, driver: nfs}}",
            "2: conflicting parameters \"external\" and \"driver\" specified for volume \"v\""
        ),
        (
            "services: {web: {image: a}}\nnetworks: {n: {external: {name: x}, name: y}}",
            "2: networks.n: external.name and name conflict; only use name"
        ),
        (
            "services: {web: {image: a}}\nnetworks: {n: {external: {nam: x}}}",
            "2: networks.n.external: unknown key `nam`; did you mean `name`?"
        ),
        (
            "services: {web: {image: a}}\nnetworks: {n: {enable_ipv6: true}}",
            "2: networks.n: `enable_ipv6` is for Compose alone; docker stack deploy does not know it"
        ),
        (
            "include: [x]\nservices: {web: {image: a}}",
            "1: `include` is for Compose alone; docker stack deploy does not know it"
        ),
    ])
    func `a fault outside the services is told with its line`(text: String, expected: String) {
        #expect(refusal(text) == "a.yml:" + expected)
    }

    @Test func `an undefined name comes with the one that was meant`() {
        #expect(
            refusal(service("networks: [app_net]", top: "networks: {app-net: }"))
                == "a.yml:4: service web: undefined network \"app_net\"; did you mean `app-net`?"
        )
        #expect(
            refusal(service("configs: [site]", top: "configs: {sites: {external: true}}"))
                == "a.yml:4: service web: undefined config \"site\"; did you mean `sites`?"
        )
    }

    @Test func `the default network needs no definition`() throws {
        #expect(try load(service("networks: [default]")).services.count == 1)
    }

    @Test func `versions must agree, and may be left out`() throws {
        let (old, new) = ("version: '3.7'\n" + service(""), "version: '3.8'\n" + service(""))
        #expect(
            refusal(old, new)
                == "b.yml:1: version mismatched between two composefiles : 3.7 and 3.8"
        )
        #expect(try load(old, service("")).services.count == 1)
        for version in ["3", "3.0", "3.13"] {
            #expect(try load("version: '\(version)'\n" + service("")).services.count == 1)
        }
    }

    @Test func `x- keys are welcome everywhere`() throws {
        let text = service(
            "x-a: [1, {b: c}]\ndeploy:\n  x-b: 1\nhealthcheck:\n  x-c: {}\nports:\n  - {target: 1, x-d: 2}",
            top: "x-e: &e 1\nnetworks:\n  n: {x-f: 1}\n"
        )
        #expect(try load(text).services.count == 1)
    }

    @Test func `what docker skips is skipped, with docker's words`() throws {
        let stack = try load(
            service(
                """
                build: .
                container_name: c
                depends_on: [db]
                expose: [80]
                links: [db]
                network_mode: host
                privileged: true
                restart: always
                tmpfs: /run
                ports: ["127.0.0.1:8080:80", "0.0.0.0:81:81", "[::1]:82:82"]
                """,
                top: "name: mine\n"
            )
        )
        #expect(
            stack.warnings.map(\.message) == [
                "service web: ignoring IP-address (127.0.0.1:8080:80) service will listen on '0.0.0.0'",
                "service web: ignoring IP-address ([::1]:82:82) service will listen on '0.0.0.0'",
                "Ignoring unsupported options: build, links, network_mode, privileged, restart",
                """
                Ignoring deprecated options:

                container_name: Setting the container name is not supported.

                expose: Exposing ports is unnecessary - services on the same network can access each \
                other's containers on any port.
                """,
                "Without effect in a swarm: depends_on, name, tmpfs",
            ]
        )
    }

    @Test(
        arguments: [
            ("sources", ["source", "target"], "source"), ("repilcas", ["replicas"], "replicas"),
            ("xyz", ["source"], nil), ("", ["a"], "a"), ("Image", ["image"], "image"),
            (String(repeating: "a", count: 1000), ["a"], nil),
        ] as [(String, [String], String?)]
    )
    func `the nearest word is found, unless it is far`(
        word: String,
        words: [String],
        expected: String?
    ) {
        #expect(NearestWord.nearest(to: word, among: words) == expected)
    }
}
