package import Basics
import HashTreeCollections
package import SwarmModel

extension Store {
    /// How many tasks one place of a service has, finished ones included; O(1).
    package func taskCount(of service: ServiceID, in place: TaskPlace) -> Int {
        guard let entry = tasks.services[service] else { return 0 }
        switch place {
        case .slot(let slot): return entry.count(inSlot: slot)
        case .node(let node): return entry.places[node]?.count ?? 0
        }
    }
}
