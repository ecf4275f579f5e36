package import Agents
import Basics

/// The images of the stories: each does one thing that can go right or wrong.
package enum SimulatedImages {
    /// Comes up and stays.
    static let steady = "steady"
    /// Comes up late and stays.
    static let slow = "slow"
    /// Does not listen to the stop signal.
    static let stubborn = "stubborn"
    /// Ends well by itself soon.
    static let brief = "brief"
    /// Ends badly by itself soon.
    static let crash = "crash"
    /// Ends badly at once.
    static let broken = "broken"
    /// Becomes unhealthy after a while.
    static let sick = "sick"
    /// Is never healthy.
    static let hopeless = "hopeless"
    /// A tag that no registry has.
    static let missing = "steady:gone"

    /// Whether a service of that image comes to rest with all its tasks running.
    static func isSteady(_ image: String) -> Bool {
        if image == missing { return false }
        return [steady, slow, stubborn].contains { image.hasPrefix($0 + ":") }
    }

    package static let catalog = ImageCatalog(
        entries: [
            entry(steady),
            entry(slow) { $0.start = DurationRange(.seconds(5), .seconds(20)) },
            entry(stubborn) { $0.stop = DurationRange(.seconds(20), .seconds(40)) },
            entry(brief) { $0.exits = [exit(after: .seconds(2), .seconds(15), code: 0)] },
            entry(crash) { $0.exits = [exit(after: .seconds(1), .seconds(12), code: 1)] },
            entry(broken) { $0.exits = [exit(after: .zero, .milliseconds(300), code: 3)] },
            entry(sick) {
                $0.healthCheck = check
                $0.health.failure = .afterTime(.seconds(12))
            },
            entry(hopeless) {
                $0.healthCheck = check
                $0.health.isNeverHealthy = true
            },
        ]
    )

    private static var check: ImageHealthCheck {
        var check = ImageHealthCheck(test: ["CMD", "true"])
        check.interval = .seconds(2)
        check.timeout = .seconds(1)
        check.retries = 2
        return check
    }

    private static func exit(after low: Duration, _ high: Duration, code: Int32) -> ExitRule {
        ExitRule(after: DurationRange(low, high), code: code)
    }

    private static func entry(
        _ name: String,
        _ change: (inout ImageProfile) -> Void = { _ in }
    ) -> ImageEntry {
        var profile = ImageProfile()
        change(&profile)
        return ImageEntry(
            repository: name,
            tags: [TaggedImage(pattern: "v*", profile: profile)]
        )
    }
}
