import Cells
import SwarmModel
import SwarmStore

extension BoxReader {
    func scaleContents(_ service: Service, input: String) -> BoxContents {
        var contents = BoxContents(
            title: "Scale service \(service.name)",
            docker: "docker service scale \(service.name)=\(input)",
            verb: "Scale"
        )
        guard let old = service.spec.mode.replicas else {
            contents.refusal = "a \(service.spec.mode.name) service has no number of replicas"
            return contents
        }
        contents.fieldLabel = "replicas"
        guard let new = UInt64(input), new <= 1_000_000 else {
            let wish: Phrase = "a whole number from 0 on"
            // Nothing is wrong before anything was typed.
            if input.isEmpty { contents.say(wish, .dim) } else { contents.fieldError = wish }
            return contents
        }
        guard new != old else {
            contents.say("It has \(old) already.", .dim)
            return contents
        }
        var spec = service.spec
        spec.mode = .replicated(replicas: new)
        contents.deed = .command(
            .updateService(service.id, version: service.meta.version, spec: spec)
        )
        let change: Phrase = new > old ? "\(new - old) more" : "\(old - new) are stopped"
        contents.say("\(old) → \(new) replicas: \(change)")
        if new == 0 { contents.warn("no replica is left: the service answers nobody") }
        tellLimits(service, new: new, &contents)
        tellUpdate(service, &contents)
        return contents
    }

    private func tellLimits(_ service: Service, new: UInt64, _ contents: inout BoxContents) {
        let most = service.spec.task.placement.maxReplicas
        guard most > 0 else { return }
        let rules = (try? Constraint.parse(service.spec.task.placement.constraints)) ?? []
        let nodes = cluster.nodeOrder.compactMap { store.node($0) }
            .count { $0.acceptsNewTasks && rules.allMatch($0) }
        let room = UInt64(nodes) * most
        if room < new { contents.warn("at most \(room) fit: \(most) per node on \(nodes) nodes") }
    }

    func imageContents(_ service: Service, input: String) -> BoxContents {
        var contents = BoxContents(
            title: "Image of service \(service.name)",
            docker: "docker service update --image \(input) \(service.name)",
            verb: "Update"
        )
        contents.fieldLabel = "image"
        guard ImageReference(input) != nil else {
            contents.fieldError = "not an image reference"
            return contents
        }
        let old = RowReader.shortImage(service.spec.task.container.image)
        guard input != old else {
            contents.say("It has this image already; r replaces the tasks all the same.", .dim)
            return contents
        }
        var spec = service.spec
        spec.task.container.image = input
        contents.deed = .command(
            .updateService(service.id, version: service.meta.version, spec: spec)
        )
        contents.say("\(old) → \(input)")
        tellRollout(service, config: service.spec.update ?? .standard, &contents)
        return contents
    }

    func environmentContents(_ service: Service, input: String) -> BoxContents {
        var contents = BoxContents(
            title: "Environment of service \(service.name)",
            docker:
                "docker service update --env-add \(input.isEmpty ? "KEY=VALUE" : input) \(service.name)",
            verb: "Update"
        )
        contents.fieldLabel = "KEY=VALUE, or KEY- to remove"
        let container = service.spec.task.container
        guard let edit = EnvironmentEdit(input) else {
            if !input.isEmpty { contents.fieldError = "KEY=VALUE, or KEY- to remove" }
            for entry in container.environment.prefix(12) { contents.say(entry, .dim) }
            return contents
        }
        var spec = service.spec
        spec.task.container.environment = edit.applied(to: container.environment)
        if edit.value == nil {
            contents.docker = "docker service update --env-rm \(edit.name) \(service.name)"
        }
        let changes = SpecDifference.between(service.spec, spec)
        guard !changes.isEmpty else {
            contents.say("It is so already.", .dim)
            return contents
        }
        for change in changes { contents.say(change.words) }
        contents.deed = .command(
            .updateService(service.id, version: service.meta.version, spec: spec)
        )
        tellRollout(service, config: service.spec.update ?? .standard, &contents)
        return contents
    }

    func forceContents(_ service: Service) -> BoxContents {
        var contents = BoxContents(
            title: "Force update of service \(service.name)",
            docker: "docker service update --force \(service.name)",
            verb: "Update"
        )
        var spec = service.spec
        spec.task.forceUpdate += 1
        contents.deed = .command(
            .updateService(service.id, version: service.meta.version, spec: spec)
        )
        contents.say("Every task is replaced, and placed anew; nothing else changes.")
        tellRollout(service, config: service.spec.update ?? .standard, &contents)
        return contents
    }

