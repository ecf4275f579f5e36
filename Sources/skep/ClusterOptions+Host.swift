import Basics
import ClusterPorts
import Hosting
import ImageCatalogFile
import SwarmModel

extension ClusterOptions {
    func stateFolder(below name: String?) throws -> StateFolder {
        if let path = stateFolder { return StateFolder(path: path) }
        do throws(HostingError) {
            let own = try StateFolder.standard()
            return name.map { StateFolder(path: own.path + "/" + $0) } ?? own
        } catch {
            throw Failure(error)
        }
    }

    func openHost(
        in folder: StateFolder,
        name: String,
        age: Duration = .zero
    ) async throws -> ClusterHost {
        var configuration = HostConfiguration(
            storage: .folder(folder),
            name: name,
            seed: seed ?? UInt64.random(in: 1...UInt64.max),
            catalog: .standard
        )
        configuration.preloadsImages = true
        configuration.links = .ordinary
        configuration.clock = ClockState(speed: speed)
        do throws(HostingError) {
            return try await ClusterHost.open(configuration, clock: ShiftedClock(age: age))
        } catch {
            throw Failure(error)
        }
    }
}
