package import Basics
package import SwarmModel

/// Something that happened, as `GET /events` tells it.
package struct EngineEvent: Hashable, Sendable {
    package var type: String
    package var action: String
    package var id: String
    package var attributes: [String: String]
    /// Whether only managers hear of it; else only the machine with that name.
    package var machine: String?
    package var time: WallTime

    package init(
        type: String,
        action: String,
        id: String,
        attributes: [String: String],
        machine: String? = nil,
        time: WallTime
    ) {
        self.type = type
        self.action = action
        self.id = id
        self.attributes = attributes
        self.machine = machine
        self.time = time
    }

    /// Its JSON, in the form of the versions before 1.52.
    package var wireForm: JSONValue {
        var form: JSONValue = [:]
        if type == "container" || type == "image" {
            form = form.adding("status", .string(action)).adding("id", .string(id))
            if let image = attributes["image"] { form = form.adding("from", .string(image)) }
        }
        return form.adding("Type", .string(type))
            .adding("Action", .string(action))
            .adding("Actor", ["ID": .string(id), "Attributes": JSONValue(attributes)])
            .adding("scope", .string(machine == nil ? "swarm" : "local"))
            .adding("time", JSONValue(time.nanoseconds / 1_000_000_000))
            .adding("timeNano", JSONValue(time.nanoseconds))
    }
}
