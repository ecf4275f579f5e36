import Basics
import SwarmModel
import SwarmStore

// What the agents tell the managers.
extension Agents {
    /// Notes that a container has something new to report; only the newest is told (AGT-6).
    ///
    /// Reports are written on the next beat. The dispatcher's other limit, 10,000 reports, never
    /// comes first here: what happens within a beat happens at one instant.
    mutating func queueReport(_ slot: Int32, at now: Moment) {
        guard containers[slot]?.isReportQueued == false else { return }
        containers[slot]?.isReportQueued = true
        outbox.append(slot)
        guard !isFlushDue else { return }
        isFlushDue = true
        deadlines.add(.flush, at: Self.beat(notBefore: now + .nanoseconds(1)))
    }

    /// Writes what the agents have reported, as far as their nodes can be reached.
    mutating func flush(_ store: inout Store, now: Moment) {
        let slots = outbox
        outbox = []
        isFlushDue = false
        for slot in slots {
            guard let container = containers[slot], container.isReportQueued else { continue }
            containers[slot]?.isReportQueued = false
            guard sessions[container.session]?.isConnected == true else {
                hold(slot)
                continue
            }
            if store.flaw == .losesReports, container.phase == .ended {
                remove(slot)
                continue
            }
            deliverReport(slot, container, &store, now: now)
        }
    }

    private mutating func deliverReport(
        _ slot: Int32,
        _ container: Container,
        _ store: inout Store,
        now: Moment
    ) {
        let wasLive = store.task(container.task)?.isLive ?? false
        if let report = container.report(at: now) {
            write(report, of: container, &store, now: now)
            if report.isPartial { queueReport(slot, at: now) }
        } else {
            queueReport(slot, at: now)
        }
        // A last word is kept until it is agreed on; then the task is seen to be over.
        if container.phase == .ended, !wasLive { remove(slot) }
    }

    /// Keeps a report until the node is reached again (AGT-4).
    private mutating func hold(_ slot: Int32) {
        guard let container = containers[slot], !container.isReportHeld else { return }
        containers[slot]?.isReportHeld = true
        sessions[container.session]?.held.append(slot)
    }

    /// Queues the reports again that a node kept while it could not be reached.
    mutating func releaseReports(of session: Int32, now: Moment) {
        guard let held = sessions[session]?.held, !held.isEmpty else { return }
        sessions[session]?.held = []
        for slot in held where containers[slot]?.isReportHeld == true {
            containers[slot]?.isReportHeld = false
            queueReport(slot, at: now)
        }
    }

    /// Takes a report over; older ones than what is known are dropped (DIS-23, LIF-2, LIF-10).
    private func write(
        _ report: ContainerReport,
        of container: Container,
        _ store: inout Store,
        now: Moment
    ) {
        var ports: [PortConfig] = []
        if report.state == .running, let task = store.task(container.task) {
            ports = boundHostPorts(of: task, seed: container.seed, store)
        }
        let trustsClocks = store.flaw == .trustsNodeClocks
        var needsVolumes = false
        let isWritten = store.update(container.task) { task in
            guard task.isLive else { return false }
            noteMilestones(of: container, upTo: report, in: &task)
            if report.hasContainer, report.state <= .running {
                needsVolumes = task.spec.value.container.mounts.contains { $0.kind == .volume }
            }
            return task.observe(
                status(
                    report,
                    of: container,
                    known: task,
                    hostPorts: ports,
                    now: now,
                    trustsClocks: trustsClocks
                )
            )
        }
        guard isWritten, needsVolumes, let task = store.task(container.task) else { return }
        createVolumes(for: task, &store, now: now)
    }

    private func status(
        _ report: ContainerReport,
        of container: Container,
        known task: SwarmTask,
        hostPorts: [PortConfig],
        now: Moment,
        trustsClocks: Bool
    ) -> TaskStatus {
        var status = TaskStatus(
            state: report.state,
            timestamp: report.moment + clockOffset(of: container),
            message: report.message,
            error: report.error,
            appliedAt: trustsClocks ? nil : now
        )
        if report.error == Self.missingImageMark {
            status.error = ImageCatalog.missingImageText(task.image)
        }
        if report.hasContainer, task.spec.value.runtime == .container {
            status.container = containerStatus(report, container, known: task.status.container)
        }
        status.hostPorts = hostPorts
        return status
    }

    private func clockOffset(of container: Container) -> Duration {
        hasSkewedClocks ? sessions[container.session]?.clockOffset ?? .zero : .zero
    }

    /// Several steps may be told at once; each keeps its own moment all the same.
    private func noteMilestones(
        of container: Container,
        upTo report: ContainerReport,
        in task: inout SwarmTask
    ) {
        guard report.state >= .preparing else { return }
        task.milestones.note(.preparing, at: container.preparingAt)
        if let moment = container.startingAt, moment <= report.moment {
            task.milestones.note(.starting, at: moment)
        }
        if let moment = container.runningAt, moment <= report.moment {
            task.milestones.note(.running, at: moment)
        }
    }

    private func containerStatus(
        _ report: ContainerReport,
        _ container: Container,
        known: ContainerStatus?
    ) -> ContainerStatus {
        var chance = Chance.generator(seed, container.seed, .container)
        let id = known?.id ?? ContainerID(using: &chance)
        let hasProcess = report.state == .running || report.state == .starting
        let pid = hasProcess ? Int32(1_000 + container.seed % 60_000) : 0
        return ContainerStatus(id: id, pid: pid, exitCode: report.exitCode)
    }

    /// Named volumes come into being on the node when a container first needs them, and stay.
    private func createVolumes(for task: SwarmTask, _ store: inout Store, now: Moment) {
        guard let node = task.nodeID, !task.spec.value.container.mounts.isEmpty,
            let container = try? task.container(on: store.node(node)?.description)
        else { return }
        for mount in container.mounts where mount.kind == .volume {
            guard !mount.source.isEmpty, store.volume(named: mount.source, on: node) == nil
            else { continue }
            store.create(
                Volume(
                    name: mount.source,
                    node: node,
                    driver: mount.volumeDriver?.name ?? "local",
                    labels: mount.volumeLabels,
                    createdAt: now
                )
            )
        }
    }
}
