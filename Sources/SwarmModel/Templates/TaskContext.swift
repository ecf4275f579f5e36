import Basics

/// What the templates of a task get to see.
///
/// - Source: LIF-52.
package struct TaskContext: Sendable {
    let value: TemplateValue

    /// The context of a task on its node.
    ///
    /// - Parameters:
    ///   - task: the task.
    ///   - node: the node's own description; `nil` while none is known.
    package init(_ task: SwarmTask, on node: NodeDescription?) {
        self.init(
            service: (task.serviceID.description, task.serviceName, task.serviceLabels),
            node: (task.nodeID?.description ?? "", node),
            task: (task.id.description, task.name, task.slotText)
        )
    }

    private init(
        service: (id: String, name: String, labels: [String: String]),
        node: (id: String, description: NodeDescription?),
        task: (id: String, name: String, slot: String)
    ) {
        let platform = node.description?.platform ?? Platform()
        value = .record(
            .init(
                "*template.Context",
                [
                    (
                        "Service",
                        .record(
                            .init(
                                "struct { ID string; Name string; Labels map[string]string }",
                                [
                                    ("ID", .string(service.id)), ("Name", .string(service.name)),
                                    ("Labels", .map(service.labels)),
                                ]
                            )
                        )
                    ),
                    (
                        "Node",
                        .record(
                            .init(
                                "struct { ID string; Hostname string; Platform template.Platform }",
                                [
                                    ("ID", .string(node.id)),
                                    ("Hostname", .string(node.description?.hostname ?? "")),
                                    ("Platform", Self.platform(platform)),
                                ]
                            )
                        )
                    ),
                    (
                        "Task",
                        .record(
                            .init(
                                "struct { ID string; Name string; Slot string }",
                                [
                                    ("ID", .string(task.id)), ("Name", .string(task.name)),
                                    ("Slot", .string(task.slot)),
                                ]
                            )
                        )
                    ),
                ]
            )
        )
    }

    private static func platform(_ platform: Platform) -> TemplateValue {
        .record(
            .init(
                "template.Platform",
                [
                    ("Architecture", .string(platform.architecture)),
                    ("OS", .string(platform.os)),
                ]
            )
        )
    }

    /// The stand-in by which the control API tries templates before there is a task.
    ///
    /// - Source: VAL-15.
    package static let dryRun = TaskContext(
        service: ("serviceid", "servicename", [:]),
        node: (
            "nodeid",
            NodeDescription(
                hostname: "nodeHostname",
                platform: Platform(architecture: "architecture", os: "os")
            )
        ),
        task: ("", "taskname", "1")
    )

    /// Expands one text; one without any `{{` is given back at once.
    ///
    /// - Throws: The template's fault, in Go's words.
    package func expand(_ text: String) throws(TemplateError) -> String {
        guard text.utf8.count > 1, text.contains("{{") else { return text }
        return try Template(text).expand(value)
    }
}
