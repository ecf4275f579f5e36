import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Trouble that is brought about by commands, and what the boxes say beforehand.
struct FaultCommandTests {
    let demo = ZoneDemo()

    func faults(_ line: String, _ demo: ZoneDemo? = nil) -> [Fault] {
        var driver = ConsoleDriver((demo ?? self.demo).builder)
        driver.command(line)
        driver.type("<tab><enter>")
        return driver.takeCommands().compactMap {
            if case .fault(let fault) = $0 { return fault }
            return nil
        }
    }

    func box(_ line: String, _ demo: ZoneDemo? = nil) -> String {
        var driver = ConsoleDriver((demo ?? self.demo).builder)
        driver.command(line)
        return driver.box == nil ? "no box: \(driver.prompt?.error ?? "")" : driver.text
    }

    // MARK: - What is done

    @Test func `machines are killed, started and isolated, one or several`() {
        let nodes = demo.nodes
        #expect(faults("fault kill node1") == [.powerOff(nodes[0])])
        #expect(faults("fault kill node1,node3") == [.powerOff(nodes[0]), .powerOff(nodes[2])])
        #expect(faults("fault kill node1 node3") == [.powerOff(nodes[0]), .powerOff(nodes[2])])
        #expect(faults("fault start node4") == [.powerOn(nodes[3])])
        #expect(faults("fault isolate node3") == [.isolate(nodes[2])])
        #expect(faults("fault node4 off") == [.powerOff(nodes[3])])
        #expect(faults("fault node4 on") == [.powerOn(nodes[3])])
    }

