import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

@testable import Console

/// The usual test's cluster with addresses: `shop_web` and `shop_api` on `shop_default`, and the web
/// service behind port 8010.
struct NetworkDemo {
    var shop = DemoCluster()
    let ingress: NetworkID
    let network: NetworkID
    private(set) var webTasks: [TaskID] = []

    var builder: ClusterBuilder {
        get { shop.builder }
        set { shop.builder = newValue }
    }

    init() {
        var shop = DemoCluster()
        network =
            shop.builder.store.networks.first { $0.name == "shop_default" }?.id
            ?? shop.builder.network("shop")
        ingress = shop.builder.network("ingress") { $0.ingress = true }
        self.shop = shop
        let port = PortConfig(targetPort: 80, publishedPort: 8_010)
        expose(shop.web, alias: "web", at: 2, ports: [port])
        expose(shop.api, alias: "api", at: 3)
        for slot in 1...6 { attach(shop.web, slot: slot, at: 20 + slot) }
        for slot in 1...3 { attach(shop.api, slot: slot, at: 30 + slot) }
        webTasks = (1...6).compactMap {
            self.shop.builder.store.tasks(of: shop.web, in: .slot($0)).last?.id
        }
        for index in 0...1 {
            self.shop.builder.loadBalancers[.init(node: shop.nodes[index], network: network)] =
                "10.0.1.\(51 + index)/24"
        }
        for (index, node) in shop.nodes.enumerated() {
            self.shop.builder.loadBalancers[.init(node: node, network: ingress)] =
                "10.0.0.\(51 + index)/24"
        }
    }

    private mutating func expose(
        _ id: ServiceID,
        alias: String,
        at host: Int,
        ports: [PortConfig] = []
    ) {
        let network = network
        let ingress = ingress
        shop.builder.change(id) { service in
            service.spec.task.networks = [
                NetworkAttachmentSpec(target: network, aliases: [alias])
            ]
            service.spec.endpoint = EndpointSpec(ports: ports)
            var addresses: [Endpoint.VirtualIP] = []
            if !ports.isEmpty {
                addresses.append(.init(network: ingress, address: "10.0.0.\(host)/24"))
            }
            addresses.append(.init(network: network, address: "10.0.1.\(host)/24"))
            service.endpoint = Endpoint(
                spec: EndpointSpec(ports: ports),
                ports: ports,
                virtualIPs: addresses
            )
        }
    }

    private mutating func attach(_ service: ServiceID, slot: Int, at host: Int) {
        let isPublished = service == shop.web
        let networks = isPublished ? [ingress, network] : [network]
        for task in shop.builder.store.tasks(of: service, in: .slot(slot)) {
            shop.builder.change(task.id) { task in
                task.networks = networks.enumerated().map { index, network in
                    let part = networks.count - 1 - index
                    return NetworkAttachment(
                        network: network,
                        addresses: ["10.0.\(1 - part).\(host)/24"]
                    )
                }
            }
        }
    }

    var virtualAnswer: Result<NameAnswer, EngineError> {
        .success(
            NameAnswer(
                .virtualIP,
                [.init(address: "10.0.1.3", owner: .service(shop.api), name: "shop_api")],
                on: network,
                searched: [network]
            )
        )
    }

    /// `tasks.web`: six addresses.
    var tasksAnswer: Result<NameAnswer, EngineError> {
        let records = webTasks.compactMap { builder.store.task($0) }.map { task in
            NameAnswer.Record(
                address: task.addressWords(on: network),
                owner: .task(task.id),
                name: task.name
            )
        }
        return .success(NameAnswer(.tasks, records, on: network, searched: [network]))
    }

    /// Six requests to node2, the third task of which is worn out.
    var report: RequestReport {
        var report = RequestReport(
            .published(node: shop.nodes[1], port: 8_010),
            count: 6,
            entry: shop.nodes[1]
        )
        report.way = .ingress
        report.service = shop.web
        report.network = ingress
        report.entryAddress = "10.0.0.3"
        report.port = 80
        for index in 0..<6 {
            guard let task = builder.store.task(webTasks[index % 3]), let node = task.nodeID else {
                continue
            }
            report.traces.append(
                .init(
                    task: task.id,
                    node: node,
                    address: task.addressWords(on: ingress),
                    status: index % 3 == 2 ? 500 : 200
                )
            )
        }
        report.shares = (0..<3).map {
            .init(task: webTasks[$0], count: 2, failed: $0 == 2 ? 2 : 0)
        }
        return report
    }
}
