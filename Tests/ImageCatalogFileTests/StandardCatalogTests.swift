import Agents
import Basics
import Foundation
import ImageCatalogFile
import SwarmModel
import Testing

@Suite struct StandardCatalogTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func profile(_ image: String) -> ImageProfile? {
        ImageCatalog.standard.profile(of: image)
    }

    @Test func `the text in the program is images-catalog yml; images-embed sh makes it so`() throws
    {
        let file = Self.root.appending(path: "images/catalog.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text == ImageCatalog.standardText + "\n")
    }

    @Test func `the standard catalogue can be read`() throws {
        let catalog = try ImageCatalogFile.parse(ImageCatalog.standardText, file: "catalog.yml")
        #expect(catalog == ImageCatalog.standard)
        #expect(catalog.entries.count >= 14)
    }

    @Test(arguments: [
        "diamol/ch12-timecheck:1.0", "diamol/ch12-timecheck:2.0", "diamol/ch09-image-of-the-day",
        "diamol/ch09-access-log", "diamol/ch09-image-gallery", "diamol/ch06-todo-list",
        "diamol/postgres:11.5", "diamol/numbers-api:v3", "diamol/numbers-web:v3",
        "diamol/ch08-numbers-api:v2", "diamol/ch14-numbers-api:v5", "diamol/ch08-numbers-web",
        "diamol/ch14-numbers-web:v5", "nginx", "nginx:1.27-alpine", "redis:7", "alpine:3.20",
        "busybox", "postgres:16", "docker.io/library/nginx:latest", "skep/logburst",
        "skep/hostile-logs", "somebody/unknown", "registry:5000/team/app:9",
    ])
    func `it exists`(image: String) {
        #expect(profile(image) != nil)
    }

    @Test(arguments: [
        "diamol/ch12-timecheck", "diamol/ch12-timecheck:nope", "diamol/ch12-timecheck:3.0",
        "diamol/numbers-api:v6", "nginx:0.9", "alpine:bad", "somebody/unknown:missing",
        "somebody/unknown:no-such-tag", "somebody/unknown:bad",
    ])
    func `it does not exist`(image: String) {
        #expect(profile(image) == nil)
    }

    @Test func `the API breaks in v5 only, and not with Broken=false`() throws {
        let good = try #require(profile("diamol/numbers-api:v4"))
        let bad = try #require(profile("diamol/ch14-numbers-api:v5"))
        #expect(good.health.failure == nil)
        #expect(bad.health.failure == .afterRequests(2))
        #expect(bad.health.failsUnless == [EnvironmentCondition(name: "Broken", value: "false")])
        #expect(bad.healthCheck?.interval == .seconds(30))
        #expect(profile("diamol/numbers-api")?.healthCheck == nil)
    }

    @Test func `what the notes rely on is there`() throws {
        let time = try #require(profile("diamol/ch12-timecheck:2.0"))
        #expect(time.stopExitCode == 143)
        #expect(
            time.logs.first?.trigger
                == .every(DurationRange(.seconds(5), .seconds(7)), after: .zero)
        )
        #expect(profile("diamol/postgres:11.5")?.volumes == ["/var/lib/postgresql/data"])
        #expect(profile("diamol/postgres:11.5")?.exposedPorts == ["5432/tcp"])
        #expect(profile("skep/logburst")?.logs.first?.burst == 100_000)
    }

    @Test func `the hostile image writes escape characters`() throws {
        let lines = try #require(profile("skep/hostile-logs")?.logs.first?.lines)
        #expect(lines.contains { $0.source.unicodeScalars.contains("\u{1B}") })
        #expect(lines.contains { $0.source.unicodeScalars.contains("\u{202E}") })
    }
}
