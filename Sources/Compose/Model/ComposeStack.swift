package import SwarmModel

/// What a set of Compose files means: merged, with variables replaced, checked.
///
/// Everything is in order of its key. Names are not yet a stack's: see ``ComposeStack/objects(of:)``.
package struct ComposeStack: Hashable, Sendable {
    package var services: [ComposeService]
    package var networks: [ComposeNetwork]
    package var volumes: [ComposeVolume]
    package var configs: [ComposeFileObject]
    package var secrets: [ComposeFileObject]
    /// What the user should hear before anything is deployed.
    package var warnings: [ComposeWarning]
    let tree: YAMLNode

    /// The one file that the given files amount to, in canonical form.
    ///
    /// Keys are in order, forms are the long ones, units are written alike. Reading it again gives the same stack.
    package func rendered() -> String { YAMLWriter.block(tree) }

    package static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.rendered() == rhs.rendered() && lhs.configs == rhs.configs
            && lhs.secrets == rhs.secrets && lhs.services.map(\.spec) == rhs.services.map(\.spec)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(rendered()) }
}

/// A service, with all that needs neither the stack's name nor any id.
package struct ComposeService: Hashable, Sendable {
    package var name: String
    package var place: SourcePlace
    /// Its spec without networks, mounts, configs and secrets; labels are the user's alone.
    package var spec: ServiceSpec
    /// In order of the networks' keys; empty means the stack's default network.
    package var networks: [ComposeAttachment]
    package var mounts: [ComposeMount]
    package var configs: [ComposeFileReference]
    package var secrets: [ComposeFileReference]
}

/// A service's place in a network.
package struct ComposeAttachment: Hashable, Sendable {
    /// The network's key in the file.
    package var network: String
    package var aliases: [String]
    package var driverOptions: [String: String]
}

/// A mount; one of a named volume points to the volume's key in the file.
package struct ComposeMount: Hashable, Sendable {
    package var volume: String?
    package var mount: Mount
}

/// Where a config or secret appears in the containers of a service.
package struct ComposeFileReference: Hashable, Sendable {
    /// The object's key in the file.
    package var source: String
    package var file: FileTarget
}

/// A network as the top of a file defines it.
package struct ComposeNetwork: Hashable, Sendable {
    package var key: String
    package var name: String?
    package var isExternal: Bool
    package var driver: DriverSpec
    package var labels: [String: String]
    package var isInternal: Bool
    package var attachable: Bool
    package var subnets: [String]
}

/// A volume as the top of a file defines it.
package struct ComposeVolume: Hashable, Sendable {
    package var key: String
    package var name: String?
    package var isExternal: Bool
    /// `nil` = the engine's own.
    package var driver: DriverSpec?
    package var labels: [String: String]
}

/// A config or a secret.
package struct ComposeFileObject: Hashable, Sendable {
    package var key: String
    package var name: String?
    package var isExternal: Bool
    package var labels: [String: String]
    /// The contents; empty for an external object.
    package var data: [UInt8]
}

/// Something that is not wrong, but other than one might think.
package enum ComposeWarning: Hashable, Sendable {
    case unsetVariable(String)
    case unsupportedOptions([String])
    case deprecatedOptions([Deprecation])
    case withoutEffect([String])
    case ignoredAddress(String, service: String)

    package struct Deprecation: Hashable, Sendable {
        package var option: String
        package var reason: String
    }

    /// Words for the user: docker's, where it has some.
    package var message: String {
        switch self {
        case .unsetVariable(let name):
            "The \"\(name)\" variable is not set. Defaulting to a blank string."
        case .unsupportedOptions(let options):
            "Ignoring unsupported options: " + options.joined(separator: ", ")
        case .deprecatedOptions(let options):
            "Ignoring deprecated options:\n\n"
                + options.map { "\($0.option): \($0.reason)" }.joined(separator: "\n\n")
        case .withoutEffect(let options):
            "Without effect in a swarm: " + options.joined(separator: ", ")
        case .ignoredAddress(let port, let service):
            "service \(service): ignoring IP-address (\(port)) service will listen on '0.0.0.0'"
        }
    }
}