    func resumeContents(_ service: Service) -> BoxContents {
        if UpdateHold.isHeld(service.spec) { return releaseContents(service) }
        var contents = BoxContents(
            title: "Resume the update of service \(service.name)",
            docker: "docker service update \(service.name)",
            verb: "Resume"
        )
        contents.deed = .command(
            .updateService(service.id, version: service.meta.version, spec: service.spec)
        )
        guard let status = service.updateStatus, status.state.isPaused else {
            contents.refusal = "no update of it is paused"
            return contents
        }
        contents.lines.append(Line(status.message, .bad))
        contents.say(
            "The same spec is sent again: the update goes on with the slots that are left."
        )
        contents.warn("the previous spec is overwritten: a rollback then goes to this spec")
        return contents
    }

    func rollbackContents(_ service: Service) -> BoxContents {
        var contents = BoxContents(
            title: "Roll back service \(service.name)",
            docker: "docker service rollback \(service.name)",
            verb: "Roll back"
        )
        contents.deed = .command(.rollbackService(service.id, version: service.meta.version))
        guard let previous = service.previousSpec else {
            contents.refusal =
                "no previous spec: it was never updated, or was rolled back automatically"
            return contents
        }
        let changes = SpecDifference.between(service.spec, previous)
        contents.say(changes.isEmpty ? "The previous spec is the same." : "It returns to:")
        for change in changes { contents.lines.append(Self.line(of: change)) }
        if previous.labels[DrainMark.label] != nil, service.spec.labels[DrainMark.label] == nil {
            contents.warn(
                "that spec is a safe drain's own: it keeps tasks off a node, and undoes nothing else"
            )
        }
        tellRollout(service, config: previous.rollback ?? .standard, &contents)
        contents.say("One previous spec is kept: a second rollback goes forward again.", .dim)
        return contents
    }

    private static func line(of change: SpecDifference) -> Line {
        [
            Span("  \(change.field) ", .dim), Span(change.old, .removed), Span(" → ", .dim),
            Span(change.new, .added),
        ]
    }

    func removeContents(_ service: Service) -> BoxContents {
        var contents = BoxContents(
            title: "Remove service \(service.name)",
            docker: "docker service rm \(service.name)",
            verb: "Remove"
        )
        contents.isDestructive = true
        contents.deed = .command(.removeService(service.id))
        let reading = ServiceReading(service, in: store)
        contents.say("\(Amount.count(reading.tally.live, "task")) stop; the history goes too.")
        if let stack = service.stack {
            contents.warn("it belongs to stack \(stack), whose next deployment creates it again")
        }
        contents.say("Networks, configs, secrets and volumes stay.", .dim)
        contents.warn("there is no way back")
        return contents
    }

    /// How the tasks will be replaced.
    private func tellRollout(
        _ service: Service,
        config: UpdateConfig,
        _ contents: inout BoxContents
    ) {
        let count = store.tally(of: service.id).wanted
        contents.say("\(Amount.count(count, "task")): \(config.words)")
        if config.order == .stopFirst, config.parallelism == 0 || Int(config.parallelism) >= count,
            count > 0
        {
            contents.warn(
                "all tasks stop before their successors run: the service is down meanwhile"
            )
        }
        tellUpdate(service, &contents)
    }

    private func tellUpdate(_ service: Service, _ contents: inout BoxContents) {
        switch service.updateStatus?.state {
        case .updating, .rollbackStarted:
            contents.warn("an update is under way: it starts over with the new spec")
        case .paused, .rollbackPaused:
            contents.warn("a paused update goes on with this")
        case .completed, .rollbackCompleted, nil: break
        }
    }
}

/// A change of one environment variable: `KEY=VALUE`, or `KEY-` to remove it.
struct EnvironmentEdit: Hashable, Sendable {
    let name: String
    /// `nil` removes it.
    let value: String?

    init?(_ text: String) {
        if let equals = text.firstIndex(of: "=") {
            name = String(text[..<equals])
            value = String(text[text.index(after: equals)...])
        } else if text.hasSuffix("-") {
            name = String(text.dropLast())
            value = nil
        } else {
            return nil
        }
        if name.isEmpty || name.contains(" ") { return nil }
    }

    /// The list with the variable set, where it stood or at the end.
    func applied(to environment: [String]) -> [String] {
        var list = environment
        let first = list.firstIndex { $0.hasPrefix(name + "=") || $0 == name }
        list.removeAll { $0.hasPrefix(name + "=") || $0 == name }
        if let value { list.insert("\(name)=\(value)", at: first ?? list.count) }
        return list
    }
}
