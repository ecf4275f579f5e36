import Allocation
import Basics
import SwarmModel
import SwarmStore
import Testing

@Suite struct PortTests {
    /// The ports of one service after a row of specs.
    private func published(_ specs: [PortConfig]...) -> [[UInt32]] {
        var stage = Stage(withIngress: true)
        let service = stage.addService(ports: specs.first)
        stage.settle()
        var results = [stage.ports(of: service) ?? []]
        for spec in specs.dropFirst() {
            stage.publish(spec, on: service)
            stage.settle()
            results.append(stage.ports(of: service) ?? [])
        }
        return results
    }

    @Test func `ALC-40 host-mode ports are copied through, 0 as well`() {
        #expect(published([.host(8080), .host()]) == [[8080, 0]])
    }

    @Test func `ALC-40 a changed host-mode port is taken over, the others stay`() {
        #expect(
            published([.tcp(), .host(80, to: 80)], [.tcp(), .host(81, to: 80)])
                == [[30_000, 80], [30_000, 81]]
        )
    }

    @Test func `ALC-41 automatic ports count from 30000, for each protocol`() {
        #expect(
            published([.tcp(to: 1), .tcp(to: 2), .udp(to: 1), .udp(to: 2)])
                == [[30_000, 30_001, 30_000, 30_001]]
        )
    }

    @Test func `ALC-41 automatic ports go up to 32767 and begin again where some are free`() {
        var stage = Stage()
        stage.addNetwork("ingress") {
            $0.ingress = true
            $0.subnets = [Subnet(subnet: "10.0.0.0/16")]
        }
        let ids = (0..<2768).map { stage.addService("s\($0)", ports: [.tcp()]) }
        let late = stage.addService("late", ports: [.tcp()])
        stage.settle()
        #expect(stage.ports(of: ids[2767]) == [32_767])
        #expect(stage.store.service(late)?.endpoint == nil)
        stage.store.remove(ids[5])
        stage.settle()
        #expect(stage.ports(of: late) == [30_005])
    }

    @Test func `ALC-41 a port that came back is not given out again at once`() {
        var stage = Stage(withIngress: true)
        let first = stage.addService("a", ports: [.tcp()])
        stage.settle()
        stage.store.remove(first)
        let second = stage.addService("b", ports: [.tcp()])
        stage.settle()
        #expect(stage.ports(of: second) == [30_001])
    }

    @Test func `ALC-42 a chosen port in the automatic range is not given out`() {
        #expect(published([.tcp(30_000, to: 1), .tcp(to: 2)]) == [[30_000, 30_001]])
        #expect(published([.tcp(to: 2), .tcp(30_000, to: 1)]) == [[30_001, 30_000]])
    }

    @Test func `ALC-43 an automatic port stays as long as the number of ports does`() {
        #expect(
            published(
                [.tcp(to: 80)],
                [.tcp(to: 80), .tcp(9000, to: 90)],
                [.tcp(9001, to: 90), .tcp(to: 80)]
            )
                == [[30_000], [30_001, 9000], [9001, 30_001]]
        )
    }

    @Test func `ALC-43 a port is recognised by name, protocol and target`() {
        #expect(
            published([.tcp(to: 80, name: "a")], [.tcp(to: 80, name: "b")]) == [[30_000], [30_001]]
        )
        #expect(published([.tcp(to: 80)], [.tcp(to: 81)]) == [[30_000], [30_001]])
        #expect(published([.tcp(to: 80)], [.udp(to: 80)]) == [[30_000], [30_000]])
    }

    @Test func `ALC-43 entries with a number claim theirs before automatic ones`() {
        let first: [PortConfig] = [.tcp(to: 80), .tcp(9000, to: 80)]
        #expect(published(first, [.tcp(9000, to: 80), .tcp(to: 80)]).last == [30_000, 9000])
        #expect(published(first, [.tcp(to: 80), .tcp(9001, to: 80)]).last == [9001, 30_000])
        #expect(published(first, [.tcp(to: 80), .tcp(9001, to: 81)]).last == [9001, 30_000])
        #expect(published(first, [.tcp(to: 80), .tcp(30_000, to: 80)]).last == [30_000, 9000])
    }

    @Test func `ALC-44 a removed port is free, a changed one frees the old and takes the new`() {
        var stage = Stage(withIngress: true)
        let service = stage.addService("a", ports: [.tcp(80, to: 1), .tcp(81, to: 2)])
        stage.settle()
        stage.publish([.tcp(82, to: 1)], on: service)
        stage.settle()
        #expect(stage.ports(of: service) == [82])
        let others = [80, 81, 82].map { stage.addService("p\($0)", ports: [.tcp(UInt32($0))]) }
        stage.settle()
        #expect(others.map { stage.ports(of: $0) } == [[80], [81], nil])
    }

    @Test func `ALC-44 two ports can be exchanged in one update`() {
        #expect(
            published([.tcp(80, to: 1), .tcp(81, to: 2)], [.tcp(81, to: 1), .tcp(80, to: 2)])
                == [[80, 81], [81, 80]]
        )
    }

    @Test func `ALC-45 a service whose new port is taken keeps what it has and waits`() {
        var stage = Stage(withIngress: true)
        let holder = stage.addService("holder", ports: [.tcp(80)])
        let service = stage.addService("web", ports: [.tcp(81)])
        stage.settle()
        let address = stage.virtualIPs(of: service)
        stage.publish([.tcp(80)], on: service)
        let task = stage.addTask(of: service)
        stage.settle()
        #expect(stage.ports(of: service) == [81])
        #expect(stage.state(of: task) == .new)
        stage.publish([], on: holder)
        stage.settle()
        #expect(stage.ports(of: holder) == [])
        #expect(stage.ports(of: service) == [80])
        #expect(stage.virtualIPs(of: service) == address)
        #expect(stage.state(of: task) == .pending)
    }

    @Test func `ALC-47 a new allocator gives the same numbers`() {
        var stage = Stage(withIngress: true)
        let ids = (0..<5).map {
            stage.addService("s\($0)", ports: [.tcp(), .udp(), .tcp(900 + UInt32($0))])
        }
        stage.settle()
        let before = ids.map { stage.store.service($0)?.endpoint }
        stage.allocator = Allocator()
        stage.allocator.restore(from: stage.store)
        let late = stage.addService("late", ports: [.tcp(), .tcp(902)])
        stage.settle()
        #expect(ids.map { stage.store.service($0)?.endpoint } == before)
        #expect(stage.store.service(late)?.endpoint == nil)
        stage.publish([.tcp()], on: late)
        stage.settle()
        #expect(stage.ports(of: late) == [30_005])
    }
}

