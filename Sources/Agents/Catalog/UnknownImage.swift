/// How an image behaves that no catalogue knows: its tag says so.
package enum UnknownImage {
    /// Tags that do not exist, in any repository that no catalogue knows.
    package static let missingTags = ["bad", "missing", "nope", "nonexistent", "does-not-exist"]

    /// A plain service that runs on, unless the tag says otherwise; `nil` = does not exist.
    package static func profile(repository: String, tag: String) -> ImageProfile? {
        if missingTags.contains(tag) || tag.hasPrefix("no-such") { return nil }
        var profile = ImageProfile()
        profile.tag = tag
        profile.logs = plainLogs(repository + ":" + tag)
        apply(tag, to: &profile)
        return profile
    }

    private static func plainLogs(_ name: String) -> [LogRule] {
        [
            LogRule(
                trigger: .start(after: .zero),
                lines: [LogTemplate(lenient: name + " started on {{.Node.Hostname}}")]
            ),
            LogRule(
                trigger: .every(DurationRange(.seconds(15), .seconds(25)), after: .zero),
                lines: ["{{time HH:mm:ss}} still at work, tick {{counter}}"]
            ),
            LogRule(trigger: .stop, lines: ["stopping"]),
        ]
    }

    private static func apply(_ tag: String, to profile: inout ImageProfile) {
        switch tag {
        case "crash":
            profile.exits = [
                ExitRule(after: DurationRange(.milliseconds(900), .milliseconds(1_100)), code: 1)
            ]
        case "oneshot":
            profile.exits = [ExitRule(after: DurationRange(.seconds(4), .seconds(6)), code: 0)]
        case "slow":
            profile.start = DurationRange(.seconds(15))
        case "stubborn":
            profile.stop = DurationRange(.seconds(100_000))
        case "unhealthy":
            profile.healthCheck = check
            profile.health.isNeverHealthy = true
        case "healthy":
            profile.healthCheck = check
        case "flaky":
            profile.healthCheck = check
            profile.health.failure = .afterRequests(10)
        default:
            guard tag.hasPrefix("exit"), let code = UInt8(tag.dropFirst(4)) else { return }
            profile.exits = [ExitRule(after: DurationRange(.seconds(2)), code: Int32(code))]
        }
    }

    private static var check: ImageHealthCheck {
        var check = ImageHealthCheck(test: ["CMD", "healthy"])
        check.interval = .seconds(2)
        check.timeout = .seconds(3)
        check.retries = 2
        return check
    }
}
