import Basics
import SwarmModel
import Testing

/// What is refused in the specs of networks, secrets, configs and the cluster.
@Suite struct NetworkValidationTests {
    private func refusal(_ change: (inout NetworkSpec) -> Void) -> String? {
        var spec = NetworkSpec(name: "app")
        change(&spec)
        return NetworkValidation.refusal(of: spec, plugins: ["weave"])?.message
    }

    private func invalid(_ text: String) -> String {
        "rpc error: code = InvalidArgument desc = \(text)"
    }

    @Test func `VAL-60 ingress, name, label and driver, in this order`() {
        #expect(
            refusal {
                $0.name = "-"
                $0.ingress = true
                $0.attachable = true
            } == invalid("ingress network cannot be attachable")
        )
        #expect(
            refusal {
                $0.name = "-"
                $0.labels = [predefinedNetworkLabel: ""]
            } == invalid("name must be valid as a DNS name component")
        )
        #expect(
            refusal {
                $0.labels = [predefinedNetworkLabel: ""]
                $0.driver = DriverSpec(name: "nosuch")
            }
                == "rpc error: code = PermissionDenied desc = label \(predefinedNetworkLabel) is for "
                + "internally created predefined networks and cannot be applied by users"
        )
        #expect(refusal { $0.driver = DriverSpec(name: "nosuch") } == #"plugin "nosuch" not found"#)
        #expect(
            refusal {
                $0.ingress = true
                $0.driver = DriverSpec(name: "bridge")
            }
                == "rpc error: code = Unimplemented desc = only overlay driver is currently "
                + "supported for ingress network"
        )
        for driver in ["", "overlay", "bridge", "host", "macvlan", "ipvlan", "weave"] {
            #expect(refusal { $0.driver = DriverSpec(name: driver) } == nil)
        }
    }

    @Test(arguments: [
        (Subnet(subnet: "10.1.0.0/16", range: "10.1.2.0/24", gateway: "10.1.0.1"), nil),
        (Subnet(subnet: "10.1.0.5/16"), nil),
        (Subnet(subnet: "10.1.0.0"), "ipam configuration: invalid subnet 10.1.0.0"),
        (Subnet(subnet: ""), "ipam configuration: invalid subnet "),
        (
            Subnet(subnet: "10.1.0.0/16", range: "x"),
            "ipam configuration: invalid range x"
        ),
        (
            Subnet(subnet: "10.1.0.0/16", range: "10.2.0.0/24"),
            "ipam configuration: subnet 10.1.0.0/16 does not contain range 10.2.0.0/24"
        ),
        (
            Subnet(subnet: "10.1.0.0/16", gateway: "10.1.0.0/16"),
            "ipam configuration: invalid gateway 10.1.0.0/16"
        ),
        (
            Subnet(subnet: "10.1.0.0/16", gateway: "10.2.0.1"),
            "ipam configuration: subnet 10.1.0.0/16 does not contain gateway 10.2.0.1"
        ),
    ])
    func `VAL-60 address pools`(pool: Subnet, text: String?) {
        #expect(refusal { $0.subnets = [pool] } == text.map(invalid))
    }

    @Test func `SEC-3 a secret with a driver needs the driver's name, and no data`() {
        func refusal(_ driver: String) -> String? {
            let spec = SecretSpec(
                name: "s",
                data: .sealed([], size: 0),
                driver: DriverSpec(name: driver)
            )
            return DataValidation.refusal(of: spec)?.message
        }
        #expect(refusal("") == invalid("secret driver must have a name"))
        #expect(
            refusal("nosuch") == "rpc error: code = Unknown desc = plugin \"nosuch\" not found"
        )
    }

    @Test func `SEC-4 only labels of secrets and configs can change`() {
        var random = SeededGenerator(seed: 1)
        let words = invalid("only updates to Labels are allowed")
        let secret = Secret(
            id: SecretID(using: &random),
            spec: SecretSpec(name: "s", data: .sealed([1], size: 1))
        )
        func secretRefusal(_ name: String, _ hasSameData: Bool?) -> String? {
            DataValidation.refusal(ofUpdating: secret, name: name, hasSameData: hasSameData)?
                .message
        }
        #expect(secretRefusal("s", nil) == nil)
        #expect(secretRefusal("s", true) == nil)
        #expect(secretRefusal("s", false) == words)
        #expect(secretRefusal("t", nil) == words)
        let config = Config(
            id: ConfigID(using: &random),
            spec: ConfigSpec(name: "c", data: [1, 2])
        )
        func configRefusal(_ spec: ConfigSpec) -> String? {
            DataValidation.refusal(ofUpdating: config, to: spec)?.message
        }
        #expect(configRefusal(ConfigSpec(name: "c", labels: ["a": "b"], data: [])) == nil)
        #expect(configRefusal(ConfigSpec(name: "c", data: [1, 2])) == nil)
        #expect(configRefusal(ConfigSpec(name: "c", data: [1])) == words)
        #expect(configRefusal(ConfigSpec(name: "d", data: [1, 2])) == words)
    }

    @Test func `SEC-2 VAL-2 an empty name is refused in other words`() {
        #expect(
            NameRules.refusal(ofDataName: "")?.message == invalid("name must be provided")
        )
        #expect(
            NameRules.refusal(ofObjectName: "")?.message == invalid("meta: name must be provided")
        )
    }

    @Test func `VAL-70 the cluster's name stays, its heartbeat is not negative`() {
        var spec = ClusterSpec()
        spec.name = "other"
        #expect(
            ClusterValidation.refusal(of: spec)?.message
                == invalid("modification of cluster name is not allowed")
        )
        spec.heartbeatPeriod = Moment(nanoseconds: -1)
        #expect(
            ClusterValidation.refusal(of: spec)?.message
                == invalid("heartbeat time period cannot be a negative duration")
        )
        #expect(ClusterValidation.refusal(of: ClusterSpec()) == nil)
    }
}
