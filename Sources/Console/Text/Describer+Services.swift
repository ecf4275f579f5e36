import Basics
import Cells
import SwarmModel
import SwarmStore

extension Describer {
    func lines(_ service: Service) -> [Line] {
        var text = Description()
        let reading = ServiceReading(service, in: store)
        let (word, slot) = reading.status(progress: rollouts.progressWords(of: service))
        text.section("Service")
        text.field("Name", service.name)
        meta(service.meta, id: service.id.description, into: &text)
        text.field("Stack", service.stack ?? "")
        text.field("Mode", service.spec.mode.words)
        text.field("Replicas", "\(reading.replicas) running", reading.isMissing ? .warn : .ok)
        text.field("Status", word, slot)
        text.labels("Labels", service.spec.labels.filter { !$0.key.hasPrefix("com.docker.stack.") })
        describeUpdate(service, into: &text)
        describe(service.spec.task.container, into: &text)
        describePlacement(service.spec.task, into: &text)
        describeEndpoint(service, into: &text)
        return text.lines
    }

    private func describeUpdate(_ service: Service, into text: inout Description) {
        text.section("Update")
        if let status = service.updateStatus {
            text.field("State", status.state.rawValue, status.state.isPaused ? .bad : .text)
            text.field("Message", status.message)
            text.field("Stays", SilenceReading.reason(updateOf: service, in: store) ?? "", .warn)
            text.field("Started", status.startedAt.map { date($0) } ?? "")
            text.field("Completed", status.completedAt.map { date($0) } ?? "")
        }
        text.field("Update config", (service.spec.update ?? .standard).words)
        text.field("Rollback config", (service.spec.rollback ?? .standard).words)
        guard let previous = service.previousSpec else {
            text.field("Previous spec", "none: there is nothing to roll back to", .dim)
            return
        }
        let changes = SpecDifference.between(service.spec, previous)
        if changes.isEmpty { text.field("Previous spec", "the same as now", .dim) }
        for (index, change) in changes.enumerated() {
            text.field(index == 0 ? "A rollback sets" : "", change.words)
        }
    }

    private func describe(_ container: ContainerSpec, into text: inout Description) {
        text.section("Container")
        text.field("Image", container.image)
        text.field("Command", container.command.joined(separator: " "))
        text.field("Args", container.args.joined(separator: " "))
        text.list("Environment", container.environment)
        text.field("User", container.user)
        text.field("Directory", container.directory)
        text.field("Health check", (container.healthCheck as HealthConfig?).words)
        text.list("Mounts", container.mounts.map(\.words))
        text.list("Secrets", container.secrets.map(\.name))
        text.list("Configs", container.configs.map(\.name))
        text.field("Stop grace", container.stopGracePeriod.map { GoDuration.format($0) } ?? "")
        text.field("Read only", container.readOnly ? "yes" : "")
        text.labels("Labels", container.labels)
    }

    private func describePlacement(_ task: TaskSpec, into text: inout Description) {
        text.section("Placement and resources")
        text.list("Constraints", task.placement.constraints)
        text.list("Spread over", task.placement.preferences)
        text.field(
            "Max per node",
            task.placement.maxReplicas > 0 ? "\(task.placement.maxReplicas)" : ""
        )
        text.field("Reserved", task.resources.reservations.words)
        text.field("Limits", task.resources.limits.words)
        text.field("Restart", task.restart.words)
        text.field("Force counter", task.forceUpdate > 0 ? "\(task.forceUpdate)" : "")
    }

    private func describeEndpoint(_ service: Service, into text: inout Description) {
        text.section("Network")
        text.field("Endpoint mode", service.spec.endpoint.modeWord)
        let ports = service.endpoint?.ports ?? service.spec.endpoint?.ports ?? []
        text.list("Ports", ports.map { $0.words + ($0.publishMode == .host ? "" : " ingress") })
        text.list(
            "Networks",
            service.spec.task.networks.map { network in
                let name = cluster.name(of: .network(network.target)).string
                let aliases = network.aliases.filter { $0 != service.name }
                return aliases.isEmpty ? name : "\(name), as \(aliases.joined(separator: ", "))"
            }
        )
        text.list(
            "Virtual addresses",
            (service.endpoint?.virtualIPs ?? []).map {
                "\($0.address) in \(cluster.name(of: .network($0.network)))"
            }
        )
    }

    func lines(_ task: SwarmTask) -> [Line] {
        var text = Description()
        text.section("Task")
        text.field("Name", cluster.placeName(of: task).string)
        meta(task.meta, id: task.id.description, into: &text)
        text.field("Service", task.serviceName)
        text.field("Node", task.nodeID.map { cluster.nodeName($0).string } ?? said("none yet"))
        text.field("Image", task.image)
        let state = RowReader.state(of: task)
        text.section("State")
        text.field("Observed", state.text.string, state.slot)
        text.field("Desired", task.desiredState.word)
        text.field("Message", task.status.message)
        text.field("Error", task.status.error, .bad)
        text.field("Waits", SilenceReading.reason(task, in: store) ?? "", .warn)
        text.field("Since", date(task.status.timestamp))
        if let container = task.status.container {
            text.field("Container", container.id.short)
            text.field("Exit code", task.isDead ? "\(container.exitCode)" : "")
            text.field("PID", container.pid > 0 ? "\(container.pid)" : "")
        }
        text.list("Host ports", task.status.hostPorts.map(\.words))
        describeMilestones(task.milestones, into: &text)
        describeContainer(of: task, into: &text)
        describeVersion(of: task, into: &text)
        text.section("Network")
        for network in task.networks {
            text.field(
                Phrase(named: cluster.name(of: .network(network.network))),
                network.addresses.joined(separator: ", ")
            )
        }
        return text.lines
    }

    /// What the task's own container gets to see, its templates expanded (LIF-52).
    private func describeContainer(of task: SwarmTask, into text: inout Description) {
        let spec = task.spec.value.container
        let node = task.nodeID.flatMap { store.node($0)?.description }
        guard spec.hasTemplates, let own = try? task.container(on: node) else { return }
        text.section("Container, templates expanded")
        text.field("Host name", own.hostname)
        text.list("Environment", own.environment)
        text.list("Mounts", own.mounts.map(\.words))
    }

    private func describeMilestones(_ stones: TaskMilestones, into text: inout Description) {
        text.section("Life")
        let steps: [(Phrase, Moment?)] = [
            ("Created", stones.created), ("Assigned", stones.assigned),
            ("Preparing", stones.preparing), ("Starting", stones.starting),
            ("Running", stones.running), ("Ended", stones.ended),
        ]
        for (name, moment) in steps {
            guard let moment else { continue }
            text.field(name, "\(date(moment))  +\(Age.tenths(moment - stones.created)) s")
        }
    }

    private func describeVersion(of task: SwarmTask, into text: inout Description) {
        guard let service = store.service(task.serviceID) else {
            text.field("Service", "is gone", .dim)
            return
        }
        let isClean = RolloutTracker.isClean(task, for: service)
        text.field(
            "Spec",
            isClean ? "as the service wants it now" : "an older one of the service",
            isClean ? .ok : .warn
        )
    }
}
