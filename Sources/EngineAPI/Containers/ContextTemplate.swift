import Basics
import SwarmModel

/// Places in a service's host name and environment that are filled in for each task.
///
/// - Source: LIF-51, the fields that Swarm documents for `service create`.
struct ContextTemplate {
    private let values: [(field: String, value: String)]

    init(_ task: SwarmTask, on node: Node?) {
        values = [
            ("{{.Service.ID}}", task.serviceID.description),
            ("{{.Service.Name}}", task.serviceName),
            ("{{.Node.ID}}", task.nodeID?.description ?? ""),
            ("{{.Node.Hostname}}", node?.description.hostname ?? ""),
            ("{{.Task.ID}}", task.id.description),
            ("{{.Task.Name}}", task.name),
            ("{{.Task.Slot}}", task.slotText),
        ]
    }

    /// The text with its places filled in; what is no such place stays.
    func filled(in text: String) -> String {
        guard text.contains("{{") else { return text }
        var filled = ""
        var rest = text[...]
        while !rest.isEmpty {
            if let (field, value) = values.first(where: { rest.hasPrefix($0.field) }) {
                filled += value
                rest = rest.dropFirst(field.count)
            } else {
                filled.append(rest.removeFirst())
            }
        }
        return filled
    }
}
