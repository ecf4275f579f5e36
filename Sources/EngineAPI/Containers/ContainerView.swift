import Basics
package import ClusterPorts
package import SwarmModel
import SwarmStore

/// A task's container as its machine's engine has it.
package struct ContainerView: Sendable {
    package enum State: String, Hashable, Sendable {
        case created, running, exited
    }

    package let task: SwarmTask
    package let id: ContainerID
    let reading: ContainerReading?
    let view: EngineView

    /// `nil` for a task without a container.
    init?(_ task: SwarmTask, _ reading: ContainerReading?, _ view: EngineView) {
        guard let status = task.status.container else { return nil }
        self.task = task
        id = status.id
        self.reading = reading
        self.view = view
    }

    package var state: State {
        if task.isDead || reading == nil { return .exited }
        return reading?.startedAt == nil && task.state < .starting ? .created : .running
    }

    package var isRunning: Bool { state == .running }
    var exitCode: Int32 { task.isDead ? max(task.status.container?.exitCode ?? 0, 0) : 0 }
    var spec: ContainerSpec { task.spec.value.container }

    var createdAt: Moment {
        reading?.createdAt ?? task.milestones.preparing ?? task.meta.createdAt
    }
    var startedAt: Moment? {
        reading?.startedAt ?? task.milestones.starting ?? task.milestones.running
    }
    var endedAt: Moment? { state == .exited ? task.milestones.ended ?? task.status.timestamp : nil }

    /// What a list says: `Up 3 minutes (healthy)`.
    var statusText: String {
        let now = view.snapshot.now
        switch state {
        case .created: return "Created"
        case .exited:
            return
                "Exited (\(exitCode)) \(CommandLineWords.humanDuration(now - (endedAt ?? now))) ago"
        case .running:
            let health = reading?.health.map {
                $0 == "starting" ? " (health: starting)" : " (\($0))"
            }
            return "Up \(CommandLineWords.humanDuration(now - (startedAt ?? now)))" + (health ?? "")
        }
    }

    /// Host name inside the container: the service's, else the short id.
    package var hostname: String {
        spec.hostname.isEmpty ? id.short : template.filled(in: spec.hostname)
    }

    var template: ContextTemplate { ContextTemplate(task, on: view.node) }

    /// The command that a list shows, in quotes where a word needs them.
    package var commandLine: String {
        (spec.command + spec.args).map { word in
            word.contains(" ") || word.isEmpty ? "'\(word)'" : word
        }.joined(separator: " ")
    }

    /// Addresses by network, that of the ingress network included.
    var networks: [(network: Network, address: String)] {
        task.networks.compactMap { attachment in
            guard let network = view.store.network(attachment.network),
                let address = attachment.addresses.first
            else { return nil }
            return (network, address)
        }
    }

    /// Ports that the machine itself publishes for the container.
    var hostPorts: [PortConfig] { isRunning ? task.status.hostPorts : [] }

    var imageID: String { ImageID.text(of: task.image) }

    var labels: [String: String] { ContainerLabels.all(of: task) }

    /// Something that was done to it, as `GET /events` tells it.
    package func event(
        _ action: String,
        _ more: [String: String] = [:],
        at snapshot: ClusterSnapshot
    ) -> EngineEvent {
        EngineEvent(
            type: "container",
            action: action,
            id: id.description,
            attributes: labels.merging(["image": task.image, "name": task.name]) { $1 }
                .merging(more) { $1 },
            machine: view.machine,
            time: snapshot.wallTime(of: snapshot.now)
        )
    }
}

/// The id of a simulated image: made of its name, as there is nothing else to it.
enum ImageID {
    static func text(of reference: String) -> String {
        "sha256:"
            + LocalNetwork.digits(
                "image " + FamiliarName.text(of: ImageReference(reference)?.tagged ?? reference)
            )
    }
}

extension EngineView {
    /// The containers of this machine, newest first.
    ///
    /// - Parameters:
    ///   - reading: what the machine's engine knows.
    ///   - removed: containers that a user took away.
    /// - Returns: the others.
    package func containers(
        _ reading: MachineReading,
        removed: Set<ContainerID> = []
    ) -> [ContainerView] {
        guard let node, reading.isPoweredOn else { return [] }
        return store.tasks(on: node.id)
            .compactMap { ContainerView($0, reading.containers[$0.id], self) }
            .filter { !removed.contains($0.id) }
            .sorted { ($0.createdAt, $0.task.id) > ($1.createdAt, $1.task.id) }
    }

    /// The container of that id, name, or beginning of an id.
    package static func find(
        _ reference: String,
        among containers: [ContainerView]
    ) throws(EngineError) -> ContainerView {
        let name = reference.hasPrefix("/") ? String(reference.dropFirst()) : reference
        let exact = containers.first { $0.id.description == name || $0.task.name == name }
        if let exact { return exact }
        let found = containers.filter { !name.isEmpty && $0.id.description.hasPrefix(name) }
        if found.count > 1 {
            throw EngineError(
                status: 400,
                message: "multiple IDs found with provided prefix: \(reference)"
            )
        }
        if let container = found.first { return container }
        throw EngineError(status: 404, message: "No such container: \(reference)")
    }
}
