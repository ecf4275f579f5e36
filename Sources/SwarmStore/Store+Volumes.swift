package import Basics
package import SwarmModel

extension Store {
    /// All named volumes, by name, then node.
    package var volumes: [Volume] { volumeList }

    package func volume(named name: String, on node: NodeID) -> Volume? {
        let index = place(of: name, on: node)
        guard index < volumeList.count, volumeList[index].name == name,
            volumeList[index].node == node
        else { return nil }
        return volumeList[index]
    }

    /// Adds a volume unless the node already has one of that name.
    package mutating func create(_ volume: Volume) {
        guard self.volume(named: volume.name, on: volume.node) == nil else { return }
        volumeList.insert(volume, at: place(of: volume.name, on: volume.node))
        changes.append(.volume(before: nil, after: volume))
    }

    package mutating func removeVolume(named name: String, on node: NodeID) {
        guard volume(named: name, on: node) != nil else { return }
        let volume = volumeList.remove(at: place(of: name, on: node))
        changes.append(.volume(before: volume, after: nil))
    }

    /// Where in the sorted list the volume is, or would be; O(log n).
    private func place(of name: String, on node: NodeID) -> Int {
        var low = 0
        var high = volumeList.count
        while low < high {
            let middle = (low + high) / 2
            if (volumeList[middle].name, volumeList[middle].node) < (name, node) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
