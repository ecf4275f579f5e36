import Basics
import SwarmModel

/// One field of a service that a deployment changes.
package struct FieldChange: Hashable, Sendable {
    /// What the user calls it: `image`, `replicas`, `update_config`.
    package var name: String
    /// Short texts of both values; `nil` where they would not be short.
    package var before: String?
    package var after: String?
    /// Whether it is for this field that tasks are replaced.
    package var replacesTasks = false

    /// `image: web:1 → web:2`, or the name alone.
    package var text: String {
        guard let before, let after else { return name }
        return "\(name): \(before.isEmpty ? "–" : before) → \(after.isEmpty ? "–" : after)"
    }
}

/// What a change of a service's spec does to its tasks.
///
/// - Source: UPD-2, UPD-4, UPD-5.
package enum TaskEffect: Hashable, Sendable {
    /// They run on.
    case none
    /// Only those leave that are now in a wrong place.
    case misplaced
    /// A rolling update replaces them all.
    case replaced
}

/// What differs between the spec that is stored and the one that is wanted.
struct SpecDifference {
    let fields: [FieldChange]
    let effect: TaskEffect

    init(from stored: ServiceSpec, to wanted: ServiceSpec) {
        fields = SpecField.all.filter { $0.differs(stored, wanted) }.map { field in
            FieldChange(
                name: field.name,
                before: field.text(stored),
                after: field.text(wanted),
                replacesTasks: field.replacesTasks
            )
        }
        effect = Self.effect(from: stored, to: wanted)
    }

    private static func effect(from stored: ServiceSpec, to wanted: ServiceSpec) -> TaskEffect {
        if stored.endpoint != wanted.endpoint { return .replaced }
        if stored.task == wanted.task { return .none }
        var moved = stored.task
        moved.placement = wanted.task.placement
        return moved == wanted.task ? .misplaced : .replaced
    }
}

/// One field of a service's spec: how it is called, compared and shown.
private struct SpecField: Sendable {
    let name: String
    let differs: @Sendable (ServiceSpec, ServiceSpec) -> Bool
    let text: @Sendable (ServiceSpec) -> String?
    private(set) var replacesTasks = false

    /// A field that is too long to be shown.
    init<Value: Equatable & SendableMetatype>(
        _ name: String,
        _ value: @escaping @Sendable (ServiceSpec) -> Value
    ) {
        self.name = name
        differs = { value($0) != value($1) }
        text = { _ in nil }
    }

    init(_ name: String, text: @escaping @Sendable (ServiceSpec) -> String) {
        self.name = name
        differs = { text($0) != text($1) }
        self.text = text
    }

    /// All fields, in the order in which a file has them.
    static let all =
        (container + task).map { $0.replacing() } + placement + service
        + endpoint.map { $0.replacing() }

    /// The same field, as one that tasks are made of.
    private func replacing() -> SpecField {
        var field = self
        field.replacesTasks = true
        return field
    }

    private static let container = [
        SpecField("image", text: { $0.task.container.image }),
        SpecField("entrypoint", text: { $0.task.container.command.joined(separator: " ") }),
        SpecField("command", text: { $0.task.container.args.joined(separator: " ") }),
        SpecField("environment") { $0.task.container.environment },
        SpecField("labels") { $0.task.container.labels },
        SpecField("hostname", text: { $0.task.container.hostname }),
        SpecField("user", text: { $0.task.container.user }),
        SpecField("groups") { $0.task.container.groups },
        SpecField("working_dir", text: { $0.task.container.directory }),
        SpecField("stop_signal", text: { $0.task.container.stopSignal }),
        SpecField("stop_grace_period", text: { duration($0.task.container.stopGracePeriod) }),
        SpecField("tty", text: { "\($0.task.container.tty)" }),
        SpecField("stdin_open", text: { "\($0.task.container.openStdin)" }),
        SpecField("read_only", text: { "\($0.task.container.readOnly)" }),
        SpecField("init", text: { $0.task.container.initProcess.map { "\($0)" } ?? "" }),
        SpecField("volumes") { $0.task.container.mounts },
        SpecField("healthcheck") { $0.task.container.healthCheck },
        SpecField("extra_hosts") { $0.task.container.hosts },
        SpecField("dns") { $0.task.container.dns },
        SpecField("secrets") { $0.task.container.secrets },
        SpecField("configs") { $0.task.container.configs },
        SpecField("sysctls") { $0.task.container.sysctls },
        SpecField("cap_add") { $0.task.container.capabilitiesAdded },
        SpecField("cap_drop") { $0.task.container.capabilitiesDropped },
        SpecField("ulimits") { $0.task.container.ulimits },
        SpecField("isolation", text: { $0.task.container.isolation }),
    ]

    private static let task = [
        SpecField("networks") { $0.task.networks },
        SpecField("logging") { $0.task.logDriver },
        SpecField("resources") { $0.task.resources },
        SpecField("restart_policy") { $0.task.restart },
        SpecField("force update") { $0.task.forceUpdate },
    ]

    /// Only tasks in places that are now wrong are replaced for these.
    private static let placement = [
        SpecField("placement", text: { $0.task.placement.constraints.joined(separator: ", ") }),
        SpecField("placement") {
            [$0.task.placement.preferences, ["\($0.task.placement.maxReplicas)"]]
        },
    ]

    private static let service = [
        SpecField("deploy.labels") { $0.labels },
        SpecField("mode", text: { $0.mode.name }),
        SpecField("replicas", text: { $0.mode.replicas.map { "\($0)" } ?? "" }),
        SpecField("update_config") { $0.update },
        SpecField("rollback_config") { $0.rollback },
    ]

    private static let endpoint = [
        SpecField("endpoint_mode", text: { ($0.endpoint ?? EndpointSpec()).mode.rawValue }),
        SpecField("ports", text: { ports($0.endpoint?.ports ?? []) }),
    ]

    private static func duration(_ duration: Duration?) -> String {
        duration.map(GoDuration.format) ?? ""
    }

    private static func ports(_ ports: [PortConfig]) -> String {
        ports.map { port in
            let mode = port.publishMode == .host ? " (host)" : ""
            return "\(port.publishedPort):\(port.targetPort)/\(port.transport.rawValue)\(mode)"
        }.joined(separator: ", ")
    }
}
