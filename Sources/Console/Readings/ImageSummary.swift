import SwarmModel
import SwarmStore

/// An image as the services that name it add up.
///
/// The swarm knows no more of images: what lies on a node's disk only its engine can say.
struct ImageSummary: Sendable {
    /// As the services name it, with tag and digest.
    let reference: String
    let services: [Service]
    private(set) var running = 0
    private(set) var wanted = 0

    /// O(services that name it).
    init(reference: String, services: [Service], in store: Store) {
        self.reference = reference
        self.services = services
        for service in services {
            let reading = ServiceReading(service, in: store)
            running += reading.running
            wanted += reading.wanted
        }
    }

    /// `repository`, `tag` and `sha256:…`, where they are said.
    var parts: (repository: String, tag: String, digest: String) {
        let halves = reference.split(separator: "@", maxSplits: 1)
        let name = halves.first.map { String($0) } ?? reference
        let digest = halves.count > 1 ? String(halves[1]) : ""
        guard let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") else {
            return (name, "", digest)
        }
        return (String(name[..<colon]), String(name[name.index(after: colon)...]), digest)
    }

    /// The stacks of the services, each once.
    var stacks: [String] {
        var names: [String] = []
        for stack in services.compactMap(\.stack) where !names.contains(stack) {
            names.append(stack)
        }
        return names
    }
}

extension ClusterState {
    func image(named reference: String) -> ImageSummary? {
        let services = usage.users(of: .image(reference)).compactMap { store.service($0) }
        guard !services.isEmpty else { return nil }
        return ImageSummary(reference: reference, services: services, in: store)
    }
}
