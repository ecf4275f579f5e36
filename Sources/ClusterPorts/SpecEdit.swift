package import SwarmModel

/// A spec in the Engine API's own form, as it was and as somebody made it.
package struct SpecEdit: Hashable, Sendable {
    /// Indented JSON.
    package var before: String
    /// Whatever the user wrote.
    package var after: String

    package init(before: String, after: String) {
        self.before = before
        self.after = after
    }

    /// The same change made in another state of the spec.
    ///
    /// - Throws: ``JSONError`` where what was written is no JSON.
    package func applied(to spec: JSONValue) throws(JSONError) -> JSONValue {
        spec.applying(
            changeFrom: try JSONValue(bytes: Array(before.utf8)),
            to: try JSONValue(bytes: Array(after.utf8))
        )
    }

    /// The command that makes the change where a spec has no more fields than skep knows.
    ///
    /// - Parameters:
    ///   - reference: a service or node.
    ///   - version: the version that the user was shown.
    ///   - object: the object as it is, in the Engine API's own form.
    /// - Returns: what to ask the cluster for.
    /// - Throws: what is wrong with what was written.
    package func command(
        for reference: ObjectReference,
        version: UInt64,
        in object: String
    ) throws(EngineError) -> ClusterCommand {
        do throws(JSONError) {
            let old = try JSONValue(bytes: Array(object.utf8))["Spec"] ?? .object([])
            let tree = try applied(to: old)
            switch reference {
            case .service(let id):
                let spec = try tree.decoded(ServiceSpec.self)
                return .updateService(id, version: version, spec: spec)
            case .node(let id):
                return .updateNode(id, version: version, spec: try tree.decoded(NodeSpec.self))
            default: throw JSONError("only services and nodes have a spec that can be changed")
            }
        } catch {
            throw EngineError(status: 400, message: error.description)
        }
    }
}