    @Test func `zones and nodes are parted, each with each`() {
        let nodes = demo.nodes
        #expect(faults("fault partition dc1 dc2") == [.cut(.zone("dc1"), .zone("dc2"))])
        #expect(
            faults("fault partition dc1 dc2,node5") == [
                .cut(.zone("dc1"), .zone("dc2")), .cut(.zone("dc1"), .node(nodes[4])),
            ]
        )
    }

    @Test func `latency and loss are set one by one, and keep each other`() {
        let slow = LinkQuality(latency: .milliseconds(400), jitter: .milliseconds(50))
        #expect(
            faults("fault latency dc1 dc2 400ms jitter 50ms")
                == [.link(.zone("dc1"), .zone("dc2"), slow)]
        )
        var lossy = LinkDefaults.ordinary.betweenZones
        lossy.loss = 0.2
        for word in ["20%", "0.2"] {
            #expect(
                faults("fault loss dc2 dc1 \(word)") == [.link(.zone("dc2"), .zone("dc1"), lossy)]
            )
        }
        var demo = demo
        demo.builder.topology.troubled = [.init(.zone("dc1"), .zone("dc2"), slow)]
        var both = slow
        both.loss = 0.05
        #expect(
            faults("fault loss dc2 dc1 5%", demo) == [.link(.zone("dc2"), .zone("dc1"), both)]
        )
    }

    @Test func `heal mends everything, one pair, or an isolation`() {
        var demo = demo
        demo.builder.topology.troubled = [.init(.zone("dc1"), .zone("dc2"), .cut)]
        demo.builder.topology.isolated = [demo.nodes[2]]
        #expect(faults("heal", demo) == [.heal])
        #expect(faults("heal dc2 dc1", demo) == [.mend(.zone("dc2"), .zone("dc1"))])
        let node = LinkEnd.node(demo.nodes[2])
        #expect(faults("heal node3", demo) == [.mend(node, node)])
    }

    @Test(arguments: [
        ("fault", "usage: fault kill|start|isolate NODE"),
        ("fault explode node1", "fault knows isolate, kill, latency, loss, partition and start"),
        ("fault kill", "which node? fault kill NODE"), ("fault kill node9", "node node9 not found"),
        ("fault partition dc1", "two sides are needed: fault partition dc1 dc2"),
        ("fault partition dc1 node2", "node2 is on both sides of dc1 and node2"),
        ("fault partition dc1 dc9", "neither a node nor a zone is called dc9; zones are dc1, dc2"),
        ("fault partition node1 node2 node3", "a side of several is written with commas"),
        ("fault latency dc1 dc2", "two sides are needed: fault latency dc1 dc2 400ms"),
        ("fault latency dc1 dc2 fast", "fast is no time of a link: write 400ms"),
        ("fault latency dc1 dc2 1s jitter", "usage: fault latency"),
        ("fault loss dc1 dc2 120%", "120% is no share: it must be from 0% to 100%"),
        ("fault node1 sideways", "fault knows"), ("heal node3", "node3 is not isolated"),
        ("heal dc1", "heal dc1 what?"),
        ("heal dc1 dc2", "nothing was done to the link between dc1 and dc2"),
    ])
    func `what cannot be done is refused in place, with the thing and the way out`(
        line: String,
        words: String
    ) {
        var driver = ConsoleDriver(demo.builder)
        driver.command(line)
        #expect(driver.prompt?.error?.contains(words) == true, "\(driver.prompt?.error ?? "-")")
        #expect(driver.box == nil)
    }

    @Test func `faults are for simulated clusters only`() {
        var demo = demo
        demo.builder.source = .live(context: "production")
        var driver = ConsoleDriver(demo.builder)
        for line in ["fault kill node1", "heal", "leave node4"] {
            driver.command(line)
            #expect(driver.prompt?.error == "only a simulated cluster can do that")
            driver.type("<esc>")
        }
    }

    @Test func `tab completes what a fault is, then nodes and zones, also after a comma`() {
        var driver = ConsoleDriver(demo.builder)
        driver.type(":fault part<tab>")
        #expect(driver.prompt?.editor.text == "fault partition ")
        driver.type("dc1 dc2,node5<tab>")
        #expect(driver.prompt?.editor.text == "fault partition dc1 dc2,node5 ")
    }

    // MARK: - What the boxes say

    @Test func `RFT-22 the loss of the leader: who remains, and when there is another`() {
        let text = box("fault kill node1")
        #expect(text.contains("quorum now:   3 managers, 3 reachable, survives 1 loss"))
        #expect(text.contains("quorum then:  3 managers, 2 reachable, survives no loss"))
        #expect(text.contains("node1 leads; 2 of 3 remain, a new leader in 10-20 s"))
    }

    @Test func `RFT-22 the loss of a follower leaves the leader`() {
        let text = box("fault kill node2")
        #expect(text.contains("survives no loss"))
        #expect(!text.contains("a new leader"))
    }

    @Test func `RFT-22 the loss of two of three loses the quorum`() {
        let text = box("fault kill node2,node3")
        #expect(
            text.contains("the quorum is lost: 2 of 3 managers are needed, 1 is left")
        )
        #expect(text.contains("Until it is back nothing can be changed and no task is replaced."))
        #expect(text.contains("node1 gives up leading"))
    }

    @Test func `RFT-22 an isolated leader believes in itself a while, the others elect`() {
        let text = box("fault isolate node1")
        #expect(text.contains("node1 leads; 2 of 3 remain, a new leader in 10-20 s"))
        #expect(text.contains("node1 may take itself for the leader a while longer"))
        #expect(text.contains("$ ip link set eth0 down"))
    }

    @Test func `a data centre that is cut off is replaced while its tasks run on`() {
        let text = box("fault partition dc1 dc2")
        #expect(text.contains("between dc1 (node1, node2 and node3)"))
        #expect(text.contains("and dc2 (node4)"))
        #expect(text.contains("node4 is seen down after about 15 s"))
        #expect(text.contains("tasks there run on, and are started anew where they may"))
        #expect(!text.contains("a new leader"))
        #expect(text.contains("$ iptables -A INPUT -s dc2 -j DROP"))
    }

    @Test func `a slow link is only slow, a very slow one cuts off`() {
        #expect(!box("fault latency dc1 dc2 400ms").contains("seen down"))
        #expect(box("fault latency dc1 dc2 400ms").contains("800ms there and back"))
        #expect(box("fault latency dc1 dc2 3s").contains("node4 is seen down after about 15 s"))
        #expect(box("fault loss dc1 dc2 60%").contains("node4 is seen down after about 15 s"))
    }

    @Test func `healing says who comes back, and that the surplus is stopped`() {
        var demo = demo
        demo.builder.topology.troubled = [.init(.zone("dc1"), .zone("dc2"), .cut)]
        demo.builder.topology.strayed = [demo.nodes[3]]
        demo.builder.change(demo.nodes[3]) { $0.status.state = .down }
        let text = box("heal", demo)
        #expect(text.contains("dc1 – dc2: cut, no longer"))
        #expect(text.contains("Back within seconds: node4."))
        #expect(text.contains("one too many"))
        #expect(box("heal").contains("refused: no link is in trouble"))
    }

    @Test func `faults work without a quorum, other changes do not`() {
        var demo = demo
        demo.lose(2, 3)
        #expect(faults("fault start node2", demo) == [.powerOn(demo.nodes[1])])
        #expect(box("fault start node2", demo).contains("The quorum is back"))
        #expect(box("drain node4", demo).contains("the managers have no quorum"))
        var driver = ConsoleDriver(demo.builder)
        driver.command("kill worker.1")
        #expect(driver.box != nil)
    }
}
