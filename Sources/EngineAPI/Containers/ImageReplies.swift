import Basics
package import ClusterPorts
package import SwarmModel
import SwarmStore

// Images: those of the catalogue, and those that containers of this machine were made from.
extension EngineView {
    /// `GET /images/json`.
    package func imageList(
        _ query: QueryItems,
        _ images: [ImageReading]
    ) throws(EngineError) -> APIReply {
        let filters = try query.filters()
        try filters.check(
            accepted: ["reference", "label", "dangling", "before", "since", "until"]
        )
        let kept = images.filter { image in
            (filters["reference"].isEmpty
                || filters["reference"].contains { Self.matches(image.reference, $0) })
                && filters["label"].isEmpty
                && !filters["dangling"].contains { ["1", "true"].contains($0) }
        }
        return try .json(kept.map(imageSummary))
    }

    /// Whether an image is the one called so, by name, by pattern, or by id.
    package static func matches(_ reference: String, _ wish: String) -> Bool {
        let wish = FamiliarName.text(of: wish)
        if ImageID.text(of: reference).hasPrefix(wish) && wish.count > 3 { return true }
        if ImageID.text(of: reference).dropFirst(7).hasPrefix(wish) && wish.count > 3 {
            return true
        }
        let parsed = ImageReference(reference)
        if wish.contains("*") {
            return Glob.matches(parsed?.repository ?? "", wish)
                || Glob.matches(parsed?.tagged ?? "", wish)
        }
        return ImageReference(wish)?.tagged == parsed?.tagged || parsed?.repository == wish
    }

    private func imageSummary(_ image: ImageReading) -> JSONValue {
        [
            "Containers": -1,
            "Created": JSONValue(epoch.nanoseconds / 1_000_000_000),
            "Id": .string(ImageID.text(of: image.reference)),
            "Labels": nil,
            "ParentId": "",
            "RepoDigests": [],
            "RepoTags": [.string(image.reference)],
            "SharedSize": -1,
            "Size": JSONValue(image.sizeBytes),
        ]
    }

    /// `GET /images/NAME/history`: one layer, as nobody built the image.
    package func imageHistory(_ image: ImageReading) throws(EngineError) -> APIReply {
        let layer: JSONValue = [
            "Comment": "simulated by skep",
            "Created": JSONValue(epoch.nanoseconds / 1_000_000_000),
            "CreatedBy": "",
            "Id": .string(ImageID.text(of: image.reference)),
            "Size": JSONValue(image.sizeBytes),
            "Tags": [.string(image.reference)],
        ]
        return try .json([layer])
    }

    /// `GET /images/NAME/json`.
    package func imageReply(_ image: ImageReading) throws(EngineError) -> APIReply {
        try .json(
            [
                "Id": .string(ImageID.text(of: image.reference)),
                "RepoTags": [.string(image.reference)],
                "RepoDigests": [],
                "Parent": "", "Comment": "simulated by skep",
                "Created": .string(engineStart.wallTime?.rfc3339 ?? WallTime.zeroText),
                "DockerVersion": "", "Author": "",
                "Config": [
                    "Env": JSONValue(image.environment),
                    "ExposedPorts": .object(
                        image.exposedPorts.map { .init(key: $0, value: [:]) }
                    ),
                    "Volumes": image.volumes.isEmpty
                        ? nil : .object(image.volumes.map { .init(key: $0, value: [:]) }),
                    "Healthcheck": image.healthTest.isEmpty
                        ? nil : ["Test": JSONValue(image.healthTest)],
                    "Labels": nil,
                ],
                "Architecture": "amd64", "Os": "linux",
                "Size": JSONValue(image.sizeBytes),
                "GraphDriver": ["Data": nil, "Name": "simulated"],
                "RootFS": ["Type": "layers", "Layers": []],
                "Metadata": ["LastTagTime": "0001-01-01T00:00:00Z"],
            ] as JSONValue
        )
    }

    /// `GET /system/df`.
    package func usageReply(
        _ containers: [ContainerView],
        _ images: [ImageReading]
    ) throws(EngineError) -> APIReply {
        let mine = store.volumes.filter { $0.node == node?.id }
        var volumes: [JSONValue] = []
        for volume in mine {
            let users = containers.count { container in
                container.spec.mounts.contains { $0.source == volume.name }
            }
            volumes.append(
                try JSONValue(encoding: EngineVolume(volume, epoch: epoch))
                    .adding("UsageData", ["Size": 0, "RefCount": JSONValue(users)])
            )
        }
        return try .json(
            [
                "LayersSize": JSONValue(images.reduce(0) { $0 + $1.sizeBytes }),
                "Images": .array(images.map(imageSummary)),
                "Containers": .array(containers.map { $0.summary(image: nil) }),
                "Volumes": .array(volumes),
                "BuildCache": [],
                "BuilderSize": 0,
            ] as JSONValue
        )
    }
}

/// Patterns in which a star stands for any run of characters but a slash.
enum Glob {
    static func matches(_ text: String, _ pattern: String) -> Bool {
        matches(Substring(text), Substring(pattern))
    }

    private static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            var rest = text
            while true {
                if matches(rest, pattern.dropFirst()) { return true }
                guard let next = rest.first, next != "/" else { return false }
                rest = rest.dropFirst()
            }
        }
        guard let character = text.first, first == "?" || character == first else { return false }
        return matches(text.dropFirst(), pattern.dropFirst())
    }
}
