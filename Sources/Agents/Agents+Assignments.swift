package import Basics
package import SwarmModel
package import SwarmStore

// What the dispatcher sends to the nodes, and what their agents make of it.
extension Agents {
    /// Changes that are collected for a node before they are sent (DIS-31).
    private static let deliveryDelay = Duration.milliseconds(100)
    private static let deliveryLimit = 100

    /// Notes what a node has to be told; a change of the status alone is not sent (DIS-32).
    mutating func observeTask(before: SwarmTask?, after: SwarmTask?, now: Moment) {
        guard let after else {
            guard let before, let node = before.nodeID, containerSlot(of: before.id) != nil else {
                return
            }
            return note(before.id, for: node, now: now)
        }
        guard let node = after.nodeID, after.state >= .assigned else { return }
        if after.isDead, let slot = containerSlot(of: after.id), containers[slot]?.phase == .ended {
            return remove(slot)
        }
        if let before, before.nodeID == node, before.desiredState == after.desiredState,
            before.state >= .assigned
        {
            return
        }
        if after.isDead, containerSlot(of: after.id) == nil { return }
        note(after.id, for: node, now: now)
    }

    private mutating func note(_ task: TaskID, for node: NodeID, now: Moment) {
        guard let slot = sessionSlot(of: node), var session = sessions[slot] else { return }
        sessions[slot] = nil
        session.pending.append(task)
        session.lastPendingAt = now
        let isFull = session.pending.count == Self.deliveryLimit
        if !session.isDeliveryDue || isFull {
            session.isDeliveryDue = true
            deadlines.add(.delivery(session: slot), at: isFull ? now : now + Self.deliveryDelay)
        }
        sessions[slot] = session
    }

    /// Sends a node what has changed, once nothing more has for a while.
    mutating func deliver(to slot: Int32, _ store: Store, now: Moment) {
        guard let session = sessions[slot], session.isConnected, !session.pending.isEmpty else {
            sessions[slot]?.isDeliveryDue = false
            return
        }
        let sendAt = session.lastPendingAt + Self.deliveryDelay
        if sendAt > now, session.pending.count < Self.deliveryLimit {
            return deadlines.add(.delivery(session: slot), at: sendAt)
        }
        sessions[slot]?.pending = []
        sessions[slot]?.isDeliveryDue = false
        for id in session.pending { assign(id, to: slot, store, now: now) }
    }

    /// What the agent does about one task it is told of.
    mutating func assign(_ id: TaskID, to session: Int32, _ store: Store, now: Moment) {
        let known = containerSlot(of: id)
        guard let task = store.task(id), task.nodeID == sessions[session]?.node else {
            if let known { remove(known) }
            return
        }
        if let known {
            follow(task.desiredState, known, at: now)
        } else if task.isLive {
            accept(task, session, store, now: now)
        }
    }

    /// Follows a desired state that was raised; a lower one is ignored (LIF-3).
    private mutating func follow(_ desired: TaskState, _ slot: Int32, at now: Moment) {
        guard let container = containers[slot], desired > container.desired else { return }
        containers[slot]?.desired = desired
        if desired >= .shutdown {
            shutDown(slot, at: now)
        } else if container.phase == .ready, desired > .ready {
            start(slot, at: now)
        }
    }

    /// Takes a task on: a container is made for it (AGT-20).
    private mutating func accept(_ task: SwarmTask, _ session: Int32, _ store: Store, now: Moment) {
        let (recipe, refusal) = recipe(for: task, store)
        var container = newContainer(task, recipe, session, now: now)
        container.startFailure = recipe.startFailure
        if recipe.needsFiles, container.startFailure.isEmpty {
            container.startFailure = missingFile(task.spec.value.container, on: session, store)
            if container.startFailure.isEmpty {
                container.startFailure = faultyFile(task, store)
            }
        }
        let isLost = task.state >= .starting
        let slot = containers.insert(container)
        containerSlots.add(task.id.digits, at: Int(slot))
        sessions[session]?.containers.append(slot)
        queueReport(slot, at: now)
        if isLost {
            lose(slot, task, at: now)
        } else if !refusal.isEmpty {
            reject(slot, refusal)
        } else if task.desiredState >= .shutdown {
            shutDown(slot, at: now)
        } else {
            prepare(slot, at: now)
        }
    }

