import SwarmModel

/// How containers of one image behave: everything a simulated one does comes from here.
package struct ImageProfile: Hashable, Codable, Sendable {
    /// The tag it was found under; log lines may show it.
    package var tag = "latest"
    package var sizeBytes: Int64 = 80_000_000
    /// How long a node needs to pull it, the first time.
    package var pull = DurationRange(.milliseconds(800), .seconds(2))
    /// How long a node needs to create a container.
    package var create = DurationRange(.milliseconds(60), .milliseconds(250))
    /// From the start of the container until its process runs.
    package var start = DurationRange(.milliseconds(200), .milliseconds(450))
    /// From the stop signal until the process has ended; longer than the grace period is killed.
    package var stop = DurationRange(.milliseconds(100), .milliseconds(300))
    /// What the process exits with after the stop signal.
    package var stopExitCode: Int32 = 143
    /// `KEY=value`, as the image sets them; a service's own come first.
    package var environment: [String] = []
    package var logs: [LogRule] = []
    package var healthCheck: ImageHealthCheck?
    package var health = HealthBehavior()
    /// The first rule that applies decides how the process ends by itself; none = it runs on.
    package var exits: [ExitRule] = []
    /// Requests a second that each container gets from nobody in particular.
    package var requestsPerSecond = 0.0
    package var answers: [HTTPAnswer] = []
    /// `os/architecture` of its only variant; empty = runs everywhere.
    package var defaultPlatform = ""
    /// `80/tcp`, as the image exposes them.
    package var exposedPorts: [String] = []
    /// Paths for which the image asks a volume.
    package var volumes: [String] = []

    package init() {}

    /// The value a container sees for a variable: the service's, else the image's.
    func environmentValue(_ name: String, in spec: ContainerSpec) -> String? {
        if let value = spec.environmentValue(name) { return value }
        for entry in environment.reversed() where entry.hasPrefix(name + "=") {
            return String(entry.dropFirst(name.count + 1))
        }
        return nil
    }

    /// How a process of this image ends by itself, given its command and environment.
    func exit(of spec: ContainerSpec) -> ExitRule? {
        if let sketch = CommandSketch(spec.command + spec.args) { return sketch.exit }
        return exits.first { rule in
            if rule.onlyWithoutCommand, !(spec.command + spec.args).isEmpty { return false }
            return rule.conditions.allSatisfy { $0.holds(for: self, in: spec) }
        }
    }
}

/// A value that an environment variable must have, compared without regard to case.
package struct EnvironmentCondition: Hashable, Codable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    func holds(for profile: ImageProfile, in spec: ContainerSpec) -> Bool {
        profile.environmentValue(name, in: spec)?.lowercased() == value.lowercased()
    }
}

/// A process that ends by itself.
package struct ExitRule: Hashable, Codable, Sendable {
    /// Counted from when the process runs.
    package var after: DurationRange
    package var code: Int32
    /// All of them must hold.
    package var conditions: [EnvironmentCondition]
    /// Only for containers whose service gives no command of its own.
    package var onlyWithoutCommand: Bool

    package init(
        after: DurationRange,
        code: Int32,
        conditions: [EnvironmentCondition] = [],
        onlyWithoutCommand: Bool = false
    ) {
        self.after = after
        self.code = code
        self.conditions = conditions
        self.onlyWithoutCommand = onlyWithoutCommand
    }
}

/// The `HEALTHCHECK` of an image; a service's own settings override it field by field.
package struct ImageHealthCheck: Hashable, Codable, Sendable {
    /// `CMD` or `CMD-SHELL` and its words.
    package var test: [String]
    package var interval = Duration.seconds(30)
    package var timeout = Duration.seconds(30)
    package var retries = 3
    package var startPeriod = Duration.zero

    package init(test: [String]) { self.test = test }
}

/// How the application inside a container feels over time.
package struct HealthBehavior: Hashable, Codable, Sendable {
    package enum Failure: Hashable, Codable, Sendable {
        /// More requests than this, health probes included, and it fails for good.
        case afterRequests(Int64)
        /// It fails for good this long after the process started.
        case afterTime(Duration)
    }

    package var isNeverHealthy = false
    /// It refuses probes until this long after the process started.
    package var healthyAfter = Duration.zero
    package var failure: Failure?
    /// Any of these keeps it from failing.
    package var failsUnless: [EnvironmentCondition] = []
    /// How long it needs to answer a probe; longer than the timeout counts as failed.
    package var probeTime = DurationRange(.milliseconds(60), .milliseconds(140))

    package init() {}
}

/// What a container answers to a request for a path.
package struct HTTPAnswer: Hashable, Codable, Sendable {
    package var path: String
    package var status: Int
    package var body: LogTemplate
    /// Given instead once the application is unwell; `nil` = the same as ever.
    package var failingStatus: Int?

    package init(path: String, status: Int, body: LogTemplate, failingStatus: Int? = nil) {
        self.path = path
        self.status = status
        self.body = body
        self.failingStatus = failingStatus
    }
}
