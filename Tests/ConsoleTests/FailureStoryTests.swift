import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// The failures of a cluster as its users meet them: what they type, and what the screen says.
struct FailureStoryTests {
    struct Story {
        var demo = ZoneDemo()
        var driver: ConsoleDriver

        init() {
            driver = ConsoleDriver(demo.builder)
            driver.command("managers")
        }

        /// Types a command, agrees to its box, and returns what is sent.
        mutating func agree(_ line: String) -> [ClusterCommand] {
            driver.command(line)
            driver.type("<tab><enter>")
            return driver.takeCommands()
        }

        mutating func see(_ change: (inout ZoneDemo) -> Void) -> String {
            demo.builder.pass(.seconds(15))
            change(&demo)
            driver.show(demo.builder)
            return driver.text
        }
    }

    @Test func `RFT-22 one of three is lost: the leader`() {
        var story = Story()
        #expect(
            story.driver.text.contains("managers 1/3 · 3 managers, 3 reachable, survives 1 loss")
        )
        #expect(story.agree("fault kill node1") == [.fault(.powerOff(story.demo.nodes[0]))])
        var text = story.see { $0.lose(1) }
        #expect(text.contains("✗ down"))
        #expect(text.contains("no leader"))
        text = story.see { $0.lead(2) }
        #expect(text.contains("★ leader"))
        #expect(text.contains("leader node2"))
        #expect(text.contains("3 managers, 2 reachable, survives no loss"))
        // The old one is behind until it is back.
        story.driver.command("fault start node1")
        #expect(story.driver.box != nil)
    }

    @Test func `RFT-22 two of three are lost: nothing can be changed, everything runs on`() {
        var story = Story()
        _ = story.agree("fault kill node2,node3")
        let text = story.see { $0.lose(2, 3) }
        #expect(text.contains("NO QUORUM"))
        story.driver.command("scale shop_web 9")
        #expect(
            story.driver.prompt?.error
                == "the managers have no quorum: changes cannot be made"
        )
        story.driver.type("<esc>")
        #expect(story.agree("fault start node2").count == 1)
        #expect(
            story.see {
                $0.regain(2)
                $0.lead(2)
            }.contains("3 managers, 2 reachable, survives no loss")
        )
        #expect(story.driver.text.contains("survives no loss"))
    }

    @Test func `RFT-20 all managers are lost and come back`() {
        var story = Story()
        let nodes = story.demo.nodes
        #expect(story.agree("fault kill node1,node2,node3").count == 3)
        let text = story.see { $0.lose(1, 2, 3) }
        #expect(text.contains("3 managers, 0 reachable, NO QUORUM"))
        #expect(
            story.agree("fault start node1,node2,node3")
                == nodes[0...2].map { .fault(.powerOn($0)) }
        )
        let back = story.see {
            $0.regain(1, 2, 3)
            $0.lead(3)
        }
        #expect(back.contains("leader node3"))
        #expect(back.contains("survives 1 loss"))
    }

    @Test func `RFT-22 a follower that is left alone cannot lead`() {
        var story = Story()
        _ = story.agree("fault kill node1,node2")
        let text = story.see {
            $0.lose(1, 2)
            $0.change($0.nodes[2]) { $0.standing = .candidate }
        }
        #expect(text.contains("candidate"))
        #expect(text.contains("NO QUORUM"))
        #expect(story.driver.text.contains("no leader"))
    }

    @Test func `slow data centres: workers are replaced while the old ones run, then too many`() {
        var story = Story()
        #expect(story.agree("fault latency dc1 dc2 4s").count == 1)
        story.driver.command("zones")
        let text = story.see { demo in
            demo.builder.topology.troubled = [
                .init(.zone("dc1"), .zone("dc2"), LinkQuality(latency: .seconds(4)))
            ]
            demo.builder.topology.strayed = [demo.nodes[3]]
            demo.builder.change(demo.nodes[3]) { $0.status.state = .down }
        }
        #expect(text.contains("dc1 – dc2"))
        #expect(text.contains("Out of the leader's reach (1)"))
        story.driver.type("h")
        #expect(story.driver.text.contains("Heal all links"))
        #expect(story.driver.text.contains("one too many"))
        story.driver.type("<tab><enter>")
        #expect(story.driver.takeCommands() == [.fault(.heal)])
        let healed = story.see { demo in
            demo.builder.topology.troubled = []
            demo.builder.topology.strayed = []
            demo.builder.change(demo.nodes[3]) { $0.status.state = .ready }
        }
        #expect(healed.contains("all links are as they should be"))
    }

    @Test func `a machine leaves, another one is promoted in its place`() {
        var story = Story()
        #expect(
            story.agree("leave node1") == [.leaveSwarm(story.demo.nodes[0], force: true)]
        )
        story.driver.command("promote node5")
        #expect(story.driver.text.contains("Promote node node5"))
    }

    // MARK: - Managers and zones

    @Test func `v on the nodes opens the managers, Z the zones`() {
        var driver = ConsoleDriver(ZoneDemo().builder)
        driver.command("nodes")
        driver.type("v")
        #expect(driver.text.contains("COMMIT"))
        #expect(driver.text.contains("4211"))
        #expect(!driver.text.contains("node4"))
        driver.type("<esc>Z")
        #expect(driver.text.contains("Links, one way"))
    }

    @Test func `what lags behind stands out among the managers`() {
        var demo = ZoneDemo()
        demo.change(demo.nodes[1]) { $0.appliedIndex = 4_000 }
        var driver = ConsoleDriver(demo.builder)
        driver.command("managers")
        let grid = driver.grid()
        let rows = grid.text.split(separator: "\n", omittingEmptySubsequences: false)
        let row = rows.firstIndex { $0.contains("4000") }
        #expect(row != nil)
        #expect(demo.builder.members.count == 3)
    }

    @Test func `the wide list of nodes has their zones`() {
        var driver = ConsoleDriver(ZoneDemo().builder, size: Size(columns: 200, rows: 50))
        driver.command("nodes")
        #expect(!driver.text.contains("ZONE"))
        driver.type("^w")
        #expect(driver.text.contains("ZONE"))
        #expect(driver.text.contains("dc3"))
    }

    // MARK: - Tokens and locks

    @Test func `join tokens and the unlock key are shown on request only`() {
        var demo = ZoneDemo()
        var cluster = demo.builder.store.cluster
        cluster.joinTokens = JoinTokens(worker: "SWMTKN-1-w", manager: "SWMTKN-1-m")
        cluster.unlockKey = "SWMKEY-1-k"
        demo.builder.store.update(cluster)
        var driver = ConsoleDriver(demo.builder)
        driver.command("join-token worker")
        #expect(driver.text.contains("docker swarm join --token SWMTKN-1-w 10.0.0.1:2377"))
        driver.command("join-token manager")
        #expect(driver.text.contains("SWMTKN-1-m"))
        driver.command("unlock-key")
        #expect(driver.text.contains("SWMKEY-1-k"))
        driver.command("join-token boss")
        #expect(driver.prompt?.error == "usage: join-token worker|manager")
    }

    @Test func `tokens rotate, managers are locked and unlocked`() {
        var story = Story()
        #expect(story.agree("rotate worker") == [.rotateJoinToken(.worker)])
        let cluster = story.demo.builder.store.cluster
        var spec = cluster.spec
        spec.locksManagers = true
        #expect(
            story.agree("lock on") == [.updateCluster(version: cluster.meta.version, spec: spec)]
        )
        #expect(
            story.agree("unlock node2 SWMKEY-1-x")
                == [.unlockSwarm(story.demo.nodes[1], key: "SWMKEY-1-x")]
        )
        story.driver.command("rotate unlock-key")
        #expect(story.driver.text.contains("refused: managers are not locked: lock on first"))
    }
}
