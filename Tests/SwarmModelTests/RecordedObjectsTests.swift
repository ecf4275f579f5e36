import Basics
import Foundation
import SwarmModel
import Testing

@Suite struct RecordedObjectsTests {
    /// What the core does not keep, so that it does not come back.
    private static let notKept: Set<String> = [
        "Privileges", "Templating", "Raft", "CAConfig", "EncryptionConfig",
        "DataPathPort",
    ]

    @Test(arguments: Recording.all("services"))
    func `a recorded service comes back as it was`(_ recording: Recording) throws {
        let service = try recording.decode(EngineService.self)
        let again = EngineService(
            service.service(epoch: epoch),
            epoch: epoch,
            counts: service.counts
        )
        let differences = try recording.differences(from: again, without: Self.notKept)
        #expect(differences == [])
    }

    @Test(arguments: Recording.all("serviceRequests"))
    func `nothing of a recorded service request is lost`(_ recording: Recording) throws {
        let spec = try recording.decode(ServiceSpec.self)
        let kept = Set(try outline(spec))
        // What clients send and means nothing: false, zero and empty words.
        let sent = try outline(recording.json, without: Self.notKept).filter {
            !$0.hasSuffix(" = 0") && !$0.hasSuffix(" = false")
        }
        #expect(sent.filter { !kept.contains($0) } == [])
        let encoded = try JSONEncoder().encode(spec)
        #expect(try JSONDecoder().decode(ServiceSpec.self, from: encoded) == spec)
    }

    @Test(arguments: Recording.all("nodes"))
    func `a recorded node comes back as it was`(_ recording: Recording) throws {
        let node = try recording.decode(EngineNode.self).node(epoch: epoch)
        let differences = try recording.differences(from: EngineNode(node, epoch: epoch))
        #expect(differences == [])
        #expect((node.manager != nil) == (node.role == .manager))
    }

    @Test(arguments: Recording.all("tasks"))
    func `a recorded task comes back as it was`(_ recording: Recording) throws {
        let wire = try recording.decode(EngineTask.self)
        let task = try #require(
            wire.task(epoch: epoch, serviceName: "web", spec: Shared(wire.taskSpec))
        )
        var elsewhere = Self.notKept.union(["NetworksAttachments"])
        // A container that never was is told as one without a name.
        if task.status.container == nil { elsewhere.insert("ContainerStatus") }
        let again = EngineTask(task, epoch: epoch) { _ in nil }
        let differences = try recording.differences(from: again, without: elsewhere)
        #expect(differences == [])
    }

    @Test(arguments: Recording.all("networks"))
    func `a recorded network comes back as it was`(_ recording: Recording) throws {
        let wire = try recording.decode(EngineNetwork.self)
        let network = try #require(wire.network(epoch: epoch))
        #expect(network.vxlanID != nil || network.spec.driver.name != "overlay")
        let differences = try recording.differences(from: EngineNetwork(network, epoch: epoch))
        #expect(differences == [])
    }

    @Test(arguments: Recording.all("networkRequests"))
    func `nothing of a recorded network request is lost`(_ recording: Recording) throws {
        let spec = try recording.decode(NetworkSpec.self)
        let kept = Set(try outline(spec))
        let sent = try outline(recording.json, without: ["CheckDuplicate", "Scope", "IPAM"])
            .filter { !$0.hasSuffix(" = 0") }
        #expect(sent.filter { !kept.contains($0) } == [])
    }

    @Test(arguments: Recording.all("secrets"))
    func `a recorded secret comes back as it was`(_ recording: Recording) throws {
        let secret = try recording.decode(EngineSecret.self).secret(epoch: epoch)
        #expect(secret.spec.data == .withheld)
        let differences = try recording.differences(from: EngineSecret(secret, epoch: epoch))
        #expect(differences == [])
    }

    @Test(arguments: Recording.all("secretRequests"))
    func `a recorded secret request comes back as it was`(_ recording: Recording) throws {
        let request = try recording.decode(EngineSecretRequest.self)
        let differences = try recording.differences(from: request, without: ["Driver"])
        #expect(differences == [])
    }

    @Test(arguments: Recording.all("configs"))
    func `a recorded config comes back as it was`(_ recording: Recording) throws {
        let config = try recording.decode(EngineConfig.self).config(epoch: epoch)
        #expect(!config.spec.data.isEmpty)
        let differences = try recording.differences(
            from: EngineConfig(config, epoch: epoch),
            without: Self.notKept
        )
        #expect(differences == [])
    }

    @Test(arguments: Recording.all("clusters"))
    func `a recorded cluster comes back as it was`(_ recording: Recording) throws {
        let cluster = try recording.decode(EngineCluster.self).cluster(epoch: epoch)
        let differences = try recording.differences(
            from: EngineCluster(cluster, epoch: epoch),
            without: Self.notKept
        )
        #expect(differences == [])
    }

    @Test func `there are recordings of every kind`() {
        let kinds = [
            "services", "serviceRequests", "nodes", "tasks", "networks", "networkRequests",
            "secrets", "secretRequests", "configs", "clusters",
        ]
        #expect(kinds.filter { Recording.all($0).count < 3 } == [])
    }
}
