import Basics
package import SwarmModel
import SwarmStore

// What clients ask of services, as commands.
extension EngineView {
    package func createService(_ request: APIRequest) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        try requireManager()
        var spec = try serviceSpec(body)
        // The engine fills this in, and clients get to see it.
        if spec.task.container.isolation.isEmpty { spec.task.container.isolation = "default" }
        return .createService(spec)
    }

    package func updateService(
        _ reference: String,
        _ request: APIRequest
    ) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        let version = try request.target.query.version(of: "service")
        try requireManager()
        let service = try service(reference)
        switch request.target.query["rollback"] ?? "" {
        case "", "none": break
        case "previous": return .rollbackService(service.id, version: version)
        case let other:
            throw EngineError(status: 400, message: "unrecognized rollback option \(other)")
        }
        var spec = try serviceSpec(body)
        if spec.task.container.isolation.isEmpty {
            spec.task.container.isolation = service.spec.task.container.isolation
        }
        return .updateService(service.id, version: version, spec: spec)
    }

    package func removeService(_ reference: String) throws(EngineError) -> ClusterCommand {
        try requireManager()
        return .removeService(try service(reference).id)
    }

    /// The spec that a body holds, with ids in the place of networks' names.
    private func serviceSpec(_ body: JSONValue) throws(EngineError) -> ServiceSpec {
        let template = body["TaskTemplate"]
        let hasOther = template?["PluginSpec"]?.isObject ?? false
        guard template?["ContainerSpec"]?.isObject ?? false, !hasOther else {
            throw EngineError(status: 400, message: "mismatched Runtime and *Spec fields")
        }
        try SpecWords.check(service: body)
        return try APIRequest.decode(ServiceSpec.self, from: try withNetworkIDs(body))
    }

    /// Networks may be called by name, and older clients name them beside the template.
    private func withNetworkIDs(_ body: JSONValue) throws(EngineError) -> JSONValue {
        guard let template = body["TaskTemplate"] else { return body }
        var networks = template["Networks"]?.elements ?? []
        if networks.isEmpty { networks = body["Networks"]?.elements ?? [] }
        guard !networks.isEmpty else { return body }
        var resolved: [JSONValue] = []
        for network in networks {
            let target = network["Target"]?.text ?? ""
            resolved.append(network.setting("Target", .string(try networkID(of: target))))
        }
        return body.setting("TaskTemplate", template.setting("Networks", .array(resolved)))
    }

    /// An engine says 500 here, not 404: the service is not what could not be found.
    private func networkID(of reference: String) throws(EngineError) -> String {
        do throws(EngineError) {
            return try network(reference).id.description
        } catch {
            throw EngineError(
                status: error.status == 404 ? 500 : error.status,
                message: error.message
            )
        }
    }
}

extension JSONValue {
    var isObject: Bool {
        if case .object = self { return true }
        return false
    }
}
