import Agents
package import Basics
package import ClusterPorts
package import SwarmModel
import SwarmStore
import SwarmWorld

extension HostSession: MachineSession {
    package func machine(of node: NodeID) async -> MachineReading? {
        let world = await host.worldNow()
        guard world.store.node(node) != nil else { return nil }
        var containers: [TaskID: ContainerReading] = [:]
        for facts in world.agents.containers(on: node, now: world.now) {
            containers[facts.task] = ContainerReading(
                createdAt: facts.createdAt,
                startedAt: facts.startedAt,
                health: facts.health == .none ? nil : facts.health.rawValue,
                failingStreak: facts.failingStreak
            )
        }
        return MachineReading(
            isPoweredOn: world.agents.isPoweredOn(node),
            containers: containers,
            images: world.agents.preloadsImages ? Self.plainImages(world.agents.catalog) : []
        )
    }

    package func standing(of node: NodeID) async -> MachineStanding {
        await host.standing(of: node)
    }

    package func readingRefusal(by node: NodeID?) async -> EngineError? {
        await host.readingRefusal(by: node)
    }

    package func beginAnew() async throws(EngineError) { try await host.beginAnew() }

    package func image(named reference: String) async -> ImageReading? {
        let catalog = await host.worldNow().agents.catalog
        return catalog.profile(of: reference).map { Self.reading(of: reference, $0) }
    }

    package func plainData(of secret: SecretID) async -> [UInt8]? {
        await host.plainData(of: secret)
    }

    /// The tags that are written out in a catalogue; patterns stand for images nobody asked for.
    private static func plainImages(_ catalog: ImageCatalog) -> [ImageReading] {
        catalog.entries.flatMap { entry in
            entry.tags.filter { !$0.pattern.contains("*") }.map { tagged in
                reading(of: "\(entry.repository):\(tagged.pattern)", tagged.profile)
            }
        }
    }

    private static func reading(of reference: String, _ profile: ImageProfile) -> ImageReading {
        ImageReading(
            reference: ImageReference(reference)?.tagged ?? reference,
            sizeBytes: profile.sizeBytes,
            environment: profile.environment,
            exposedPorts: profile.exposedPorts,
            volumes: profile.volumes,
            healthTest: profile.healthCheck?.test ?? [],
            answers: profile.answers.map {
                ImageReading.Answer(path: $0.path, status: $0.status, body: $0.body.source)
            }
        )
    }
}
