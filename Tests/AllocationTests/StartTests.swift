import Allocation
import Basics
import SwarmModel
import SwarmStore
import Testing

/// What a new leader's allocator does first.
@Suite struct StartTests {
    @Test func `ALC-6 nothing new takes an address that somebody has`() throws {
        var stage = Stage(withIngress: true)
        let network = stage.addNetwork("app")
        let node = stage.addNode()
        stage.settle()
        let old = stage.addService("old", ports: [.tcp()], networks: [network])
        stage.settle()
        let task = stage.addTask(of: old)
        stage.settle()
        stage.assign(task, to: node)
        stage.settle()
        let taken = try #require(stage.virtualIPs(of: old)) + stage.addresses(of: task)
        // These came while nobody led, and are looked at first: their ids are lower.
        var hurried: [ServiceID] = []
        while hurried.count < 3 {
            let id = stage.addService("new", ports: [.tcp()], networks: [network])
            if id < old { hurried.append(id) } else { stage.store.remove(id) }
        }
        _ = stage.store.takeChanges()
        stage.allocator = Allocator()
        stage.allocator.restore(from: stage.store)
        stage.settle()
        #expect(try #require(stage.virtualIPs(of: old)) + stage.addresses(of: task) == taken)
        let given = hurried.flatMap { stage.virtualIPs(of: $0) ?? [] }
        #expect(given.count == 6)
        #expect(Set(given).count == 6 && Set(given).isDisjoint(with: taken))
        let ports = hurried.flatMap { stage.ports(of: $0) ?? [] }
        #expect(Set(ports).count == 3)
        #expect(!ports.contains(try #require(stage.ports(of: old)?.first)))
    }
}
