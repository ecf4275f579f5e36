package import Basics
package import SwarmModel

/// What a node's engine would say of one container now.
package struct ContainerFacts: Hashable, Sendable {
    package var task: TaskID
    package var id: ContainerID
    /// When it was created; `nil` while it is not.
    package var createdAt: Moment?
    /// When its process started; `nil` while there is none.
    package var startedAt: Moment?
    package var health: ContainerHealth
    /// Probes that failed in a row, as far as they count.
    package var failingStreak: Int
    /// Requests it has served, health probes included.
    package var requestsServed: Int
    package var isStopping: Bool
}

extension Agents {
    /// The containers a node's engine has now, by task id.
    ///
    /// Those whose end is reported are not among them. O(containers of the node).
    package func containers(on node: NodeID, now: Moment) -> [ContainerFacts] {
        guard let session = sessionSlot(of: node).flatMap({ sessions[$0] }) else { return [] }
        return session.containers.compactMap { facts(inSlot: $0, now: now) }
            .sorted { $0.task < $1.task }
    }

    /// The container of a task; `nil` when there is none, or none any more.
    package func container(of task: TaskID, now: Moment) -> ContainerFacts? {
        containerSlot(of: task).flatMap { facts(inSlot: $0, now: now) }
    }

    private func facts(inSlot slot: Int32, now: Moment) -> ContainerFacts? {
        guard let container = containers[slot], container.phase != .ended else { return nil }
        let age = container.age(at: now)
        return ContainerFacts(
            task: container.task,
            id: containerID(ofTaskSeed: container.seed),
            createdAt: container.readyAt,
            startedAt: container.startedAt,
            health: container.health.map { $0.health(at: age ?? 0) } ?? .none,
            failingStreak: Int(container.health?.failingStreak(at: age ?? 0) ?? 0),
            requestsServed: age.map { Int(requests(container, age: $0)) } ?? 0,
            isStopping: container.phase == .stopping
        )
    }

    private func requests(_ container: Container, age: Int64) -> Int64 {
        if let health = container.health {
            return health.requests(by: age, extra: container.extraRequests)
        }
        guard container.image >= 0 else { return container.extraRequests }
        let rate = images.profiles[Int(container.image)].requestsPerSecond
        return HealthWatch.background(rate, age) + container.extraRequests
    }

    func containerID(ofTaskSeed id: UInt64) -> ContainerID {
        var chance = Chance.generator(seed, id, .container)
        return ContainerID(using: &chance)
    }
}
