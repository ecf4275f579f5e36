import Basics
import Foundation
import SwarmModel
import Testing

@Suite struct WireTests {
    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func read<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    @Test func `a minimal service is written with nothing but what it must have`() throws {
        var spec = ServiceSpec(name: "minimal")
        spec.task.container = ContainerSpec(image: "web:1.0")
        spec.task.container.isolation = "default"
        let template =
            #"{"ContainerSpec":{"Image":"web:1.0","Isolation":"default"},"ForceUpdate":0,"#
            + #""Runtime":"container"}"#
        #expect(
            try json(spec)
                == #"{"Labels":{},"Mode":{"Replicated":{"Replicas":1}},"Name":"minimal","#
                + #""TaskTemplate":\#(template)}"#
        )
    }

    @Test func `absent, null and empty mean the same`() throws {
        let absent = try read(
            ServiceSpec.self,
            #"{"Name":"a","TaskTemplate":{"ContainerSpec":{}}}"#
        )
        let null = try read(
            ServiceSpec.self,
            #"{"Name":"a","Labels":null,"TaskTemplate":{"ContainerSpec":{"Labels":null},"Networks":null,"#
                + #""Resources":null,"Placement":null},"Mode":null,"UpdateConfig":null}"#
        )
        let empty = try read(
            ServiceSpec.self,
            #"{"Name":"a","Labels":{},"TaskTemplate":{"ContainerSpec":{"DNSConfig":{}},"#
                + #""Networks":[],"Resources":{"Limits":{}},"Placement":{}},"Mode":{"Replicated":{}}}"#
        )
        #expect(absent == null)
        #expect(absent == empty)
        #expect(absent == ServiceSpec(name: "a"))
    }

    @Test(arguments: [
        "", #","Resources":{}"#, #","Resources":{"Limits":{}},"Placement":{}"#,
        #","Resources":{"Limits":{},"Reservations":{}}"#, #","Placement":{}"#,
    ])
    func `API-7 blocks with nothing in them are shown as they came`(blocks: String) throws {
        for dns in ["", #""DNSConfig":{},"#] {
            let text =
                #"{"ContainerSpec":{\#(dns)"Image":"a"},"ForceUpdate":0\#(sorted(blocks))}"#
            let spec = try read(TaskSpec.self, text)
            #expect(try json(spec) == text)
            #expect(spec == TaskSpec(container: ContainerSpec(image: "a")))
        }
    }

    /// Keys are written in their order.
    private func sorted(_ blocks: String) -> String {
        guard blocks.hasPrefix(#","Resources""#), let place = blocks.range(of: #","Placement""#)
        else { return blocks }
        return String(blocks[place.lowerBound...] + blocks[..<place.lowerBound])
    }

    @Test func `UPD-1 an update configuration that is empty is not one that is absent`() throws {
        let spec = try read(ServiceSpec.self, #"{"Name":"a","UpdateConfig":{}}"#)
        #expect(spec.rollback == nil)
        #expect(spec.update?.parallelism == 0)
        #expect(spec.update?.monitor == nil)
        #expect(try read(ServiceSpec.self, json(spec)) == spec)
    }

    @Test func `empty words take the default, unknown words are refused`() throws {
        let config = try read(UpdateConfig.self, #"{"Order":"","FailureAction":""}"#)
        #expect(config.order == .stopFirst)
        #expect(config.failureAction == .pause)
        #expect(throws: EngineError.self) {
            try read(UpdateConfig.self, #"{"Order":"sideways"}"#)
        }
    }

    @Test func `a zero number of replicas stays zero`() throws {
        var spec = ServiceSpec(name: "a", mode: .replicated(replicas: 0))
        #expect(try read(ServiceSpec.self, json(spec)).mode == .replicated(replicas: 0))
        spec.mode = .replicatedJob(maxConcurrent: 2, totalCompletions: 7)
        #expect(try read(ServiceSpec.self, json(spec)) == spec)
        let job = try read(ServiceMode.self, #"{"ReplicatedJob":{}}"#)
        #expect(job == .replicatedJob(maxConcurrent: 1, totalCompletions: 1))
    }

    @Test func `generic resources and runtime configs keep their kind`() throws {
        var spec = TaskSpec()
        spec.resources.reservations.generic = [
            .named(kind: "gpu", value: "uuid-1"), .discrete(kind: "ssd", value: 3),
        ]
        var random = SeededGenerator(seed: 1)
        let config = ConfigReference(id: ConfigID(using: &random), name: "c", file: nil)
        spec.container.configs = [config]
        #expect(try json(spec).contains(#""Runtime":{}"#))
        #expect(try read(TaskSpec.self, json(spec)) == spec)
    }

    @Test func `SEC-1 the data of a secret is never on the wire`() throws {
        var random = SeededGenerator(seed: 1)
        let spec = SecretSpec(name: "pw", data: .plain(Array("hunter2".utf8)))
        let secret = Secret(id: SecretID(using: &random), spec: spec)
        let wire = try json(EngineSecret(secret, epoch: epoch))
        #expect(!wire.contains("Data"))
        #expect(!wire.contains(Base64.encode(Array("hunter2".utf8))))
    }

    @Test func `SEC-1 data that nobody sealed is refused at rest`() throws {
        let plain = SecretSpec(name: "pw", data: .plain([1, 2, 3]))
        #expect(throws: EncodingError.self) { try json(ClusterCommand.createSecret(plain)) }
        let sealed = SecretSpec(name: "pw", data: .sealed([9, 9], size: 3))
        let command = ClusterCommand.createSecret(sealed)
        #expect(try read(ClusterCommand.self, json(command)) == command)
    }

    @Test func `a task shows its networks as the swarm has them`() throws {
        var random = SeededGenerator(seed: 1)
        let network = Network(
            id: NetworkID(using: &random),
            spec: NetworkSpec(name: "back", labels: ["a": "b"], attachable: true),
            subnets: [Subnet(subnet: "10.0.4.0/24", gateway: "10.0.4.1")],
            vxlanID: 4_102
        )
        let service = Service(id: ServiceID(using: &random), spec: ServiceSpec(name: "web"))
        var task = SwarmTask(id: TaskID(using: &random), service: service, slot: 1, now: .zero)
        task.networks = [NetworkAttachment(network: network.id, addresses: ["10.0.4.4/24"])]
        let wire = EngineTask(task, epoch: epoch) { $0 == network.id ? network : nil }
        let lines = try outline(wire)
        #expect(lines.contains(".NetworksAttachments[0].Addresses[0] = 10.0.4.4/24"))
        #expect(lines.contains(".NetworksAttachments[0].Network.ID = \(network.id)"))
        #expect(lines.contains(".NetworksAttachments[0].Network.Spec.Attachable = 1"))
        #expect(
            lines.contains(
                ".NetworksAttachments[0].Network.IPAMOptions.Configs[0].Gateway = 10.0.4.1"
            )
        )
        let again = try read(EngineTask.self, json(wire))
            .task(epoch: epoch, serviceName: "web", spec: task.spec)
        #expect(again?.networks == task.networks)
    }

    @Test func `OBJ-41 a partial update of the cluster wipes what it leaves out`() throws {
        let sent = try read(EngineClusterSpec.self, #"{"Name":"default","Orchestration":{}}"#)
        let merged = sent.merged(into: ClusterSpec())
        #expect(merged.taskHistoryRetentionLimit == 0)
        #expect(merged.heartbeatPeriod == .zero)
        #expect(merged.defaultAddressPool == ["10.0.0.0/8"])
    }
}
