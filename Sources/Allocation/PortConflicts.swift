package import Basics
package import SwarmModel
package import SwarmStore

/// The check for published ports that another service has, made before a spec is accepted.
///
/// - Source: ALC-46, VAL-30.
package enum PortConflicts {
    private struct Published: Hashable {
        let transport: PortConfig.TransportProtocol
        let port: UInt32

        init(_ config: PortConfig) {
            transport = config.transport
            port = config.publishedPort
        }
    }

    /// The first conflict of an endpoint with another service's ports, wanted or allocated.
    ///
    /// Two services may publish the same port in host mode: nodes keep them apart.
    ///
    /// - Parameters:
    ///   - spec: the endpoint asked for; `nil` has no ports.
    ///   - service: the service that is updated and cannot be in its own way; `nil` on creation.
    ///   - store: all other services.
    /// - Returns: the refusal in the engine's words; `nil` if there is no conflict.
    package static func conflict(
        of spec: EndpointSpec?,
        for service: ServiceID?,
        in store: Store
    ) -> EngineError? {
        let published = (spec?.ports ?? []).filter { $0.publishedPort != 0 }
        if published.isEmpty { return nil }
        let ingress = Set(published.filter { $0.publishMode == .ingress }.map(Published.init))
        let host = Set(published.filter { $0.publishMode == .host }.map(Published.init))
        for other in store.services where other.id != service {
            let ports = (other.spec.endpoint?.ports ?? []) + (other.endpoint?.ports ?? [])
            for port in ports where port.publishedPort != 0 {
                let key = Published(port)
                let isTaken =
                    ingress.contains(key)
                    || (port.publishMode == .ingress && host.contains(key))
                if isTaken { return refusal(port, of: other) }
            }
        }
        return nil
    }

    private static func refusal(_ port: PortConfig, of service: Service) -> EngineError {
        let kind = port.publishMode == .ingress ? "an ingress port" : "a host-published port"
        return .rpc(
            .invalidArgument,
            "port '\(port.publishedPort)' is already in use by service '\(service.name)' "
                + "(\(service.id)) as \(kind)"
        )
    }
}
