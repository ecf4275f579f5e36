import Basics
package import SwarmModel

/// What `insertDefaults=true` adds to a service (OBJ-42, engine-api 7.1).
enum ShownDefaults {
    /// A service with its defaults; blocks that are empty are there, too.
    static func filled(in service: Service, epoch: WallTime) throws(EngineError) -> JSONValue {
        var shown = service
        shown.spec = service.spec.withDefaults
        return try JSONValue(encoding: EngineService(shown, epoch: epoch))
            .changing("Spec") { spec in
                spec.changing("TaskTemplate") { template in
                    template.changing("ContainerSpec") { $0.adding("DNSConfig", [:]) }
                        .adding("Resources", [:])
                        .adding("Placement", [:])
                }
            }
    }
}

extension JSONValue {
    /// The object with one member changed; the same where it has no such member.
    package func changing(_ key: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(
            members.map { $0.key == key ? Member(key: key, value: change($0.value)) : $0 }
        )
    }

    /// The object with a member more, unless it has one of that key.
    package func adding(_ key: String, _ value: @autoclosure () -> JSONValue) -> JSONValue {
        guard case .object(let members) = self, !members.contains(where: { $0.key == key })
        else { return self }
        return .object(members + [Member(key: key, value: value())])
    }

    /// The object with a member set, whatever it was.
    func setting(_ key: String, _ value: JSONValue) -> JSONValue {
        let folded = key.lowercased()
        return .object(
            members.filter { $0.key.lowercased() != folded } + [Member(key: key, value: value)]
        )
    }
}
