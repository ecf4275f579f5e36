import Basics
import Cells
package import SwarmModel
package import SwarmStore

extension BoxReader {
    /// A new config or secret in the place of one that services use, which never changes itself.
    func rotateDataContents(_ rotation: DataRotation) -> BoxContents {
        let kind = rotation.kind.rawValue
        let users = rotation.users(in: store)
        var contents = BoxContents(
            title: "Rotate \(word: kind) \(rotation.name) to \(rotation.newName)",
            docker: (["docker \(kind) create \(rotation.newName) \(rotation.path)"]
                + users.map { rotation.docker(for: $0) }).joined(separator: "; "),
            verb: "Rotate"
        )
        contents.say("\(rotation.newName) is made of what is in \(rotation.path) now.")
        for service in users {
            contents.say("\(service.name) takes it at the same place; its tasks are replaced")
        }
        if users.isEmpty { contents.say("No service uses \(rotation.name).", .dim) }
        contents.say("\(rotation.name) stays, to go back to: rm \(kind) \(rotation.name).", .dim)
        if let refusal = NameRules.refusal(ofDataName: rotation.newName) {
            contents.refusal = Phrase(refusal.message)
        }
        let isTaken =
            rotation.kind == .secret
            ? store.secret(named: rotation.newName) != nil
            : store.config(named: rotation.newName) != nil
        if isTaken { contents.refusal = "there is a \(word: kind) \(rotation.newName) already" }
        contents.deed = .rotateData(rotation)
        return contents
    }
}

/// A config or secret that is replaced by a new one wherever it is used.
package struct DataRotation: Hashable, Sendable {
    package var kind: FileObjectKind
    package var name: String
    package var newName: String
    package var path: String

    /// What follows `NAME-v3` is `NAME-v4`, and what follows `NAME` is `NAME-v2`.
    static func nextName(after name: String) -> String {
        guard let mark = name.ranges(of: "-v").last, let number = Int(name[mark.upperBound...])
        else { return name + "-v2" }
        return "\(name[..<mark.lowerBound])-v\(number + 1)"
    }

    /// Services that use the object, by name.
    package func users(in store: Store) -> [Service] {
        store.services.filter { service in
            let container = service.spec.task.container
            return kind == .secret
                ? container.secrets.contains { $0.name == name }
                : container.configs.contains { $0.name == name }
        }
    }

    /// The docker command that lets a service use the new object.
    func docker(for service: Service) -> String {
        let container = service.spec.task.container
        let file =
            kind == .secret
            ? container.secrets.first { $0.name == name }?.file
            : container.configs.first { $0.name == name }?.file
        let target = file.map { ",target=\($0.name)" } ?? ""
        return "docker service update --\(kind.rawValue)-rm \(name) "
            + "--\(kind.rawValue)-add source=\(newName)\(target) \(service.name)"
    }

    /// The spec of a service with the new object in the old one's place.
    package func moved(_ spec: ServiceSpec, to id: String) -> ServiceSpec {
        var spec = spec
        switch kind {
        case .secret:
            guard let id = SecretID(id) else { return spec }
            for index in spec.task.container.secrets.indices
            where spec.task.container.secrets[index].name == name {
                spec.task.container.secrets[index].name = newName
                spec.task.container.secrets[index].id = id
            }
        case .config:
            guard let id = ConfigID(id) else { return spec }
            for index in spec.task.container.configs.indices
            where spec.task.container.configs[index].name == name {
                spec.task.container.configs[index].name = newName
                spec.task.container.configs[index].id = id
            }
        }
        return spec
    }
}
