import Basics
import SwarmModel
import Testing

/// What is refused in a service's spec, in which words and in which order.
@Suite struct ServiceValidationTests {
    private var random = SeededGenerator(seed: 5)

    private func refusal(
        _ change: (inout ServiceSpec) -> Void
    ) -> String? {
        var spec = ServiceSpec(
            name: "web",
            task: TaskSpec(container: ContainerSpec(image: "web:1"))
        )
        change(&spec)
        return ServiceValidation.refusal(of: spec)?.message
    }

    private func invalid(_ text: String) -> String {
        "rpc error: code = InvalidArgument desc = \(text)"
    }

    @Test func `VAL-10 the least of CPU and memory, in limits and reservations`() {
        #expect(refusal { $0.task.resources.limits.nanoCPUs = 1_000_000 } == nil)
        #expect(
            refusal { $0.task.resources.limits.nanoCPUs = 999_999 }
                == invalid("invalid cpu value 0.000999999: Must be at least 0.001")
        )
        #expect(
            refusal { $0.task.resources.reservations.nanoCPUs = 10_000 }
                == invalid("invalid cpu value 1e-05: Must be at least 0.001")
        )
        #expect(
            refusal { $0.task.resources.limits.nanoCPUs = -1_000_000_000 }
                == invalid("invalid cpu value -1: Must be at least 0.001")
        )
        #expect(
            refusal { $0.task.resources.reservations.memoryBytes = 1_048_576 }
                == invalid("invalid memory value 1048576: Must be at least 4MiB")
        )
        #expect(refusal { $0.task.resources.limits.memoryBytes = 4_194_304 } == nil)
    }

    @Test func `VAL-10 generic resources pass, whatever they are`() {
        #expect(
            refusal {
                $0.task.resources.reservations.generic = [
                    .named(kind: "gpu", value: "uuid"), .discrete(kind: "ssd", value: -3),
                ]
            } == nil
        )
    }

    @Test func `VAL-11 restart times are not negative`() {
        #expect(
            refusal { $0.task.restart = RestartPolicy(delay: .seconds(-1)) }
                == invalid("TaskSpec: restart-delay cannot be negative")
        )
        #expect(
            refusal { $0.task.restart = RestartPolicy(window: .seconds(-1)) }
                == invalid("TaskSpec: restart-window cannot be negative")
        )
        #expect(refusal { $0.task.restart = RestartPolicy(delay: .zero, window: .zero) } == nil)
    }

    @Test func `VAL-12 a faulty constraint is refused under the code Unknown`() {
        #expect(
            refusal { $0.task.placement.constraints = ["node.role = manager"] }
                == "rpc error: code = Unknown desc = constraint expected one operator from ==, !="
        )
        #expect(refusal { $0.task.placement.constraints = ["bogus.key == 1"] } == nil)
    }

    @Test func `VAL-13 update configurations have bounds, rollback configurations have none`() {
        #expect(
            refusal { $0.update = UpdateConfig(delay: .seconds(-1)) }
                == invalid("TaskSpec: update-delay cannot be negative")
        )
        #expect(
            refusal { $0.update = UpdateConfig(monitor: .seconds(-1)) }
                == invalid("TaskSpec: update-monitor cannot be negative")
        )
        for ratio in [Float(-0.1), 1.1] {
            #expect(
                refusal { $0.update = UpdateConfig(maxFailureRatio: ratio) }
                    == invalid(
                        "TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1"
                    )
            )
        }
        #expect(refusal { $0.rollback = UpdateConfig(delay: .seconds(-1)) } == nil)
        #expect(refusal { $0.rollback = UpdateConfig(maxFailureRatio: 7) } == nil)
    }

    @Test func `VAL-14 a runtime must be given, and be one that services can have`() {
        #expect(refusal { $0.task.runtime = .missing } == invalid("TaskSpec: missing runtime"))
        #expect(
            refusal { $0.task.runtime = .attachment(container: "abc") }
                == "rpc error: code = Unimplemented desc = RuntimeSpec: unimplemented runtime in "
                + "service spec"
        )
        #expect(refusal { $0.task.runtime = .plugin(PluginSpec(remote: "a/b")) } == nil)
    }

    @Test func `VAL-16 a generic runtime has a kind and a payload`() {
        func refusal(_ kind: String, _ payload: GenericRuntime.Payload?) -> String? {
            self.refusal {
                $0.task.runtime = .generic(GenericRuntime(kind: kind, payload: payload))
            }
        }
        let full = GenericRuntime.Payload(typeURL: "x", value: [1])
        #expect(refusal("ab", full) == invalid(#"Generic runtime: Invalid name "ab""#))
        #expect(
            refusal("Container", full)
                == invalid(#"Generic runtime: "Container" is a reserved name"#)
        )
        #expect(
            refusal("attachment", full)
                == invalid(#"Generic runtime: "attachment" is a reserved name"#)
        )
        #expect(refusal("job", nil) == invalid("Generic runtime is missing payload"))
        #expect(
            refusal("job", .init(typeURL: "", value: [1]))
                == invalid("Generic runtime is missing payload type")
        )
        #expect(
            refusal("job", .init(typeURL: "x", value: []))
                == invalid("Generic runtime has an empty payload")
        )
        #expect(refusal("job", full) == nil)
    }

    @Test func `VAL-15 templates are tried out first`() {
        #expect(
            refusal {
                $0.task.container.image = ""
                $0.task.container.environment = ["A={{.Foo}}"]
            }
                == invalid(
                    "expanding env failed: expanding env \"A={{.Foo}}\": template: expansion:1:2: "
                        + "executing \"expansion\" at <.Foo>: can't evaluate field Foo in type "
                        + "*template.Context"
                )
        )
        #expect(
            refusal { $0.task.container.hostname = "{{.Node" }
                == invalid(
                    "expanding hostname failed: template: expansion:1: unclosed action"
                )
        )
        #expect(
            refusal { $0.task.container.mounts = [Mount(source: "{{x}}", target: "/a")] }
                == invalid(
                    "expanding mounts failed: expanding mount source \"{{x}}\": template: "
                        + "expansion:1: function \"x\" not defined"
                )
        )
        #expect(
            refusal {
                $0.task.container.environment = ["L={{.Service.Labels.tier}}"]
            }?.contains("map has no entry for key \"tier\"") == true,
            "the stand-in has no labels"
        )
    }

    @Test(arguments: [
        "web", "web:1.0", "a/b/c:x", "localhost:5000/a", "Reg.example/a_b/c__d", "a--b",
    ])
    func `VAL-15 images that are fine`(image: String) {
        #expect(refusal { $0.task.container.image = image } == nil)
    }

    @Test(arguments: [
        "Web", "web:", "web:.a", "a//b", "a_-b", "a..b", "-a", "a/B", "web@sha256:12",
        "web:bad tag",
        String(repeating: "a", count: 64),
    ])
    func `VAL-15 images that are none`(image: String) {
        #expect(
            refusal { $0.task.container.image = image }
                == invalid("ContainerSpec: \"\(image)\" is not a valid repository/tag")
        )
    }

    @Test func `VAL-15 image, mounts and health checks, in this order`() {
        #expect(
            refusal {
                $0.task.container.image = ""
                $0.task.container.mounts = [Mount(target: "/a"), Mount(target: "/a")]
            } == invalid("ContainerSpec: image reference must be provided")
        )
        #expect(
            refusal {
                $0.task.container.mounts = [
                    Mount(target: "/1"), Mount(target: "/{{.Task.Slot}}"),
                ]
            } == invalid("ContainerSpec: duplicate mount point: /1"),
            "targets are compared as they are expanded"
        )
        let short = Duration.microseconds(1)
        let checks: [(HealthConfig, String)] = [
            (HealthConfig(interval: short), "Interval"), (HealthConfig(timeout: short), "Timeout"),
            (HealthConfig(startPeriod: short), "StartPeriod"),
            (HealthConfig(startInterval: short), "StartInterval"),
        ]
        for (check, name) in checks {
            #expect(
                refusal { $0.task.container.healthCheck = check }
                    == invalid("ContainerSpec: \(name) in HealthConfig cannot be less than 1ms")
            )
        }
        #expect(
            refusal { $0.task.container.healthCheck = HealthConfig(retries: -1) }
                == invalid("ContainerSpec: Retries in HealthConfig cannot be negative")
        )
        #expect(
            refusal { $0.task.container.healthCheck = HealthConfig(interval: .milliseconds(1)) }
                == nil
        )
    }

    @Test func `VAL-17 counts that were negative once, and jobs without an update`() {
        #expect(
            refusal { $0.mode = .replicated(replicas: .max) }
                == invalid("Number of replicas must be non-negative")
        )
        #expect(
            refusal { $0.mode = .replicatedJob(maxConcurrent: .max, totalCompletions: 1) }
                == invalid("Maximum concurrent jobs must not be negative")
        )
        #expect(
            refusal { $0.mode = .replicatedJob(maxConcurrent: 1, totalCompletions: .max) }
                == invalid("Total completed jobs must not be negative")
        )
        #expect(
            refusal { $0.mode = .replicatedJob(maxConcurrent: 9, totalCompletions: 1) } == nil
        )
        #expect(
            refusal {
                $0.mode = .globalJob
                $0.update = UpdateConfig()
            } == invalid("Jobs may not have an update config")
        )
    }

    @Test mutating func `VAL-25 secrets need a name, a target and a file of their own`() {
        let id = SecretID(using: &random)
        func refusal(_ references: [SecretReference]) -> String? {
            self.refusal { $0.task.container.secrets = references }
        }
        let file = FileTarget(name: "app")
        #expect(
            refusal([SecretReference(id: id, name: "", file: file)])
                == invalid("malformed secret reference")
        )
        #expect(
            refusal([SecretReference(id: id, name: "a", file: nil)])
                == invalid("malformed secret reference, no target provided")
        )
        #expect(
            refusal([SecretReference(id: id, name: "a", file: FileTarget(name: ""))])
                == invalid("malformed file secret reference, invalid target file name provided")
        )
        #expect(
            refusal([
                SecretReference(id: id, name: "a", file: file),
                SecretReference(id: id, name: "b", file: file),
            ])
                == invalid("secret references 'a' and 'b' have a conflicting target: 'app'")
        )
    }

    @Test mutating func `VAL-26 configs likewise, but some are for the runtime`() {
        let id = ConfigID(using: &random)
        let secret = SecretID(using: &random)
        func refusal(_ references: [ConfigReference]) -> String? {
            self.refusal {
                $0.task.container.configs = references
                $0.task.container.secrets = [
                    SecretReference(id: secret, name: "s", file: FileTarget(name: "app"))
                ]
            }
        }
        let file = FileTarget(name: "app")
        #expect(
            refusal([
                ConfigReference(id: id, name: "a", file: file),
                ConfigReference(id: id, name: "b", file: nil),
            ]) == nil,
            "a secret may have the same file"
        )
        #expect(
            refusal([ConfigReference(id: id, name: "", file: file)])
                == invalid("malformed config reference")
        )
        #expect(
            refusal([ConfigReference(id: id, name: "a", file: FileTarget(name: ""))])
                == invalid("malformed file config reference, invalid target file name provided")
        )
        #expect(
            refusal([
                ConfigReference(id: id, name: "a", file: file),
                ConfigReference(id: id, name: "b", file: file),
            ])
                == invalid("config references 'a' and 'b' have a conflicting target: 'app'")
        )
    }

    @Test mutating func `VAL-27 a config with credentials is listed for the runtime`() {
        let id = ConfigID(using: &random)
        func refusal(_ file: FileTarget?) -> String? {
            self.refusal {
                $0.task.container.privileges = Privileges(credentials: .config(id))
                $0.task.container.configs = [ConfigReference(id: id, name: "c", file: file)]
            }
        }
        #expect(refusal(nil) == nil)
        #expect(
            refusal(FileTarget(name: "c"))
                == invalid(
                    "CredentialSpec references config '\(id)', but that config isn't in config "
                        + "references with RuntimeTarget"
                )
        )
    }

    @Test func `VAL-18 published ports are unique by number and protocol`() {
        func refusal(_ ports: [PortConfig]) -> String? {
            self.refusal { $0.endpoint = EndpointSpec(ports: ports) }
        }
        let one = PortConfig(targetPort: 80, publishedPort: 8080)
        var other = PortConfig(transport: .udp, targetPort: 80, publishedPort: 8080)
        #expect(refusal([one, other]) == nil)
        other = PortConfig(targetPort: 81, publishedPort: 8080, publishMode: .host)
        #expect(
            refusal([one, other])
                == invalid("EndpointSpec: duplicate published ports provided")
        )
        #expect(refusal([PortConfig(targetPort: 80), PortConfig(targetPort: 80)]) == nil)
    }

    @Test func `VAL-18 ALC-33 dnsrr goes with ports in host mode only`() {
        func refusal(_ mode: PortConfig.PublishMode) -> String? {
            self.refusal {
                $0.endpoint = EndpointSpec(
                    mode: .dnsrr,
                    ports: [PortConfig(targetPort: 80, publishMode: mode)]
                )
            }
        }
        #expect(refusal(.host) == nil)
        #expect(
            refusal(.ingress)
                == invalid(
                    "EndpointSpec: port published with ingress mode can't be used with dnsrr mode"
                )
        )
    }

    @Test func `VAL-17 the order is name, task, mode, update, endpoint`() {
        var spec = ServiceSpec(name: "-", mode: .replicated(replicas: .max))
        spec.update = UpdateConfig(delay: .seconds(-1))
        spec.endpoint = EndpointSpec(
            mode: .dnsrr,
            ports: [PortConfig(targetPort: 80)]
        )
        spec.task.resources.limits.nanoCPUs = 1
        spec.task.restart = RestartPolicy(delay: .seconds(-1))
        let steps: [(words: String, mend: (inout ServiceSpec) -> Void)] = [
            ("name must be valid", { $0.name = "web" }),
            ("invalid cpu value", { $0.task.resources.limits.nanoCPUs = 0 }),
            ("restart-delay", { $0.task.restart = nil }),
            ("image reference", { $0.task.container.image = "web" }),
            ("Number of replicas", { $0.mode = .global }),
            ("update-delay", { $0.update = nil }),
            ("dnsrr mode", { $0.endpoint = nil }),
        ]
        for (words, mend) in steps {
            let message = ServiceValidation.refusal(of: spec)?.message
            #expect(message?.contains(words) == true, "\(words): \(message ?? "accepted")")
            mend(&spec)
        }
        #expect(ServiceValidation.refusal(of: spec) == nil)
    }
}
