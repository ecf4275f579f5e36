import Allocation
import Basics
import SwarmModel
import SwarmStore
import Testing

@Suite struct VirtualIPTests {
    @Test func `ALC-30 one address per network, and one on ingress if a port needs it`() throws {
        var stage = Stage(withIngress: true)
        let networks = ["a", "b"].map { stage.addNetwork($0) }
        let service = stage.addService(ports: [.tcp(80)], networks: networks)
        stage.settle()
        let endpoint = try #require(stage.store.service(service)?.endpoint)
        let ingress = try #require(stage.store.ingressNetwork?.id)
        #expect(endpoint.virtualIPs.map(\.network) == [ingress] + networks)
        #expect(
            endpoint.virtualIPs.map(\.address) == ["10.0.0.2/24", "10.0.1.2/24", "10.0.2.2/24"]
        )
    }

    @Test func `ALC-30 mode dnsrr has none, and frees those there were`() {
        var stage = Stage()
        let network = stage.addNetwork("tiny") { $0.subnets = [Subnet(subnet: "10.9.0.0/29")] }
        let service = stage.addService(ports: [], networks: [network])
        stage.settle()
        #expect(stage.virtualIPs(of: service) == ["10.9.0.2/29"])
        stage.change(service) { $0.endpoint = EndpointSpec(mode: .dnsrr) }
        stage.settle()
        #expect(stage.virtualIPs(of: service) == [])
        let tasks = stage.addTasks(5, of: service)
        stage.settle()
        #expect(Set(tasks.flatMap { stage.addresses(of: $0) }).contains("10.9.0.2/29"))
    }

    @Test func `ALC-30 a dnsrr service without ports has no endpoint at all`() {
        var stage = Stage()
        let network = stage.addNetwork("a")
        let service = stage.addService(ports: [], mode: .dnsrr, networks: [network])
        let task = stage.addTask(of: service)
        stage.settle()
        #expect(stage.store.service(service)?.endpoint == nil)
        #expect(stage.addresses(of: task) == ["10.0.0.2/24"])
    }

    @Test func `ALC-31 a network that is added or removed changes just its own address`() {
        var stage = Stage()
        let networks = ["a", "b", "c"].map { stage.addNetwork($0) }
        let service = stage.addService(ports: [], networks: [networks[0], networks[1]])
        stage.settle()
        stage.change(service) {
            $0.task.networks = [networks[2], networks[1]].map { NetworkAttachmentSpec(target: $0) }
        }
        stage.settle()
        #expect(stage.virtualIPs(of: service) == ["10.0.1.2/24", "10.0.2.2/24"])
        stage.change(service) { $0.task.networks = [] }
        stage.settle()
        #expect(stage.virtualIPs(of: service) == [])
    }

    @Test func `ALC-31 the address on ingress goes with the last ingress port`() {
        var stage = Stage(withIngress: true)
        let network = stage.addNetwork("a")
        let service = stage.addService(ports: [.tcp(80)], networks: [network])
        stage.settle()
        stage.publish([.host(80)], on: service)
        stage.settle()
        #expect(stage.virtualIPs(of: service) == ["10.0.1.2/24"])
        stage.publish([.tcp(80)], on: service)
        stage.settle()
        #expect(stage.virtualIPs(of: service) == ["10.0.1.2/24", "10.0.0.3/24"])
    }

    @Test func `ALC-32 addresses survive scaling and updates`() {
        var stage = Stage(withIngress: true)
        let network = stage.addNetwork("a")
        let service = stage.addService(ports: [.tcp()], networks: [network])
        stage.settle()
        let before = stage.store.service(service)?.endpoint
        stage.change(service) {
            $0.mode = .replicated(replicas: 9)
            $0.task.container.image = "other"
            $0.labels["x"] = "y"
        }
        stage.settle()
        #expect(stage.store.service(service)?.endpoint == before)
        #expect(before?.virtualIPs.count == 2)
    }

    @Test func `ALC-25 without an ingress network a service with ingress ports waits for one`() {
        var stage = Stage()
        let service = stage.addService(ports: [.tcp(80)])
        let task = stage.addTask(of: service)
        stage.settle()
        #expect(stage.store.service(service)?.endpoint == nil)
        stage.addNetwork("ingress") { $0.ingress = true }
        stage.settle()
        #expect(stage.virtualIPs(of: service) == ["10.0.0.2/24"])
        #expect(stage.state(of: task) == .pending)
    }
}
