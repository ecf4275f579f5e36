package import ClusterPorts
package import SwarmModel

/// How a client sees an image pulled: words and bars for layers that nobody has.
package struct ImagePull: Hashable, Sendable {
    /// What is pulled, with its tag.
    package let reference: String
    private let repository: String
    private let tag: String

    /// One line of the answer, and how long it is in coming.
    package struct Step: Hashable, Sendable {
        package let after: Duration
        package let line: JSONValue
    }

    /// Reads the query of `POST /images/create`.
    ///
    /// - Throws: 400 for what is no name of an image, 501 for an import.
    package init(_ query: QueryItems) throws(EngineError) {
        let name = query["fromImage"] ?? ""
        if name.isEmpty, query["fromSrc"] != nil {
            throw EngineError(
                status: 501,
                message: "skep does not import images: they come from its catalogue"
            )
        }
        let tag = query["tag"] ?? ""
        let separator = tag.contains(":") ? "@" : ":"
        let whole = tag.isEmpty ? name : name + separator + tag
        guard let parsed = ImageReference(whole) else {
            throw EngineError(status: 400, message: "invalid reference format")
        }
        reference = FamiliarName.text(of: parsed.tagged)
        repository =
            parsed.repository.split(separator: "/").count > 1
            ? String(parsed.repository.trimmingPrefix("docker.io/"))
            : "library/" + parsed.repository
        self.tag = parsed.tag ?? "latest"
    }

    /// The lines that a client gets, in order.
    package func steps(_ image: ImageReading, isPresent: Bool) -> [Step] {
        let digest = ImageID.text(of: image.reference)
        var steps = [
            step(["status": .string("Pulling from \(repository) (simulated)"), "id": .string(tag)])
        ]
        if !isPresent { steps += layers(of: image, digest) }
        steps.append(step(["status": .string("Digest: \(digest)")]))
        let outcome = isPresent ? "Image is up to date for" : "Downloaded newer image for"
        steps.append(step(["status": .string("Status: \(outcome) \(image.reference)")]))
        return steps
    }

    /// Three layers, of a half, a third and a sixth of the image.
    private func layers(of image: ImageReading, _ digest: String) -> [Step] {
        let ids = (0..<3).map { String(digest.dropFirst(7 + 12 * $0).prefix(12)) }
        var steps = ids.map { step(["status": "Pulling fs layer", "id": .string($0)]) }
        for (id, share) in zip(ids, [2, 3, 6] as [Int64]) {
            let total = max(1, image.sizeBytes / share)
            for part in 1...4 as ClosedRange<Int64> {
                steps.append(progress("Downloading", id, total * part / 4, total))
            }
            steps.append(step(["status": "Download complete", "id": .string(id)]))
            steps.append(progress("Extracting", id, total, total))
            steps.append(step(["status": "Pull complete", "id": .string(id)]))
        }
        return steps
    }

    private func step(_ line: JSONValue) -> Step { Step(after: .zero, line: line) }

    private func progress(_ word: String, _ id: String, _ current: Int64, _ total: Int64) -> Step {
        Step(
            after: .milliseconds(80),
            line: [
                "status": .string(word), "id": .string(id),
                "progressDetail": ["current": JSONValue(current), "total": JSONValue(total)],
                "progress": .string("\(current / 1_000) kB/\(total / 1_000) kB (simulated)"),
            ]
        )
    }
}

/// Names of images without what goes without saying, as the engine shows them.
package enum FamiliarName {
    package static func text(of reference: String) -> String {
        var name = reference[...]
        for prefix in ["docker.io/", "index.docker.io/"] where name.hasPrefix(prefix) {
            name = name.dropFirst(prefix.count)
        }
        return String(name.hasPrefix("library/") ? name.dropFirst("library/".count) : name)
    }
}