@Suite struct PortConflictTests {
    private static func words(_ port: Int, _ name: String, _ id: ServiceID, _ kind: String)
        -> String
    {
        "rpc error: code = InvalidArgument desc = port '\(port)' is already in use by service "
            + "'\(name)' (\(id)) as \(kind)"
    }

    /// ALC-46 as a table: what there is, what is asked for, and how it is refused.
    @Test(
        arguments: [
            (PortConfig.tcp(80), PortConfig.tcp(80), "an ingress port"),
            (.tcp(80), .host(80), "an ingress port"),
            (.host(80), .tcp(80), "a host-published port"),
            (.host(80), .host(80), nil), (.tcp(80), .udp(80), nil), (.tcp(80), .tcp(81), nil),
            (.tcp(80), .tcp(), nil),
        ] as [(PortConfig, PortConfig, String?)]
    )
    func `ALC-46 a port of another service is refused unless both are in host mode`(
        existing: PortConfig,
        wanted: PortConfig,
        kind: String?
    ) {
        var stage = Stage(withIngress: true)
        let id = stage.addService("e2", ports: [existing])
        let conflict = PortConflicts.conflict(
            of: EndpointSpec(ports: [.udp(7), wanted]),
            for: nil,
            in: stage.store
        )
        #expect(conflict?.message == kind.map { Self.words(80, "e2", id, $0) })
        if kind != nil { #expect(conflict?.status == 400) }
    }

    @Test func `ALC-46 a port that was allocated counts, the service's own does not`() {
        var stage = Stage(withIngress: true)
        let id = stage.addService("auto", ports: [.tcp()])
        stage.settle()
        let wanted = EndpointSpec(ports: [.tcp(30_000)])
        #expect(
            PortConflicts.conflict(of: wanted, for: nil, in: stage.store)?.message
                == Self.words(30_000, "auto", id, "an ingress port")
        )
        #expect(PortConflicts.conflict(of: wanted, for: id, in: stage.store) == nil)
        #expect(PortConflicts.conflict(of: nil, for: nil, in: stage.store) == nil)
    }
}
