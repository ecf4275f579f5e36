/// What kind of thing a task runs.
///
/// - Source: VAL-14, VAL-16.
package enum TaskRuntime: Hashable, Sendable {
    /// The container that the spec describes.
    case container
    /// A plugin of the engine; the managers know it as a generic runtime.
    case plugin(PluginSpec)
    /// The network side of a container that the swarm did not start (ALC-26).
    case attachment(container: String)
    /// Something that only the node's engine understands.
    case generic(GenericRuntime)
    /// The client gave none.
    case missing

    /// The word that lists are filtered by.
    package var word: String {
        switch self {
        case .container: "container"
        case .plugin: "plugin"
        case .attachment: "attachment"
        case .generic(let runtime): runtime.kind.lowercased()
        case .missing: ""
        }
    }
}

/// A plugin for the engines of all nodes.
package struct PluginSpec: Hashable, Sendable {
    package var name: String
    package var remote: String
    package var isDisabled: Bool
    package var environment: [String]

    package init(
        name: String = "",
        remote: String = "",
        isDisabled: Bool = false,
        environment: [String] = []
    ) {
        self.name = name
        self.remote = remote
        self.isDisabled = isDisabled
        self.environment = environment
    }
}

/// A runtime that the managers pass on without understanding it.
package struct GenericRuntime: Hashable, Codable, Sendable {
    package var kind: String
    /// `nil` = none was given.
    package var payload: Payload?

    package struct Payload: Hashable, Codable, Sendable {
        package var typeURL: String
        package var value: [UInt8]
        package init(typeURL: String, value: [UInt8]) {
            self.typeURL = typeURL
            self.value = value
        }
    }

    package init(kind: String, payload: Payload?) {
        self.kind = kind
        self.payload = payload
    }
}
