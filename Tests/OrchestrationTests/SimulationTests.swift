import Basics
import SwarmModel
import SwarmStore
import Testing

@testable import Orchestration

/// Random requests and faults over many seeds, with what must always hold.
struct SimulationTests {
    private struct Saved: Codable {
        let store: Store
        let orchestrator: Orchestrator
    }

    /// A swarm under random requests and faults.
    private struct Story {
        var swarm: TestSwarm
        var dice: SeededGenerator
        var services: [ServiceID] = []
        var steps = 0

        init(seed: UInt64) {
            swarm = TestSwarm(nodes: 6, seed: seed)
            swarm.agents.behaviours = [
                "bad": .rejected("No such image: bad"),
                "crash": .ends(.failed, after: .seconds(2)),
                "ends": .ends(.complete, after: .seconds(3)),
                "sick": .neverHealthy(.failed, after: .seconds(6)),
                "stuck": .stuck,
            ]
            dice = SeededGenerator(seed: seed &* 77)
        }

        mutating func pick<T>(_ choices: [T]) -> T {
            choices[Int(dice.next() % UInt64(choices.count))]
        }

        mutating func config() -> UpdateConfig {
            UpdateConfig(
                parallelism: dice.next() % 4,
                delay: .seconds(Int64(dice.next() % 3)),
                failureAction: pick(UpdateConfig.FailureAction.allCases),
                monitor: pick([nil, .seconds(1), .seconds(20)]),
                maxFailureRatio: pick([0, 0.2, 0.5]),
                order: pick(UpdateConfig.Order.allCases)
            )
        }

        mutating func newSpec() -> ServiceSpec {
            var definition = spec("service\(steps)", replicas: dice.next() % 9)
            if dice.next() % 4 == 0 { definition.mode = .global }
            if dice.next() % 2 == 0 { definition.update = config() }
            if dice.next() % 2 == 0 { definition.rollback = config() }
            if dice.next() % 2 == 0 {
                definition.task.restart = RestartPolicy(
                    delay: .seconds(Int64(dice.next() % 4))
                )
            }
            return definition
        }

        mutating func step() {
            steps += 1
            let known = services.filter { swarm.store.service($0) != nil }
            let name = "node\(1 + dice.next() % 6)"
            switch (dice.next() % 16, known.isEmpty) {
            case (0, _), (_, true):
                if known.count < 5 { services.append(swarm.create(newSpec())) }
            case (1...3, _):
                swarm.setImage(
                    pick(["v1", "v2", "v3", "bad", "crash", "sick", "ends", "stuck"]),
                    of: pick(known)
                )
            case (4, _):
                let id = pick(known)
                if swarm.service(id).isReplicated { swarm.scale(id, to: dice.next() % 9) }
            case (5, _): swarm.rollBack(pick(known))
            case (6, _): if dice.next() % 4 == 0 { swarm.remove(pick(known)) }
            case (7, _): swarm.set(pick(NodeAvailability.allCases), on: name)
            case (8, _): if swarm.node(name).status.state == .ready { swarm.lose(name) }
            case (9, _): if swarm.node(name).status.state == .down { swarm.bringBack(name) }
            case (10...11, _):
                let live = swarm.store.allTasks.filter { $0.state == .running }
                if !live.isEmpty { swarm.fail(pick(live), as: pick([.failed, .complete])) }
            case (12, _):
                let all = swarm.store.allTasks
                if !all.isEmpty { swarm.store.remove(pick(all).id) }
                swarm.settle()
            case (13, _): swarm.update(pick(known)) { $0.labels["step"] = "now" }
            case (14, _): if dice.next() % 4 == 0 { swarm.changeLeader() }
            default: break
            }
            swarm.advance(by: .milliseconds(Int64(dice.next() % 6_000)))
        }

        mutating func save() {
            do {
                let saved = try Packed.encode(
                    Saved(store: swarm.store, orchestrator: swarm.orchestrator)
                )
                let restored = try Packed.decode(Saved.self, from: saved)
                swarm.store = restored.store
                swarm.orchestrator = restored.orchestrator
            } catch {
                Issue.record("the orchestrator cannot be saved: \(error)")
            }
        }

        /// All is well from now on.
        mutating func endFaults() {
            for image in ["bad", "crash", "ends", "sick", "stuck"] {
                swarm.agents.behaviours[image] = .good
            }
            for task in swarm.store.allTasks where task.image == "stuck" && task.state == .preparing
            {
                swarm.fail(task)
            }
            for number in 1...6 {
                let name = "node\(number)"
                if swarm.node(name).status.state == .down { swarm.bringBack(name) }
                swarm.set(.active, on: name)
            }
            for id in services where swarm.store.service(id) != nil {
                swarm.update(id) { $0.labels["end"] = "\(id)" }
            }
        }
    }

