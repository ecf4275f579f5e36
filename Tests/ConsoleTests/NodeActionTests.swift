import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct NodeActionTests {
    let demo = DemoCluster()

    /// The nodes table with the node of that number (from 1) selected.
    func driver(at node: Int, _ builder: ClusterBuilder? = nil) -> ConsoleDriver {
        var driver = ConsoleDriver(builder ?? demo.builder)
        driver.command("nodes")
        driver.type(String(repeating: "j", count: node - 1))
        _ = driver.takeEffects()
        return driver
    }

    func update(_ index: Int, _ change: (inout NodeSpec) -> Void) throws -> ClusterCommand {
        let node = try #require(demo.builder.store.node(demo.nodes[index - 1]))
        var spec = node.spec
        change(&spec)
        return .updateNode(node.id, version: node.meta.version, spec: spec)
    }

    @Test(arguments: [("r", NodeAvailability.drain), ("c", .pause)])
    func `drain and pause ask, then carry the version along`(
        key: String,
        availability: NodeAvailability
    ) throws {
        var driver = driver(at: 4)
        driver.type(key)
        #expect(driver.box?.focus == .cancel)
        #expect(driver.takeEffects() == [])
        driver.type("<tab><enter>")
        #expect(try driver.takeCommands() == [update(4) { $0.availability = availability }])
        #expect(driver.box == nil)
    }

    @Test func `enter on cancel changes nothing`() {
        var driver = driver(at: 4)
        driver.type("r<enter>")
        #expect(driver.box == nil)
        #expect(driver.takeEffects() == [])
    }

    @Test func `activate of a drained node`() throws {
        var demo = demo
        demo.builder.change(demo.nodes[3]) { $0.spec.availability = .drain }
        var driver = driver(at: 4, demo.builder)
        driver.type("u<right><enter>")
        let node = try #require(demo.builder.store.node(demo.nodes[3]))
        var spec = node.spec
        spec.availability = .active
        #expect(
            driver.takeCommands() == [.updateNode(node.id, version: node.meta.version, spec: spec)]
        )
    }

    @Test func `what is so already is refused with its reason`() {
        var driver = driver(at: 4)
        driver.type("u")
        #expect(driver.box == nil)
        #expect(driver.text.contains("its availability is active already"))
    }

    @Test func `a drain says what moves, what cannot, and what stays behind`() {
        var driver = driver(at: 4)
        driver.type("r")
        let text = driver.text
        #expect(text.contains("3 tasks move"))
        #expect(
            text.contains(
                "shop_db: 1 task cannot move, no other node meets node.labels.disk == ssd"
            )
        )
        #expect(text.contains("interrupted, with one replica only: shop_db"))
        #expect(text.contains("Global tasks stop here and are not replaced: shop_proxy"))
        #expect(text.contains("volume shop_data stays behind"))
        #expect(text.contains("$ docker node update --availability drain node4"))
    }

    @Test func `the drain of a manager keeps its vote`() {
        var driver = driver(at: 1)
        driver.type("r")
        #expect(driver.text.contains("It stays a leader and keeps its vote"))
    }

    @Test func `the role box promotes a worker and shows the quorum before and after`() throws {
        var driver = driver(at: 5)
        driver.type("M")
        #expect(driver.text.contains("3 managers · survives 1 loss → 4 managers · survives 1 loss"))
        #expect(driver.text.contains("an even number of managers survives no more than 3 would"))
        driver.type("<tab><enter>")
        #expect(try driver.takeCommands() == [update(5) { $0.role = .manager }])
    }

    @Test func `the role box demotes a manager and warns for the leader`() throws {
        var driver = driver(at: 1)
        driver.type("M")
        #expect(
            driver.text.contains("3 managers · survives 1 loss → 2 managers · survives no loss")
        )
        #expect(driver.text.contains("it is the leader"))
        driver.type("<tab><enter>")
        #expect(try driver.takeCommands() == [update(1) { $0.role = .worker }])
    }

    @Test func `ROL-3 a demotion that would lose the quorum is refused in the box`() {
        var demo = demo
        demo.builder.change(demo.nodes[2]) {
            $0.status.state = .down
            $0.manager?.reachability = .unreachable
        }
        var driver = driver(at: 2, demo.builder)
        driver.type("M")
        #expect(driver.text.contains("refused: it would lose the quorum"))
        driver.type("<tab><enter><enter>")
        #expect(driver.takeEffects() == [])
    }

    @Test func `ROL-2 the last manager is not demoted`() {
        var builder = ClusterBuilder()
        builder.node("alone", role: .manager, leader: true)
        var driver = driver(at: 1, builder)
        driver.type("M")
        #expect(driver.text.contains("refused: it is the last manager of the swarm"))
    }

    @Test func `the label editor saves what is there at the end`() throws {
        var driver = driver(at: 4)
        driver.type("L")
        #expect(driver.box?.field.text == "disk=ssd zone=b")
        driver.type("^uzone=c tier=front<enter>")
        #expect(driver.text.contains("label disk ssd → none"))
        #expect(driver.text.contains("constraints of shop_db no longer hold"))
        driver.type("<enter>")
        #expect(
            try driver.takeCommands() == [update(4) { $0.labels = ["zone": "c", "tier": "front"] }]
        )
        #expect(
            driver.model.operations.operations.last?.docker.string
                == "docker node update --label-rm disk --label-add tier=front --label-add zone=c node4"
        )
    }

    @Test func `a ready worker is removed by force, after its name was typed`() {
        var driver = driver(at: 5)
        driver.type("^d")
        driver.type("node<enter><enter>")
        #expect(driver.takeEffects() == [])
        driver.type("5<enter><enter>")
        #expect(driver.takeCommands() == [.removeNode(demo.nodes[4], force: true)])
    }

    @Test func `ROL-20 a manager has to be demoted before it is removed`() {
        var driver = driver(at: 2)
        driver.type("^d")
        #expect(driver.text.contains("refused: it is a manager: demote it first"))
        driver.type("node2<enter><enter>")
        #expect(driver.takeEffects() == [])
    }

    @Test func `RFT-22 the power of a manager says what becomes of the quorum`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("fault node1 off")
        #expect(driver.text.contains("now:   3 managers, 3 reachable, survives 1 loss"))
        #expect(driver.text.contains("then:  3 managers, 2 reachable, survives no loss"))
        #expect(driver.text.contains("node1 leads; 2 of 3 remain, a new leader in 10-20 s"))
        driver.type("<tab><enter>")
        #expect(driver.takeCommands() == [.fault(.powerOff(demo.nodes[0]))])
        var demo = demo
        demo.builder.change(demo.nodes[1]) { $0.manager?.reachability = .unreachable }
        driver.show(demo.builder)
        driver.command("fault node3 off")
        #expect(
            driver.text.contains("the quorum is lost: 2 of 3 managers are needed, 1 is left")
        )
        #expect(driver.box?.isReady == true)
    }

    @Test func `enter shows the node's tasks`() {
        var driver = driver(at: 4)
        driver.type("<enter>")
        #expect(driver.model.table?.kind == .tasks(.node(demo.nodes[3])))
    }
}
