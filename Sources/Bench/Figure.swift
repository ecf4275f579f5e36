/// One measured figure.
struct Figure: Sendable {
    var name: String
    var value: Double
    var unit: String

    init(_ name: String, _ value: Double, _ unit: String) {
        self.name = name
        self.value = value
        self.unit = unit
    }

    /// Reads `name value unit`.
    init?(line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count == 3, let value = Double(words[1]) else { return nil }
        self.init(String(words[0]), value, String(words[2]))
    }

    /// `name value unit`, with about four digits of the value.
    var line: String { "\(name) \(Self.short(value)) \(unit)" }

    private static func short(_ value: Double) -> String {
        if value == 0 { return "0" }
        var scale = 1.0
        var digits = 0
        while abs(value) * scale < 1_000, digits < 6 {
            scale *= 10
            digits += 1
        }
        let rounded = (value * scale).rounded() / scale
        if digits == 0 || rounded == rounded.rounded() { return String(Int(rounded)) }
        return String(rounded)
    }
}

extension Sequence<Double> {
    /// The middle value; the mean of the two in the middle of an even number.
    ///
    /// 0 of none.
    var median: Double {
        let sorted = self.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        if sorted.count.isMultiple(of: 2) { return (sorted[middle - 1] + sorted[middle]) / 2 }
        return sorted[middle]
    }

    /// The value that this share of all stays at or below.
    func percentile(_ share: Double) -> Double {
        let sorted = self.sorted()
        guard !sorted.isEmpty else { return 0 }
        let index = Int((Double(sorted.count) * share).rounded(.up)) - 1
        return sorted[Swift.min(Swift.max(0, index), sorted.count - 1)]
    }
}
