import Simulation
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Stories in which Swarm does what looks wrong at first; the watches must know why it is right.
///
/// Each asserts that what it is about came to pass, so that a story that has become another one by a
/// change of chance is noticed.
@Suite struct RetoldStories {
    private static func told(
        seed: UInt64 = 1,
        on nodes: [MachinePlan],
        _ steps: [Step]
    ) -> (broken: String?, simulator: Simulator) {
        var simulator = Simulator(Scenario(seed: seed, nodes: nodes, steps: steps))
        let violation = simulator.run()
        return (violation?.line, simulator)
    }

    private static let twoManagers = [
        MachinePlan(name: "n1", role: .manager), MachinePlan(name: "n2", role: .manager),
    ]

    private static func service(
        _ image: String,
        mode: ServiceMode,
        _ change: (inout ServiceSpec) -> Void
    ) -> ServicePlan {
        var spec = ServiceSpec(name: "web")
        spec.mode = mode
        spec.task.container.image = image
        change(&spec)
        return ServicePlan(spec: spec)
    }

    /// What the old leader could not write any more, the new one finds: the node is down, and all
    /// services are to be looked at, at one instant.
    @Test(arguments: [1, 2, 4, 5] as [UInt64])
    func `REP-11 a new leader updates a place whose old task was seen after the new one`(
        seed: UInt64
    ) {
        let web = Self.service("steady:v1", mode: .replicated(replicas: 4)) { spec in
            spec.task.restart = RestartPolicy(condition: .none)
            spec.update = UpdateConfig(parallelism: 0, order: .startFirst)
        }
        let (broken, simulator) = Self.told(
            seed: seed,
            on: Self.twoManagers,
            [
                Step(after: 0, action: .createService(web)),
                Step(after: 10_000, action: .force(service: "web")),
                Step(after: 40_000, action: .powerOff(node: "n2")),
                Step(after: 25_000, action: .mendLinks),
            ]
        )
        #expect(broken == nil, "seed \(seed)")
        let store = simulator.world.store
        let isUpdatedTwice = store.services.contains { service in
            store.places(of: service.id).contains { place in
                store.tasks(of: service.id, in: place)
                    .count { $0.specVersion == service.specVersion } == 2
            }
        }
        #expect(isUpdatedTwice, "seed \(seed): nothing was given up and made again")
    }

    /// The rollback leaves a task of the update that found no room, and an update is begun for it
    /// that stops; who reads only then finds the old spec and a status that tells of no rollback.
    @Test func `UPD-35 a rollback that nobody read before another update stopped is explained`() {
        let nodes = [
            MachinePlan(name: "n1", role: .manager), MachinePlan(name: "n2", role: .worker),
            MachinePlan(name: "n3", role: .worker, cores: 1),
        ]
        let first = Self.service("steady:gone", mode: .global) { spec in
            spec.update = UpdateConfig(parallelism: 2, failureAction: .pause)
            spec.rollback = UpdateConfig(
                parallelism: 2,
                failureAction: .continue,
                order: .startFirst
            )
        }
        let second = Self.service("steady:gone", mode: .global) { spec in
            spec.task.resources.reservations.nanoCPUs = 2_000_000_000
            spec.update = UpdateConfig(
                parallelism: 2,
                failureAction: .rollback,
                order: .startFirst
            )
        }
        let (broken, simulator) = Self.told(
            on: nodes,
            [
                Step(after: 0, action: .createService(first)),
                Step(after: 0, action: .setHistoryLimit(1)),
                Step(after: 30_000, action: .updateService(second)),
                Step(after: 60_000, action: .mendLinks),
            ]
        )
        #expect(broken == nil)
        let service = simulator.world.store.services.first
        #expect(service?.updateStatus?.state == .paused)
        #expect(service?.spec.task.resources.reservations.nanoCPUs == 0)
    }

    @Test func `VAL-29 a job whose network goes while it is asked for waits at rest`() {
        var job = Self.service(
            "brief:v1",
            mode: .replicatedJob(maxConcurrent: 1, totalCompletions: 2)
        ) { _ in }
        job.networks = ["net"]
        let (broken, simulator) = Self.told(
            on: Self.twoManagers,
            [
                Step(after: 0, action: .createNetwork("net")),
                Step(after: 1_000, action: .removeNetwork("net")),
                Step(after: 0, action: .createService(job)),
            ]
        )
        #expect(broken == nil)
        let store = simulator.world.store
        let tasks = store.services.flatMap { store.tasks(of: $0.id) }
        #expect(tasks.map(\.state) == [.new])
        #expect(store.network(named: "net") == nil)
    }
}