    /// Takes over a container that ran before this machine knew of it, in the state that its task has.
    package mutating func adopt(_ task: SwarmTask, _ store: Store, now: Moment) {
        guard task.isLive, task.state >= .assigned, let node = task.nodeID,
            let session = sessionSlot(of: node), sessions[session]?.isPowered == true,
            containerSlot(of: task.id) == nil
        else { return }
        guard task.state >= .ready else { return note(task.id, for: node, now: now) }
        let (recipe, _) = recipe(for: task, store)
        var container = newContainer(task, recipe, session, now: now)
        container.phase = .ready
        container.readyAt = task.status.timestamp
        if task.state == .running {
            container.phase = .started
            container.health = nil
            container.startedAt = task.status.timestamp
            container.runningAt = task.status.timestamp
        }
        let slot = containers.insert(container)
        containerSlots.add(task.id.digits, at: Int(slot))
        sessions[session]?.containers.append(slot)
        if task.desiredState >= .shutdown {
            shutDown(slot, at: now)
        } else if task.state == .running {
            awaitNextChange(slot, at: now)
        } else if task.desiredState > .ready {
            start(slot, at: now)
        }
    }

    private mutating func newContainer(
        _ task: SwarmTask,
        _ recipe: Recipe,
        _ session: Int32,
        now: Moment
    ) -> Container {
        var chance = Chance.generator(seed, task.id.seed, .process)
        let acceptedAt = now + .nanoseconds(DurationRange.answer.draw(using: &chance))
        let preparingAt = acceptedAt + .nanoseconds(DurationRange.answer.draw(using: &chance))
        return Container(
            task: task.id,
            seed: task.id.seed,
            session: session,
            image: recipe.image,
            place: Int32(sessions[session]?.containers.count ?? 0),
            desired: task.desiredState,
            acceptedAt: acceptedAt,
            preparingAt: preparingAt,
            stopGrace: recipe.stopGrace,
            stopSignal: recipe.stopSignal,
            exit: plannedExit(recipe, task.id.seed),
            health: healthWatch(recipe, task.id.seed)
        )
    }

    private func plannedExit(_ recipe: Recipe, _ id: UInt64) -> Container.PlannedExit? {
        recipe.exit.map {
            .init(after: Chance.duration($0.after, seed, id, .exit), code: $0.code)
        }
    }

    private func healthWatch(_ recipe: Recipe, _ id: UInt64) -> HealthWatch? {
        guard recipe.image >= 0 else { return nil }
        return recipe.health?.watch(images.profiles[Int(recipe.image)], seed, id)
    }

    /// What a task's container is made from, and why its node will not make it; empty = it will.
    private mutating func recipe(
        for task: SwarmTask,
        _ store: Store
    ) -> (Recipe, refusal: String) {
        let refusal = unsupportedRuntime(of: task.spec.value)
        let recipe = recipe(for: task.spec)
        guard refusal.isEmpty, recipe.hasTemplates else { return (recipe, refusal) }
        do throws(TemplateError) {
            var spec = task.spec.value
            spec.container = try task.container(
                on: task.nodeID.flatMap { store.node($0)?.description }
            )
            let profile = recipe.image < 0 ? ImageProfile() : images.profiles[Int(recipe.image)]
            return (Recipe(Shared(spec), image: recipe.image, profile: profile), "")
        } catch {
            return (recipe, error.description)
        }
    }

    /// Simulated nodes run containers, and attach those they did not start.
    private func unsupportedRuntime(of spec: TaskSpec) -> String {
        switch spec.runtime {
        case .container, .attachment: ""
        case .plugin, .generic, .missing: "unsupported runtime: \(goQuoted(spec.runtime.word))"
        }
    }

    private mutating func recipe(for spec: Shared<TaskSpec>) -> Recipe {
        if let newestRecipe, newestRecipe.spec === spec { return newestRecipe }
        let image =
            if case .attachment = spec.value.runtime {
                images.positionOfAttachment()
            } else {
                images.position(of: spec.value.container.image, in: catalog)
            }
        let profile = image < 0 ? ImageProfile() : images.profiles[Int(image)]
        let recipe = Recipe(spec, image: image, profile: profile)
        newestRecipe = recipe
        return recipe
    }

    /// Takes a container away, whatever it was doing (DIS-37, AGT-30).
    mutating func remove(_ slot: Int32) {
        guard let container = containers[slot] else { return }
        containers.remove(slot)
        containerSlots.remove(container.task.digits, at: Int(slot))
        guard var list = sessions[container.session]?.containers else { return }
        sessions[container.session]?.containers = []
        let place = Int(container.place)
        let last = list.removeLast()
        if place < list.count {
            list[place] = last
            containers[last]?.place = container.place
        }
        sessions[container.session]?.containers = list
    }
}

extension DurationRange {
    /// What an agent needs to take a task on, and to begin with it.
    fileprivate static let answer = DurationRange(.milliseconds(2), .milliseconds(15))
}
