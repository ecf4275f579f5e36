/// Durations in the words of the engine: `About a minute`, `3 hours`.
enum HumanDuration {
    static func text(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        if seconds < 1 { return "Less than a second" }
        if seconds == 1 { return "1 second" }
        if seconds < 60 { return "\(seconds) seconds" }
        let minutes = seconds / 60
        if minutes == 1 { return "About a minute" }
        if minutes < 60 { return "\(minutes) minutes" }
        let hours = (seconds + 1_800) / 3_600
        if hours == 1 { return "About an hour" }
        if hours < 48 { return "\(hours) hours" }
        if hours < 24 * 14 { return "\(hours / 24) days" }
        if hours < 24 * 60 { return "\(hours / 24 / 7) weeks" }
        if hours < 24 * 730 { return "\(hours / 24 / 30) months" }
        return "\(seconds / 3_600 / 24 / 365) years"
    }
}
