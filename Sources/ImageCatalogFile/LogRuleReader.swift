import Agents

/// Reads one rule of what a container writes.
struct LogRuleReader {
    private static let triggers = ["start", "every", "request", "stop"]
    private static let keys =
        triggers + ["after", "line", "lines", "one_of", "burst", "gap", "stream"]

    private let field: Field

    init(_ field: Field) { self.field = field }

    func rule() throws(ImageCatalogError) -> LogRule {
        let fields = try field.reader(keys: Self.keys)
        var rule = LogRule(trigger: try trigger(fields), lines: [])
        try readLines(fields, into: &rule)
        if let burst = fields.take("burst") { rule.burst = try burst.integer(1...10_000_000) }
        if let gap = fields.take("gap") { rule.gap = try gap.duration() }
        if let stream = fields.take("stream") {
            switch try stream.text() {
            case "stdout": rule.isError = false
            case "stderr": rule.isError = true
            default: throw stream.expected("stdout or stderr")
            }
        }
        if case .every(let period, _) = rule.trigger, rule.duration >= .nanoseconds(period.low) {
            throw field.error(
                .badValue("every", expected: "longer than the \(rule.linesEachTime) lines take")
            )
        }
        return rule
    }

    private func trigger(_ fields: FieldReader) throws(ImageCatalogError) -> LogRule.Trigger {
        let given = Self.triggers.filter { fields.take($0) != nil }
        guard given.count == 1 else {
            throw fields.missing("exactly one of \(Self.triggers.joined(separator: ", "))")
        }
        if let start = fields.take("start") { return .start(after: try start.duration()) }
        if let every = fields.take("every") {
            let period = try every.range()
            guard period.low > 0 else { throw every.expected("longer than nothing") }
            return .every(period, after: try fields.take("after")?.duration() ?? .zero)
        }
        if let request = fields.take("request") {
            if request.scalar == "all" { return .request(paths: []) }
            return .request(paths: try request.texts())
        }
        return .stop
    }

    private func readLines(
        _ fields: FieldReader,
        into rule: inout LogRule
    ) throws(ImageCatalogError) {
        let given = ["line", "lines", "one_of"].compactMap { fields.take($0) }
        guard given.count == 1, let lines = given.first else {
            throw fields.missing("exactly one of line, lines, one_of")
        }
        if lines.key == "line" {
            rule.lines = [try lines.template()]
        } else {
            for line in try lines.list() { rule.lines.append(try line.template()) }
        }
        rule.picksOne = lines.key == "one_of"
        if rule.lines.isEmpty { throw lines.expected("a list of at least one line") }
    }
}
