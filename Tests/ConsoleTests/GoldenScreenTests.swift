import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Every screen at four sizes, as text files that people can read.
struct GoldenScreenTests {
    /// Keys or a command line that lead from the deck to a screen.
    enum Way: Sendable {
        case keys(String)
        case command(String)

        /// A console over the demo, in the middle of an update, that has gone this way.
        func driver(_ columns: Int, _ rows: Int) -> ConsoleDriver {
            var demo = DemoCluster()
            var driver = ConsoleDriver(demo.builder, size: Size(columns: columns, rows: rows))
            demo.beginUpdate()
            driver.show(demo.builder)
            driver.pass(.seconds(3))
            switch self {
            case .keys(let keys): driver.type(keys)
            case .command(let line): driver.command(line)
            }
            return driver
        }
    }

    static let ways: [(name: String, way: Way)] = [
        ("deck", .keys("")),
        ("deck-nodes", .keys("<tab>")),
        ("deck-map", .keys("<tab><tab>")),
        ("deck-events", .keys("<tab><tab><tab>")),
        ("nodes", .command("nodes")),
        ("services", .command("services")),
        ("tasks-of-service", .command("tasks worker")),
        ("tasks-of-node", .command("tasks node4")),
        ("tasks", .command("tasks")),
        ("stacks", .command("stacks")),
        ("networks", .command("networks")),
        ("configs", .command("configs")),
        ("secrets", .command("secrets")),
        ("volumes", .command("volumes")),
        ("images", .command("images")),
        ("swarm", .command("swarm")),
        ("events", .command("events")),
        ("aliases", .command("aliases")),
        ("themes", .command("theme")),
        ("frozen", .keys("F")),
        ("filter-regex", .keys("/-r <^>(web|shop)")),
        ("rollout", .command("rollout shop_web")),
        ("describe-service", .command("describe service shop_web")),
        ("describe-node", .command("describe node node1")),
        ("help", .keys("?")),
        ("menu", .keys("m")),
        ("ops", .command("ops")),
        ("box-drain", .command("drain node4")),
        ("box-scale", .command("scale shop_web 8")),
        ("box-rollback", .command("rollback shop_web")),
        ("box-demote", .command("demote node1")),
        ("box-remove-stack", .command("stack rm shop")),
        ("prompt", .keys(":sc<tab>")),
        ("filter", .keys("/we")),
        ("training", .keys("<f9>>")),
        ("marks", .keys("<tab><space><space>c")),
    ]

    @Test(arguments: ways.map(\.name))
    func `screens look as they did`(name: String) throws {
        let way = try #require(Self.ways.first { $0.name == name }?.way)
        for (columns, rows) in Golden.sizes {
            let driver = way.driver(columns, rows)
            try Golden.check(driver.grid(), name)
        }
    }
}
