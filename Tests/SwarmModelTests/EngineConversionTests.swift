import Basics
import Foundation
import SwarmModel
import Testing

/// What an engine makes of a request before the managers see it.
@Suite struct EngineConversionTests {
    private var random = SeededGenerator(seed: 3)

    private func read(_ json: String) throws -> ServiceSpec {
        try JSONDecoder().decode(ServiceSpec.self, from: Data(json.utf8))
    }

    private mutating func convert(_ json: String) throws -> ServiceSpec {
        try EngineConversion.spec(read(json), using: &random)
    }

    @Test mutating func `OBJ-43 names, replicas and a job's counts are filled in`() throws {
        let template = #""TaskTemplate":{"ContainerSpec":{"Image":"a"}}"#
        let plain = try convert("{\(template)}")
        #expect(NameRules.refusal(ofObjectName: plain.name) == nil)
        #expect(plain.mode == .replicated(replicas: 1))
        let other = try convert("{\(template)}")
        #expect(other.name != plain.name)
        #expect(
            try convert(#"{"Mode":{"Replicated":{}},\#(template)}"#).mode
                == .replicated(replicas: 1)
        )
        #expect(
            try convert(#"{"Mode":{"ReplicatedJob":{}},\#(template)}"#).mode
                == .replicatedJob(maxConcurrent: 1, totalCompletions: 1)
        )
        #expect(
            try convert(#"{"Mode":{"ReplicatedJob":{"MaxConcurrent":4}},\#(template)}"#).mode
                == .replicatedJob(maxConcurrent: 4, totalCompletions: 4)
        )
        let monitor = try convert(#"{"UpdateConfig":{"Monitor":0},\#(template)}"#)
        #expect(monitor.update?.monitor == nil, "zero is not given")
    }

    @Test mutating func `OBJ-43 plugins are global, whatever the client left out`() throws {
        let template = #""TaskTemplate":{"Runtime":"plugin","PluginSpec":{"remote":"a/b"}}"#
        let plugin = try convert(#"{"Name":"p",\#(template)}"#)
        #expect(plugin.mode == .global)
        #expect(plugin.task.runtime == .plugin(PluginSpec(remote: "a/b")))
        #expect(
            throws: EngineError(status: 400, message: "plugins must not use replicated mode")
        ) { try read(#"{"Mode":{"Replicated":{"Replicas":2}},\#(template)}"#) }
        let encoded = String(decoding: try JSONEncoder().encode(plugin), as: UTF8.self)
        #expect(try read(encoded) == plugin)
    }

    @Test(arguments: [
        (#"{}"#, "mismatched Runtime and *Spec fields"),
        (#"{"TaskTemplate":{"Runtime":"plugin"}}"#, "mismatched Runtime and *Spec fields"),
        (#"{"TaskTemplate":{"Runtime":"attachment"}}"#, "unsupported runtime"),
        (#"{"TaskTemplate":{"Runtime":"wasm"}}"#, "unsupported runtime"),
        (
            #"{"TaskTemplate":{"RestartPolicy":{"Condition":"maybe"}}}"#,
            #"invalid RestartCondition: "maybe""#
        ),
        (#"{"UpdateConfig":{"Order":"sideways"}}"#, "unrecognized update order sideways"),
        (
            #"{"RollbackConfig":{"FailureAction":"cry"}}"#,
            "unrecongized update failure action cry"
        ),
        (#"{"EndpointSpec":{"Mode":"x"}}"#, #"invalid resolution mode: "x""#),
        (#"{"Mode":{"Global":{},"GlobalJob":{}}}"#, "must specify only one service mode"),
        (
            #"{"TaskTemplate":{"ContainerSpec":{"Mounts":[{"Type":"x","Target":"/a"}]}}}"#,
            #"invalid MountType: "x""#
        ),
        (
            #"{"TaskTemplate":{"ContainerSpec":{"Configs":[{"ConfigID":"kw7ewthmgstd5y8jqfzxx13i8"}]}}}"#,
            "either File or Runtime should be set"
        ),
        (
            #"{"TaskTemplate":{"ContainerSpec":{"Privileges":{"CredentialSpec":{}}}}}"#,
            #"invalid CredentialSpec: must either provide "file", "registry", or "config" for credential spec"#
        ),
    ])
    func `OBJ-43 what an engine refuses by itself`(json: String, words: String) throws {
        var random = random
        let error = #expect(throws: EngineError.self) {
            try EngineConversion.spec(try read(json), using: &random)
        }
        #expect(error == EngineError(status: 400, message: words))
    }

    @Test func `OBJ-43 unknown protocols and publish modes are the first of their kind`() throws {
        let spec = try read(
            #"{"EndpointSpec":{"Ports":[{"Protocol":"UDP","PublishMode":"HOST"},"#
                + #"{"Protocol":"quic","PublishMode":"x"}]}}"#
        )
        let ports = try #require(spec.endpoint?.ports)
        #expect(ports.map(\.transport) == [.udp, .tcp])
        #expect(ports.map(\.publishMode) == [.host, .ingress])
    }

    @Test func `OBJ-43 OBJ-30 roles and availabilities of nodes`() throws {
        func refusal(_ json: String) -> EngineError? {
            #expect(throws: EngineError.self) {
                try JSONDecoder().decode(NodeSpec.self, from: Data(json.utf8))
            }
        }
        #expect(refusal(#"{"Role":"boss"}"#)?.message == #"invalid Role: "boss""#)
        #expect(
            refusal(#"{"Availability":"lazy"}"#)?.message == #"invalid Availability: "lazy""#
        )
        let spec = try JSONDecoder().decode(
            NodeSpec.self,
            from: Data(#"{"Role":"manager","Availability":"drain","Labels":{"a":"b"}}"#.utf8)
        )
        #expect(spec == NodeSpec(labels: ["a": "b"], role: .manager, availability: .drain))
    }
}
