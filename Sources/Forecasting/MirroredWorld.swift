import Agents
package import Basics
package import ClusterPorts
import SwarmModel
package import SwarmStore
import SwarmWorld

/// A World made of what is known of somebody else's cluster, to look ahead of it.
package enum MirroredWorld {
    /// Any number will do: the other cluster's chance cannot be known.
    private static let seed: UInt64 = 0x5345_4544
    /// Starts that took longer than this were held up by something that will not be so again.
    private static let longestStart = Duration.seconds(120)

    /// Works a forecast out for a cluster that is known by its objects only: an estimate.
    ///
    /// - Parameters:
    ///   - request: the commands, and how far to look.
    ///   - store: the cluster's objects.
    ///   - managers: the managers as the cluster has them.
    ///   - now: the moment of the store.
    ///   - mustStop: asked now and then; when it says so, the forecast ends where it is.
    /// - Returns: the forecast.
    package static func forecast(
        _ request: ForecastRequest,
        of store: Store,
        managers: ManagersSummary,
        at now: Moment,
        mustStop: () -> Bool
    ) -> Forecast {
        var world = World(
            mirroring: holdingUpdates(in: store),
            catalog: catalog(of: store),
            at: now,
            seed: seed
        )
        resumeUpdates(of: store, but: request, in: &world)
        var forecast = Forecaster.forecast(
            request,
            in: world,
            at: world.now,
            basis: .estimate,
            mustStop: mustStop
        )
        // Managers that are out of reach are not part of the World; they still count.
        let lost = managers.total - forecast.managersBefore.total
        forecast.managersBefore = managers
        forecast.managersAfter.total += max(0, lost)
        return forecast
    }

    /// The store with each update that is under way paused.
    ///
    /// Managers need some seconds to let each other in; no update is to go on meanwhile.
    private static func holdingUpdates(in store: Store) -> Store {
        let services = store.services.map { service in
            guard service.updateStatus?.state == .updating else { return service }
            var held = service
            held.updateStatus?.state = .paused
            return held
        }
        guard services != store.services else { return store }
        var store = store
        store.mirror(services: services)
        return store
    }

    /// Lets those updates go on, as the same spec once more does (UPD-64), but for services that
    /// the commands are about: what is asked for comes first.
    private static func resumeUpdates(
        of store: Store,
        but request: ForecastRequest,
        in world: inout World
    ) {
        let asked = Set(
            request.commands.compactMap { command -> ServiceID? in
                switch command {
                case .updateService(let id, _, _), .rollbackService(let id, _): id
                case .removeService(let id): id
                default: nil
                }
            }
        )
        for service in store.services
        where service.updateStatus?.state == .updating && !asked.contains(service.id) {
            guard let held = world.store.service(service.id) else { continue }
            let command = ClusterCommand.updateService(
                held.id,
                version: held.meta.version,
                spec: held.spec
            )
            _ = world.apply(.request(resumption, command), at: world.now)
        }
    }

    /// Nobody waits for the answer.
    private static let resumption: RequestID = 1 << 61

    /// Each image as it behaved so far: what its tasks needed from being made until they ran.
    static func catalog(of store: Store) -> ImageCatalog {
        var times: [String: [Duration]] = [:]
        for task in store.allTasks where task.state == .running {
            let time = task.status.timestamp - task.milestones.created
            guard let reference = ImageReference(task.image), time > .zero, time <= longestStart
            else { continue }
            times[reference.repository, default: []].append(time)
        }
        var repositories = Set(times.keys)
        for service in store.services {
            if let reference = ImageReference(service.spec.task.container.image) {
                repositories.insert(reference.repository)
            }
        }
        return ImageCatalog(
            entries: repositories.sorted().map { entry($0, times: times[$0] ?? []) }
        )
    }

    private static func entry(_ repository: String, times: [Duration]) -> ImageEntry {
        var profile = ImageProfile()
        // The middle one: one slow pull says nothing about the next start.
        let sorted = times.sorted()
        if !sorted.isEmpty {
            let usual = sorted[sorted.count / 2]
            profile.create = DurationRange(usual / 2)
            profile.start = DurationRange(usual / 2)
        }
        return ImageEntry(
            repository: repository,
            tags: [TaggedImage(pattern: "*", profile: profile)]
        )
    }
}
