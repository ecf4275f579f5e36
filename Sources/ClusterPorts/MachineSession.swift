package import Basics
package import SwarmModel

/// What the engines of an embedded cluster's machines know besides the swarm's state.
///
/// A cluster session may be one, too.
package protocol MachineSession: Sendable {
    /// Whether a node's machine runs, and is still that node; O(1).
    func standing(of node: NodeID) async -> MachineStanding

    /// What a node's engine answers to one who wants to look at the swarm now; `nil` = it answers.
    ///
    /// - Parameter node: whose engine is asked; `nil` = a manager's that can help.
    /// - Returns: the refusal, or what a call that hangs ends with.
    func readingRefusal(by node: NodeID?) async -> EngineError?

    /// A node's machine as it is now; `nil` for a node that is gone.
    func machine(of node: NodeID) async -> MachineReading?

    /// An image as its catalogue has it; `nil` when there is no such image.
    func image(named reference: String) async -> ImageReading?

    /// The plain data of a secret, for the containers that it is mounted in.
    ///
    /// `nil` when it is gone, or cannot be opened.
    func plainData(of secret: SecretID) async -> [UInt8]?

    /// Begins another swarm in the place of one that all machines have left.
    ///
    /// - Throws: that it cannot be written.
    func beginAnew() async throws(EngineError)
}

/// Whether a machine runs, and is in the swarm.
package enum MachineStanding: Hashable, Sendable {
    case on, off
    /// Though the swarm may still list it.
    case left
}

/// One machine: whether it runs, and the containers and images on it.
package struct MachineReading: Sendable {
    package var isPoweredOn: Bool
    /// Containers that exist and have not ended, by task.
    package var containers: [TaskID: ContainerReading]
    /// Images that were there from the start, by reference.
    package var images: [ImageReading]

    package init(
        isPoweredOn: Bool,
        containers: [TaskID: ContainerReading] = [:],
        images: [ImageReading] = []
    ) {
        self.isPoweredOn = isPoweredOn
        self.containers = containers
        self.images = images
    }
}

/// What an engine would say of one container.
package struct ContainerReading: Hashable, Sendable {
    /// When it was created; `nil` while it is not.
    package var createdAt: Moment?
    /// When its process started; `nil` while there is none.
    package var startedAt: Moment?
    /// `starting`, `healthy` or `unhealthy`; `nil` where nobody asks.
    package var health: String?
    package var failingStreak: Int

    package init(
        createdAt: Moment?,
        startedAt: Moment?,
        health: String?,
        failingStreak: Int = 0
    ) {
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.health = health
        self.failingStreak = failingStreak
    }
}

/// What an engine would say of one image.
package struct ImageReading: Hashable, Sendable {
    /// Repository and tag.
    package var reference: String
    package var sizeBytes: Int64
    /// `KEY=value`.
    package var environment: [String]
    /// `80/tcp`.
    package var exposedPorts: [String]
    package var volumes: [String]
    /// `CMD` or `CMD-SHELL` with its words; empty without a check.
    package var healthTest: [String]
    /// Paths with the body and the status that a request for them gets.
    package var answers: [Answer]

    package struct Answer: Hashable, Sendable {
        package var path: String
        package var status: Int
        package var body: String

        package init(path: String, status: Int, body: String) {
            self.path = path
            self.status = status
            self.body = body
        }
    }

    package init(
        reference: String,
        sizeBytes: Int64 = 0,
        environment: [String] = [],
        exposedPorts: [String] = [],
        volumes: [String] = [],
        healthTest: [String] = [],
        answers: [Answer] = []
    ) {
        self.reference = reference
        self.sizeBytes = sizeBytes
        self.environment = environment
        self.exposedPorts = exposedPorts
        self.volumes = volumes
        self.healthTest = healthTest
        self.answers = answers
    }
}
