import SwarmModel

/// Which images there are, and how their containers behave.
///
/// A value without files behind it; `ImageCatalogFile` reads one from YAML.
package struct ImageCatalog: Hashable, Codable, Sendable {
    /// In the order of the file; a later entry of the same repository replaces an earlier one.
    package private(set) var entries: [ImageEntry] = []
    private var positions: [String: Int] = [:]

    package init(entries: [ImageEntry] = []) {
        for entry in entries { add(entry) }
    }

    private mutating func add(_ entry: ImageEntry) {
        if let known = positions[entry.repository], entries[known].repository == entry.repository {
            entries[known] = entry
        } else {
            entries.append(entry)
        }
        let position = entries.lastIndex { $0.repository == entry.repository } ?? 0
        for name in [entry.repository] + entry.aliases { positions[name] = position }
    }

    /// This catalogue with another one's entries over it: whole repositories are replaced.
    package func merging(_ other: ImageCatalog) -> ImageCatalog {
        var merged = self
        for entry in other.entries { merged.add(entry) }
        return merged
    }

    /// The entry that knows a repository, by its name or an alias.
    package func entry(for repository: String) -> ImageEntry? {
        positions[repository].map { entries[$0] }
    }

    /// How containers of an image behave; `nil` = there is no such image.
    ///
    /// A known repository has the tags of its entry and no others. An unknown repository has
    /// every tag that ``UnknownImage`` does not deny.
    package func profile(of image: String) -> ImageProfile? {
        guard let reference = ImageReference(image) else { return nil }
        let repository = Self.shortName(of: reference.repository)
        let tag = reference.tag ?? "latest"
        if let entry = entry(for: repository) { return entry.profile(tag: tag) }
        return UnknownImage.profile(repository: repository, tag: tag)
    }

    /// Without `docker.io/` and `library/`, which go without saying.
    private static func shortName(of repository: String) -> String {
        var name = repository[...]
        for prefix in ["docker.io/", "index.docker.io/", "library/"] where name.hasPrefix(prefix) {
            name = name.dropFirst(prefix.count)
        }
        return String(name)
    }

    /// What the engine says of an image it does not find.
    package static func missingImageText(_ image: String) -> String {
        "No such image: " + (ImageReference(image)?.tagged ?? image)
    }
}

/// One repository with its tags.
package struct ImageEntry: Hashable, Codable, Sendable {
    package var repository: String
    /// Other names of the same images.
    package var aliases: [String]
    /// What it is, for a reader.
    package var note: String
    package var tags: [TaggedImage]

    package init(repository: String, aliases: [String] = [], note: String = "", tags: [TaggedImage])
    {
        self.repository = repository
        self.aliases = aliases
        self.note = note
        self.tags = tags
    }

    /// The first tag pattern that matches decides; `nil` = no such tag.
    func profile(tag: String) -> ImageProfile? {
        guard let found = tags.first(where: { $0.matches(tag) }) else { return nil }
        var profile = found.profile
        profile.tag = tag
        return profile
    }
}

/// A tag, or a pattern with `*` for any run of characters, and what it stands for.
package struct TaggedImage: Hashable, Codable, Sendable {
    package var pattern: String
    package var profile: ImageProfile

    package init(pattern: String, profile: ImageProfile) {
        self.pattern = pattern
        self.profile = profile
    }

    func matches(_ tag: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return pattern == tag }
        guard tag.hasPrefix(parts[0]), tag.hasSuffix(parts[parts.count - 1]) else { return false }
        var rest = tag[...].dropFirst(parts[0].count)
        for part in parts.dropFirst() {
            if part.isEmpty { continue }
            while !rest.isEmpty, !rest.hasPrefix(part) { rest = rest.dropFirst() }
            guard !rest.isEmpty else { return false }
            rest = rest.dropFirst(part.count)
        }
        return pattern.hasSuffix("*") || rest.isEmpty
    }
}
