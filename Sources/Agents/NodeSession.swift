import Basics
import SwarmModel

/// One node: the machine itself, and what the dispatcher knows of it.
struct NodeSession: Codable, Sendable {
    /// How the managers see it.
    enum Standing: UInt8, Codable, Sendable {
        case unknown, ready, down
    }

    let node: NodeID
    /// How many nodes there were before it; its address is made of it.
    let number: UInt32
    var standing: Standing
    /// Whether its agent is registered with the present leader and can be reached.
    var isConnected: Bool
    var isPowered = true
    var isLinked = true
    /// Left the swarm; it will not come back under this id.
    var hasLeft = false
    /// When the machine was last switched off.
    var poweredOffAt: Moment?
    /// When its agent was last let in; `nil` before, and once the managers have lost sight of it.
    var registeredAt: Moment?
    /// How often it has registered again since, without eight seconds' rest; `nil` = never.
    var attempts: UInt8?
    /// Another number whenever what was expected of the node no longer holds.
    var epoch: UInt32 = 0
    /// Tasks to be sent, in the order of their changes.
    var pending: [TaskID] = []
    var lastPendingAt = Moment.zero
    var isDeliveryDue = false
    /// Slots of its containers.
    var containers: [Int32] = []
    /// Reports that wait until it is reached again.
    var held: [Int32] = []
    /// When the engine can create the next container.
    var laneFreeAt = Moment.zero
    /// How much the machine's clock is off; `nil` = it is right.
    var clockOffset: Duration?
    /// Images on its disk, and from when on.
    var images: [Stored] = []

    struct Stored: Codable, Sendable {
        var image: Int32
        var from: Moment
    }

    init(node: NodeID, number: UInt32, standing: Standing) {
        self.node = node
        self.number = number
        self.standing = standing
        isConnected = standing == .ready
    }

    /// Whether its agent runs and has a way to the managers.
    var canConnect: Bool { isPowered && isLinked && !hasLeft }

    /// The address the managers see, unless the node was created with one.
    var address: String { "192.168.\(99 + number / 250).\(number % 250 + 1)" }
}
