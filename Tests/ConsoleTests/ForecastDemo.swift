import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// The demonstration's cluster, of which forecasts can be had, and some of those.
struct ForecastDemo {
    var shop = DemoCluster()

    init(_ basis: Forecast.Basis = .exact) { shop.builder.forecasts = basis }

    var builder: ClusterBuilder { shop.builder }

    /// What a drain of node4 might bring.
    func drain(_ basis: Forecast.Basis = .exact) -> Forecast {
        let managers = builder.snapshot.managers
        var forecast = Forecast(basis: basis, start: builder.now, managers: managers)
        let (two, four, five) = (shop.nodes[1], shop.nodes[3], shop.nodes[4])
        func replica(
            _ service: ServiceID,
            _ name: String,
            _ slot: Int,
            to: NodeID?,
            _ outcome: Forecast.Replica.Outcome,
            _ after: Duration?
        ) -> Forecast.Replica {
            Forecast.Replica(
                service: service,
                place: .slot(slot),
                name: "\(name).\(slot)",
                from: four,
                to: to,
                outcome: outcome,
                after: after
            )
        }
        forecast.replicas = [
            replica(shop.api, "shop_api", 3, to: two, .running, .milliseconds(2_300)),
            replica(
                shop.db,
                "shop_db",
                1,
                to: nil,
                .waiting(
                    "no suitable node (scheduling constraints not satisfied on 4 nodes; "
                        + "1 node not available for new tasks)"
                ),
                nil
            ),
            Forecast.Replica(
                service: shop.proxy,
                place: .node(four),
                name: "shop_proxy on node4",
                from: four,
                to: nil,
                outcome: .stopped,
                after: nil
            ),
            replica(shop.web, "shop_web", 4, to: five, .running, .milliseconds(1_900)),
        ]
        forecast.services = [
            outlook(shop.api, "shop_api", (3, 2, 3), .milliseconds(2_300)),
            outlook(shop.db, "shop_db", (1, 0, 0), .zero),
            outlook(shop.proxy, "shop_proxy", (5, 4, 4), .zero),
            outlook(shop.web, "shop_web", (6, 5, 6), .milliseconds(1_900)),
        ]
        forecast.duration = .milliseconds(2_300)
        return forecast
    }

    private func outlook(
        _ service: ServiceID,
        _ name: String,
        _ counts: (Int, Int, Int),
        _ below: Duration
    ) -> Forecast.Outlook {
        Forecast.Outlook(
            service: service,
            name: name,
            before: counts.0,
            lowest: counts.1,
            after: counts.2,
            below: below
        )
    }

    /// Why the database's task waits, after node4 was drained.
    func placement(of task: TaskID, isEstimate: Bool = false) -> PlacementReport {
        let reason = "node.labels.disk == ssd"
        var rows = shop.nodes.enumerated().map { index, node in
            PlacementReport.Row(
                node: node,
                refusal: .constraints,
                reason: reason,
                activeTasks: index + 2
            )
        }
        rows[3].refusal = .ready
        rows[3].reason = "its availability is drain"
        return PlacementReport(
            question: .task(task),
            service: shop.db,
            node: nil,
            rows: rows,
            isEstimate: isEstimate
        )
    }

    /// Where the web service's next replica would go.
    func nextOfWeb() -> PlacementReport {
        let counts = [(2, 4), (1, 4), (1, 3), (1, 5), (1, 3)]
        var rows = zip(shop.nodes, counts).map { node, count in
            PlacementReport.Row(
                node: node,
                refusal: nil,
                serviceTasks: count.0,
                activeTasks: count.1
            )
        }
        rows[4].refusal = .resources
        rows[4].reason = "asks 2 CPU, 0.5 left"
        return PlacementReport(
            question: .next(shop.web),
            service: shop.web,
            node: nil,
            rows: rows
        )
    }
}
