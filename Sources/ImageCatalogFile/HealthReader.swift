import Agents

/// Reads an image's health check, and how its application feels.
enum HealthReader {
    /// `none`, or the settings of a `HEALTHCHECK`.
    static func check(_ field: Field) throws(ImageCatalogError) -> ImageHealthCheck? {
        if field.scalar != nil {
            guard try field.text() == "none" else {
                throw field.expected(
                    "none, or a mapping with test, interval, timeout, retries, start_period"
                )
            }
            return nil
        }
        let fields = try field.reader(
            keys: ["test", "interval", "timeout", "retries", "start_period"])
        var check = ImageHealthCheck(test: try fields.take("test")?.texts() ?? ["CMD", "check"])
        if let interval = fields.take("interval") { check.interval = try interval.duration() }
        if let timeout = fields.take("timeout") { check.timeout = try timeout.duration() }
        if let retries = fields.take("retries") { check.retries = try retries.integer(1...1_000) }
        if let period = fields.take("start_period") { check.startPeriod = try period.duration() }
        return check
    }

    static func behavior(_ field: Field) throws(ImageCatalogError) -> HealthBehavior {
        let fields = try field.reader(
            keys: ["never", "healthy_after", "fails_after", "unless", "probe_time"])
        var behavior = HealthBehavior()
        if let never = fields.take("never") { behavior.isNeverHealthy = try never.bool() }
        if let after = fields.take("healthy_after") { behavior.healthyAfter = try after.duration() }
        if let time = fields.take("probe_time") { behavior.probeTime = try time.range() }
        if let unless = fields.take("unless") { behavior.failsUnless = try unless.conditions() }
        if let fails = fields.take("fails_after") { behavior.failure = try failure(fails) }
        return behavior
    }

    /// `30s`, or `5 requests`.
    private static func failure(_ field: Field) throws(ImageCatalogError) -> HealthBehavior.Failure
    {
        let words = try field.text().split(separator: " ")
        guard words.count == 2, ["request", "requests"].contains(words[1]) else {
            return .afterTime(try field.duration())
        }
        guard let count = Int64(words[0]), (0...1_000_000).contains(count) else {
            throw field.expected("a number of requests up to 1000000, or a duration")
        }
        return .afterRequests(count)
    }
}
