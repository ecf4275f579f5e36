import Agents

/// Reads one repository of the catalogue.
struct ImageEntryReader {
    /// Keys that a repository and each of its tags may have.
    private static let profileKeys = [
        "size", "pull", "create", "start", "stop", "environment", "ports", "volumes",
        "default_platform",
        "requests", "health_check", "health", "exits", "logs", "answers",
    ]
    private static let entryKeys = ["note", "aliases", "tags"] + profileKeys

    private let repository: Field

    init(_ repository: Field) { self.repository = repository }

    func entry() throws(ImageCatalogError) -> ImageEntry {
        let fields = try repository.reader(keys: Self.entryKeys)
        var shared = ImageProfile()
        try ProfileReader(fields).apply(to: &shared)
        guard let tags = fields.take("tags") else { throw fields.missing("tags") }
        return ImageEntry(
            repository: repository.key,
            aliases: try fields.take("aliases")?.texts() ?? [],
            note: try fields.take("note")?.text() ?? "",
            tags: try read(tags, shared)
        )
    }

    /// Tags as a list of patterns, or as a mapping of patterns to what differs.
    private func read(
        _ tags: Field,
        _ shared: ImageProfile
    ) throws(ImageCatalogError) -> [TaggedImage] {
        var images: [TaggedImage] = []
        if tags.isList {
            for pattern in try tags.texts() {
                images.append(TaggedImage(pattern: pattern, profile: shared))
            }
            return images
        }
        for tag in try tags.reader(keys: nil).all {
            var profile = shared
            if !tag.isNull {
                try ProfileReader(tag.reader(keys: Self.profileKeys)).apply(to: &profile)
            }
            images.append(TaggedImage(pattern: tag.key, profile: profile))
        }
        return images
    }
}

/// Reads what a repository or a tag says of its containers.
struct ProfileReader {
    private let fields: FieldReader

    init(_ fields: FieldReader) { self.fields = fields }

    func apply(to profile: inout ImageProfile) throws(ImageCatalogError) {
        if let size = fields.take("size") { profile.sizeBytes = try size.size() }
        if let pull = fields.take("pull") {
            profile.pull = try pull.range()
        } else if fields.take("size") != nil {
            profile.pull = Self.pullTime(of: profile.sizeBytes)
        }
        if let create = fields.take("create") { profile.create = try create.range() }
        if let start = fields.take("start") { profile.start = try start.range() }
        if let platform = fields.take("default_platform") {
            profile.defaultPlatform = try platform.text()
        }
        if let ports = fields.take("ports") { profile.exposedPorts = try ports.texts() }
        if let volumes = fields.take("volumes") { profile.volumes = try volumes.texts() }
        if let requests = fields.take("requests") {
            profile.requestsPerSecond = try requests.rate()
        }
        if let environment = fields.take("environment") {
            profile.environment = try environment.pairs().map { "\($0.name)=\($0.value)" }
        }
        try applyBehavior(to: &profile)
    }

    private func applyBehavior(to profile: inout ImageProfile) throws(ImageCatalogError) {
        if let stop = fields.take("stop") { try readStop(stop, into: &profile) }
        if let check = fields.take("health_check") {
            profile.healthCheck = try HealthReader.check(check)
        }
        if let health = fields.take("health") { profile.health = try HealthReader.behavior(health) }
        if let exits = fields.take("exits") {
            profile.exits = []
            for exit in try exits.list() { profile.exits.append(try readExit(exit)) }
        }
        if let logs = fields.take("logs") {
            profile.logs = []
            for rule in try logs.list() { profile.logs.append(try LogRuleReader(rule).rule()) }
        }
        if let answers = fields.take("answers") {
            profile.answers = []
            for answer in try answers.list() { profile.answers.append(try readAnswer(answer)) }
        }
    }

    /// What a link of some 100 Mbit/s makes of a size, more or less.
    private static func pullTime(of bytes: Int64) -> DurationRange {
        let seconds = 0.4 + Double(bytes) / 50e6
        return DurationRange(.seconds(seconds * 0.7), .seconds(seconds * 1.3))
    }

    private func readStop(
        _ stop: Field,
        into profile: inout ImageProfile
    ) throws(ImageCatalogError) {
        let fields = try stop.reader(keys: ["time", "code"])
        if let time = fields.take("time") { profile.stop = try time.range() }
        if let code = fields.take("code") {
            profile.stopExitCode = Int32(try code.integer(0...255))
        }
    }

    private func readExit(_ exit: Field) throws(ImageCatalogError) -> ExitRule {
        let fields = try exit.reader(keys: ["after", "code", "when", "without_command"])
        guard let after = fields.take("after"), let code = fields.take("code") else {
            throw fields.missing("after and code")
        }
        return ExitRule(
            after: try after.range(),
            code: Int32(try code.integer(0...255)),
            conditions: try fields.take("when")?.conditions() ?? [],
            onlyWithoutCommand: try fields.take("without_command")?.bool() ?? false
        )
    }

    private func readAnswer(_ answer: Field) throws(ImageCatalogError) -> HTTPAnswer {
        let fields = try answer.reader(keys: ["path", "status", "body", "failing_status"])
        guard let path = fields.take("path") else { throw fields.missing("path") }
        return HTTPAnswer(
            path: try path.text(),
            status: try fields.take("status")?.integer(100...599) ?? 200,
            body: try fields.take("body")?.template() ?? "",
            failingStatus: try fields.take("failing_status")?.integer(100...599)
        )
    }
}
