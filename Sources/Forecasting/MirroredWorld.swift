import Basics
package import ClusterPorts
package import SwarmModel
import SwarmStore
import SwarmWorld

/// A World made of what is known of somebody else's cluster, to look ahead of it.
package enum MirroredWorld {
    /// Any number will do: the other cluster's chance cannot be known.
    private static let seed: UInt64 = 0x5345_4544

    /// Why managers cannot be looked ahead of; `nil` if they can.
    ///
    /// One that has lost the others tells what it last knew: who else is alive, and what comes of it
    /// when they meet, cannot be seen from there.
    package static func whyNoForecast(_ managers: ManagersSummary) -> EngineError? {
        guard !managers.hasQuorum else { return nil }
        return EngineError(
            status: 503,
            message: "the managers have no quorum: what comes next cannot be seen from here"
        )
    }

    /// Works a forecast out for a cluster that is known by its objects only: an estimate.
    ///
    /// - Parameters:
    ///   - request: the commands, and how far to look.
    ///   - snapshot: the cluster as it is known.
    ///   - mustStop: asked now and then; when it says so, the forecast ends where it is.
    /// - Returns: the forecast.
    package static func forecast(
        _ request: ForecastRequest,
        of snapshot: ClusterSnapshot,
        mustStop: () -> Bool
    ) -> Forecast {
        let asked = Set(
            request.commands.compactMap { command -> ServiceID? in
                switch command {
                case .updateService(let id, _, _), .rollbackService(let id, _): id
                case .removeService(let id): id
                default: nil
                }
            }
        )
        return estimate(of: snapshot, but: asked, mustStop) { world in
            Forecaster.forecast(
                request,
                in: world,
                at: world.now,
                basis: .estimate,
                mustStop: mustStop
            )
        }
    }

    /// Works out what would come of a deed of several commands: an estimate.
    ///
    /// - Parameters:
    ///   - script: gives the commands, and sees what comes of each.
    ///   - snapshot: the cluster as it is known.
    ///   - mustStop: asked now and then; when it says so, the forecast ends where it is.
    /// - Returns: the forecast.
    package static func play(
        _ script: any ForecastScript,
        of snapshot: ClusterSnapshot,
        mustStop: () -> Bool
    ) -> Forecast {
        estimate(of: snapshot, but: [], mustStop) { world in
            Forecaster.play(
                script,
                in: world,
                at: world.now,
                basis: .estimate,
                mustStop: mustStop
            )
        }
    }

    /// Runs a World that is made of the store ahead.
    ///
    /// Updates that are under way go on, but for those of services that were `asked` about.
    private static func estimate(
        of snapshot: ClusterSnapshot,
        but asked: Set<ServiceID>,
        _ mustStop: () -> Bool,
        run: (World) -> Forecast
    ) -> Forecast {
        let (store, managers, now) = (snapshot.store, snapshot.managers, snapshot.now)
        // A World of a large cluster is much work, which is not begun for nobody.
        var cut = Forecast(basis: .estimate, start: now, managers: managers)
        cut.isSettled = false
        cut.isCut = true
        if mustStop() { return cut }
        let catalog = ObservedStarts(in: store, at: now).catalog
        if mustStop() { return cut }
        var world = World(
            mirroring: holdingUpdates(in: store),
            catalog: catalog,
            at: now,
            seed: seed
        )
        resumeUpdates(of: store, but: asked, in: &world)
        var forecast = run(world)
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
        but asked: Set<ServiceID>,
        in world: inout World
    ) {
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
}
