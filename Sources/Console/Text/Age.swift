import Basics

/// Durations for people: one unit, as short as it can be.
enum Age {
    private static let minute: Int64 = 60
    private static let hour: Int64 = 3_600
    private static let day: Int64 = 86_400

    /// `42s`, `12m`, `5h`, `3d`; negative durations read as `0s`.
    static func text(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        if seconds < minute { return "\(seconds)s" }
        if seconds < hour { return "\(seconds / minute)m" }
        if seconds < 2 * day { return "\(seconds / hour)h" }
        return "\(seconds / day)d"
    }

    /// How long ``text(_:)`` stays as it is.
    static func staysFor(_ duration: Duration) -> Duration {
        let seconds = max(0, duration.components.seconds)
        let unit =
            if seconds < minute { Int64(1) } else if seconds < hour { minute } else { hour }
        let rest = unit * 1_000_000_000 - max(0, duration.nanoseconds) % (unit * 1_000_000_000)
        return .nanoseconds(rest)
    }

    /// Seconds with one decimal: `0.4`, `12.0`.
    static func tenths(_ duration: Duration) -> String {
        let tenths = max(0, duration.nanoseconds) / 100_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Milliseconds of what is short: `20ms`, `0.5ms`; seconds from one on: `1.2s`.
    static func milliseconds(_ duration: Duration) -> String {
        let tenths = max(0, duration.nanoseconds) / 100_000
        if tenths >= 10_000 { return "\(tenths / 10_000).\(tenths / 1_000 % 10)s" }
        return tenths % 10 == 0 ? "\(tenths / 10)ms" : "\(tenths / 10).\(tenths % 10)ms"
    }

    /// `1:02:03` or `2:03`, for countdowns and estimates.
    static func clock(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let tail = "\(pair(seconds / 60 % 60)):\(pair(seconds % 60))"
        return seconds >= hour ? "\(seconds / hour):\(tail)" : tail
    }

    /// The time of day in UTC: `12:03:07`.
    static func timeOfDay(nanoseconds: Int64) -> String {
        let second: Int64 = 1_000_000_000
        let inDay = ((nanoseconds / second) % day + day) % day
        return "\(pair(inDay / hour)):\(pair(inDay / 60 % 60)):\(pair(inDay % 60))"
    }

    /// ``timeOfDay(nanoseconds:)`` with milliseconds.
    static func preciseTimeOfDay(nanoseconds: Int64) -> String {
        let second: Int64 = 1_000_000_000
        let rest = ((nanoseconds % second) + second) % second / 1_000_000
        let digits = String(rest)
        let padding = String(repeating: "0", count: 3 - digits.count)
        return timeOfDay(nanoseconds: nanoseconds) + "." + padding + digits
    }

    /// The date and time in UTC: `2026-01-31 12:03:07`.
    static func date(nanoseconds: Int64) -> String {
        let second: Int64 = 1_000_000_000
        var days = nanoseconds / second / day
        if nanoseconds < 0, nanoseconds % (second * day) != 0 { days -= 1 }
        let (year, month, date) = civil(days: days)
        return "\(year)-\(pair(month))-\(pair(date)) " + timeOfDay(nanoseconds: nanoseconds)
    }

    /// The day of the Gregorian calendar, counted from 1970-01-01.
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func pair(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Amounts for people.
enum Amount {
    /// `512B`, `1.5K`, `8.0G`.
    static func bytes(_ count: Int64) -> String {
        let units = ["K", "M", "G", "T", "P"]
        guard count >= 1_024 else { return "\(count)B" }
        var value = Double(count) / 1_024
        var unit = 0
        while value >= 1_024, unit < units.count - 1 {
            value /= 1_024
            unit += 1
        }
        let tenths = Int((value * 10).rounded())
        return tenths >= 100
            ? "\(tenths / 10)\(units[unit])" : "\(tenths / 10).\(tenths % 10)\(units[unit])"
    }

    /// Billionths of a core as cores: `0.5`, `4`.
    static func cores(_ nanoCPUs: Int64) -> String {
        let hundredths = nanoCPUs / 10_000_000
        if hundredths % 100 == 0 { return "\(hundredths / 100)" }
        if hundredths % 10 == 0 { return "\(hundredths / 100).\(hundredths / 10 % 10)" }
        return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
    }

    /// `1 task`, `3 tasks`.
    static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        said(Phrase(counting: number, noun, plural ?? noun + "s"))
    }

    /// `a, b and c`, cut after `limit` with how many more there are.
    static func list(_ names: [String], limit: Int = 6) -> String {
        if names.count > limit {
            let head = names.prefix(limit).joined(separator: ", ")
            return said("\(head) and \(names.count - limit) more")
        }
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return said("\(names.dropLast().joined(separator: ", ")) and \(last)")
    }
}
