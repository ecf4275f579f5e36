import Basics
import SwarmModel

/// The images that containers were made from, each once.
struct ImageTable: Codable, Sendable {
    private(set) var profiles: [ImageProfile] = []
    private var positions: [String: Int32] = [:]

    /// The position of an image's profile; negative when there is no such image.
    mutating func position(of image: String, in catalog: ImageCatalog) -> Int32 {
        if let known = positions[image] { return known }
        guard let profile = catalog.profile(of: image) else { return -1 }
        let position = Int32(profiles.count)
        profiles.append(profile)
        positions[image] = position
        return position
    }

    /// The position of what stands for a container that the swarm did not start.
    mutating func positionOfAttachment() -> Int32 {
        if let known = positions[""] { return known }
        let position = Int32(profiles.count)
        profiles.append(ImageProfile())
        positions[""] = position
        return position
    }

    /// The profile of an image that was looked up before.
    func profile(of image: String) -> ImageProfile? {
        positions[image].map { profiles[Int($0)] }
    }

    /// Looks every name up anew from now on.
    mutating func forgetNames() { positions = [:] }
}

/// What all containers of one task spec have in common.
struct Recipe: Sendable {
    let spec: Shared<TaskSpec>
    /// Negative = no such image.
    let image: Int32
    let health: HealthSettings?
    let exit: ExitRule?
    let stopGrace: Int64
    /// `nil` = the usual one.
    let stopSignal: UInt8?
    let needsFiles: Bool
    /// Why none of them can be started; empty = nothing is known against it.
    let startFailure: String
    /// Whether each task's container differs by its templates (LIF-52).
    let hasTemplates: Bool

    init(_ spec: Shared<TaskSpec>, image: Int32, profile: ImageProfile) {
        let container = spec.value.container
        self.spec = spec
        self.image = image
        health = HealthSettings(of: container, profile)
        exit = profile.exit(of: container)
        stopGrace = (container.stopGracePeriod ?? ContainerSpec.standardStopGracePeriod).nanoseconds
        stopSignal = StopSignal.number(container.stopSignal)
        startFailure = MissingCommand.failure(of: container)
        hasTemplates = container.hasTemplates
        needsFiles = !container.secrets.isEmpty || !container.configs.isEmpty
    }
}

/// How the containers of one spec are asked whether they are well.
struct HealthSettings: Sendable {
    let check: HealthConfig
    /// Whether nothing in the environment keeps the application from failing.
    let isBreakable: Bool

    /// `nil` when nobody asks.
    init?(of container: ContainerSpec, _ profile: ImageProfile) {
        guard let check = container.effectiveHealthCheck(of: profile) else { return nil }
        self.check = check
        isBreakable = !profile.health.failsUnless.contains { $0.holds(for: profile, in: container) }
    }

    /// The health of one container over time.
    func watch(_ profile: ImageProfile, _ seed: UInt64, _ id: UInt64) -> HealthWatch {
        HealthWatch(
            check,
            profile: profile,
            isBreakable: isBreakable,
            probeTime: Chance.duration(profile.health.probeTime, seed, id, .probe)
        )
    }
}

extension ContainerSpec {
    /// The health check that holds for a container of this image: the service's settings over the
    /// image's, the engine's defaults for what neither says; `nil` = none.
    func effectiveHealthCheck(of profile: ImageProfile) -> HealthConfig? {
        if healthCheck?.isDisabled == true { return nil }
        let image = profile.healthCheck
        var check = healthCheck ?? HealthConfig()
        if check.test.isEmpty { check.test = image?.test ?? [] }
        guard !check.test.isEmpty else { return nil }
        if check.interval <= .zero { check.interval = image?.interval ?? .seconds(30) }
        if check.timeout <= .zero { check.timeout = image?.timeout ?? .seconds(30) }
        if check.retries <= 0 { check.retries = image?.retries ?? 3 }
        if check.startPeriod <= .zero { check.startPeriod = image?.startPeriod ?? .zero }
        return check
    }
}