    /// What must hold of a service with a restart policy that always replaces.
    private func checkConvergence(of id: ServiceID, _ swarm: TestSwarm) {
        let service = swarm.service(id)
        let nodes = UInt64(swarm.store.nodeCount)
        let expected = service.spec.mode.replicas ?? nodes
        #expect(swarm.running(id).count == Int(expected))
        #expect(swarm.wanted(id).count == Int(expected))
        #expect(Set(swarm.wanted(id).map(\.place)).count == Int(expected))
        var dirtiness = TaskDirtiness(service: service)
        for task in swarm.wanted(id) {
            let isDirty = dirtiness.isDirty(task, on: task.nodeID.flatMap { swarm.store.node($0) })
            #expect(!isDirty)
        }
        #expect([nil, .completed].contains(service.updateStatus?.state))
        for place in swarm.store.places(of: id) {
            #expect(swarm.store.taskCount(of: id, in: place) <= 5)
        }
    }

    private func checkEvents(_ swarm: TestSwarm) {
        for event in swarm.taskEvents {
            guard let before = event.before, let after = event.after else { continue }
            #expect(after.desiredState >= before.desiredState, "desired only grows")
            #expect(after.state >= before.state, "observed only grows")
            #expect(after.spec == before.spec)
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `whatever happens, desired states only grow and replicas converge when faults stop`(
        seed: UInt64
    ) {
        var story = Story(seed: seed)
        story.swarm.check = { swarm in
            for (_, updater) in swarm.orchestrator.updates.updaters {
                #expect(updater.busyWorkers <= updater.plan.parallelism)
            }
        }
        for _ in 0..<60 {
            story.step()
            checkEvents(story.swarm)
            story.swarm.forgetEvents()
        }
        story.endFaults()
        story.swarm.advance(by: .seconds(2_000))
        for id in story.services where story.swarm.store.service(id) != nil {
            checkConvergence(of: id, story.swarm)
        }
        for id in story.services where story.swarm.store.service(id) == nil {
            #expect(story.swarm.tasks(id).isEmpty)
        }
        story.swarm.advance(by: .seconds(100))
        #expect(story.swarm.orchestrator.nextDeadline == nil)
        #expect(story.swarm.orchestrator.updates.updaters.isEmpty)
    }

    @Test(arguments: UInt64(100)...107)
    func `the same seed tells the same story, saved and restored in between or not`(seed: UInt64)
        throws
    {
        func tell(isSaving: Bool) throws -> [UInt8] {
            var story = Story(seed: seed)
            for step in 0..<40 {
                if isSaving, step % 3 == 0 { story.save() }
                story.step()
            }
            return try Packed.encode(
                Saved(store: story.swarm.store, orchestrator: story.swarm.orchestrator)
            )
        }
        let one = try tell(isSaving: false)
        #expect(try tell(isSaving: false) == one)
        #expect(try tell(isSaving: true) == one)
    }

    @Test(arguments: UInt64(1)...12)
    func `an update without faults never has more than parallelism slots in work`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        let parallelism = 1 + dice.next() % 5
        let order: UpdateConfig.Order = dice.next() % 2 == 0 ? .stopFirst : .startFirst
        let replicas = 1 + dice.next() % 20
        var swarm = TestSwarm(nodes: 4, seed: seed)
        let id = swarm.create(
            spec(
                replicas: replicas,
                update: UpdateConfig(
                    parallelism: parallelism,
                    delay: .milliseconds(Int64(dice.next() % 2_000)),
                    order: order
                )
            )
        )
        swarm.advance(by: .seconds(20))
        swarm.check = { swarm in
            let comingUp = swarm.wanted(id).count { $0.image == "v2" && $0.state < .running }
            #expect(comingUp <= Int(parallelism))
            let bySlot = Dictionary(grouping: swarm.wanted(id), by: \.slot)
            let atOnce = order == .startFirst ? 2 : 1
            #expect(bySlot.values.allSatisfy { $0.count <= atOnce })
            if order == .startFirst { #expect(swarm.running(id).count >= Int(replicas)) }
        }
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(400))
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.running(id).count { $0.image == "v2" } == Int(replicas))
    }

    @Test(arguments: UInt64(1)...12)
    func `stop-first never wants two tasks of a slot to run, failures and rollbacks included`(
        seed: UInt64
    ) {
        var swarm = TestSwarm(nodes: 4, seed: seed)
        swarm.agents.behaviours = ["crash": .ends(.failed, after: .seconds(1))]
        var dice = SeededGenerator(seed: seed)
        let config = UpdateConfig(parallelism: 1 + dice.next() % 3, failureAction: .rollback)
        let id = swarm.create(spec(replicas: 6, update: config, rollback: config))
        swarm.advance(by: .seconds(10))
        swarm.check = { swarm in
            let bySlot = Dictionary(
                grouping: swarm.tasks(id).filter { $0.desiredState == .running },
                by: \.slot
            )
            #expect(bySlot.values.allSatisfy { $0.count == 1 })
        }
        for _ in 0..<30 {
            switch dice.next() % 4 {
            case 0: swarm.setImage(["v2", "v3", "crash"][Int(dice.next() % 3)], of: id)
            case 1: swarm.rollBack(id)
            default:
                let live = swarm.running(id)
                if !live.isEmpty { swarm.fail(live[Int(dice.next() % UInt64(live.count))]) }
            }
            swarm.advance(by: .milliseconds(Int64(dice.next() % 4_000)))
        }
    }
}
