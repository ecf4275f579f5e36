/// Wall time: nanoseconds since 1970-01-01T00:00:00Z, good for the years 1678 to 2261.
package struct WallTime: Hashable, Comparable, Codable, Sendable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.nanoseconds < rhs.nanoseconds }

    package static func + (lhs: Self, rhs: Duration) -> Self {
        WallTime(nanoseconds: lhs.nanoseconds &+ rhs.nanoseconds)
    }

    package static func - (lhs: Self, rhs: Self) -> Duration {
        .nanoseconds(lhs.nanoseconds &- rhs.nanoseconds)
    }
}

// MARK: - RFC 3339

extension WallTime {
    /// What the Engine API writes for a time that never was.
    package static let zeroText = "0001-01-01T00:00:00Z"

    /// `2026-11-23T04:10:33.582339352Z`: UTC, the fraction without zeros at its end, as Go prints it.
    package var rfc3339: String {
        let (seconds, fraction) = nanoseconds.flooredDivision(by: 1_000_000_000)
        let (days, clock) = seconds.flooredDivision(by: 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        // Into its place at once: lists of tasks have three times each.
        return String(unsafeUninitializedCapacity: 32) { place in
            var digits = Digits(place: place)
            digits.put(date.year, 4)
            digits.put(date.month, 2, after: "-")
            digits.put(date.day, 2, after: "-")
            digits.put(clock / 3_600, 2, after: "T")
            digits.put(clock / 60 % 60, 2, after: ":")
            digits.put(clock % 60, 2, after: ":")
            if fraction > 0 {
                digits.put(fraction, 9, after: ".")
                digits.dropZeros()
            }
            digits.put("Z")
            return digits.count
        }
    }

    /// Reads an RFC 3339 time with any offset and up to nine digits of fraction; more are cut off.
    ///
    /// `nil` for anything else, for dates that do not exist, and for years that do not fit.
    package init?(rfc3339 text: String) {
        var reader = TimeReader(text)
        guard let day = reader.date(), reader.takes("T", "t", " "), let time = reader.time(),
            let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let seconds = day * 86_400 + time - offset
        let (scaled, isTooFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carries) = scaled.addingReportingOverflow(fraction)
        guard !isTooFar, !carries else { return nil }
        nanoseconds = sum
    }
}

/// Reads the parts of an RFC 3339 time from the left.
private struct TimeReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes one character if it is one of these.
    mutating func takes(_ characters: Unicode.Scalar...) -> Bool {
        guard let first = rest.first, characters.contains(where: { $0.value == first })
        else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes exactly that many digits.
    private mutating func number(_ count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int64? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        else { return nil }
        rest.removeFirst()
        return Int64(byte - UInt8(ascii: "0"))
    }

    /// Days since 1970-01-01.
    mutating func date() -> Int64? {
        guard let year = number(4), takes("-"), let month = number(2), takes("-"),
            let day = number(2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        return CivilDate(daysSinceEpoch: date.daysSinceEpoch) == date ? date.daysSinceEpoch : nil
    }

    /// Seconds since midnight.
    mutating func time() -> Int64? {
        guard let hour = number(2), takes(":"), let minute = number(2), takes(":"),
            let second = number(2), hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    /// Nanoseconds; zero when there is no fraction.
    mutating func fraction() -> Int64? {
        guard takes(".", ",") else { return 0 }
        guard var value = digit() else { return nil }
        var count = 1
        while let digit = digit() {
            if count < 9 { value = value * 10 + digit }
            count += 1
        }
        while count < 9 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if takes("Z", "z") { return 0 }
        let sign: Int64 = takes("+") ? 1 : -1
        guard sign == 1 || takes("-"), let hours = number(2), takes(":"), let minutes = number(2),
            hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}

/// A day of the Gregorian calendar, extended to all years.
private struct CivilDate: Equatable {
    let year: Int64
    let month: Int64
    let day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    // Years are counted from March, so that the leap day is the last of its year, and in eras of
    // 400 years, which all have the same length.

    init(daysSinceEpoch days: Int64) {
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSinceEpoch: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = marchYear.flooredDivision(by: 400)
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// Numbers with leading zeros, one after the other.
private struct Digits {
    let place: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(place: UnsafeMutableBufferPointer<UInt8>) { self.place = place }

    mutating func put(_ character: Unicode.Scalar) {
        place[count] = UInt8(ascii: character)
        count += 1
    }

    mutating func put(_ number: Int64, _ width: Int, after mark: Unicode.Scalar) {
        put(mark)
        put(number, width)
    }

    mutating func put(_ number: Int64, _ width: Int) {
        var rest = number
        for offset in (0..<width).reversed() {
            place[count + offset] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += width
    }

    mutating func dropZeros() {
        while place[count - 1] == UInt8(ascii: "0") { count -= 1 }
    }
}

extension Int64 {
    /// Quotient and remainder of a division whose remainder is never negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
