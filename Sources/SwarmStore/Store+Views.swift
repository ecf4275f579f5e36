package import Basics
package import SwarmModel

extension Store {
    /// Lays changes that were taken before out again, for who takes them next.
    package mutating func resume(_ changes: [StoreChange]) {
        self.changes.append(contentsOf: changes)
    }

    /// Shows a manager's standing on its node.
    ///
    /// It is what one manager sees, not part of what all agree on: it is no change and no new
    /// version (OBJ-34).
    package mutating func show(_ status: ManagerStatus?, on id: NodeID) {
        guard let position = nodeTable.position(of: id), var node = nodeTable[position: position]
        else { return }
        node.manager = status
        nodeTable.replace(node, at: position)
    }
}
