import Basics
import Cells
import SwarmModel

/// Gives each version of a service's spec a hue, so that an update is seen to sweep.
///
/// Neighbouring versions never share one. A version keeps its hue as long as it is remembered.
struct VersionHues: Sendable {
    private struct Versions: Sendable {
        var known: [UInt64] = []
        /// How many versions were forgotten at the front.
        var forgotten = 0
    }

    private var services: [ServiceID: Versions] = [:]

    private static let memory = 8

    mutating func note(_ service: Service) {
        var versions = services[service.id] ?? Versions()
        for version in [service.previousSpecVersion, service.specVersion].compactMap(\.self)
        where !versions.known.contains(version) {
            versions.known.append(version)
        }
        if versions.known.count > Self.memory {
            versions.known.removeFirst()
            versions.forgotten += 1
        }
        services[service.id] = versions
    }

    /// The hue of a task's version; tasks of forgotten versions look off.
    func slot(service: ServiceID, version: UInt64?) -> Slot {
        guard let versions = services[service], let version,
            let index = versions.known.firstIndex(of: version)
        else { return .off }
        return Slot.logHues[(versions.forgotten + index) % Slot.logHues.count]
    }
}
