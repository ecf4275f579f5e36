import Agents
import Basics
import ImageCatalogFile
import Testing

@Suite struct ImageCatalogErrorTests {
    private func error(_ text: String) -> String? {
        do {
            _ = try ImageCatalogFile.parse(text, file: "mine.yml")
            return nil
        } catch { return error.description }
    }

    @Test func `an unknown key is named with its line and the nearest known one`() {
        let text = """
            images:
              web:
                tags: [latest]
                logs:
                  - evry: 5s
                    line: hello
            """
        #expect(
            error(text)
                == "mine.yml:5: images › web › logs[0]: unknown key \"evry\"; did you mean \"every\"?"
        )
    }

    @Test func `a key that is like no other is named alone`() {
        let text = "images:\n  web:\n    tags: [latest]\n    colour: red\n"
        #expect(error(text) == "mine.yml:4: images › web: unknown key \"colour\"")
    }

    @Test(arguments: [
        (
            "images: {web: {tags: [a], start: soon}}",
            "images › web › start: \"soon\" is not a duration"
        ),
        ("images: {web: {tags: [a], start: 3s..1s}}", "is not a duration such as 2s, or a range"),
        ("images: {web: {tags: [a], size: big}}", "\"big\" is not a size such as 73MB"),
        ("images: {web: {tags: [a], stop: {code: 256}}}", "is not a whole number from 0 to 255"),
        (
            "images: {web: {tags: [a], logs: [{line: x}]}}",
            "exactly one of start, every, request, stop"
        ),
        ("images: {web: {tags: [a], logs: [{stop: yes}]}}", "exactly one of line, lines, one_of"),
        ("images: {web: {tags: [a], logs: [{every: 1s, line: '{{no}}'}]}}", "{{no}} means nothing"),
        ("images: {web: {tags: [a], logs: [{every: 1s, line: '{{tag'}]}}", "closed by }}"),
        (
            "images: {web: {tags: [a], logs: [{every: 1s, burst: 3000, gap: 1ms, line: x}]}}",
            "longer than the 3000 lines take"
        ),
        ("images: {web: {tags: [a], health: {fails_after: x requests}}}", "a number of requests"),
        ("images: {web: {tags: [a], health_check: off}}", "is not none, or a mapping"),
        ("images: {web: {}}", "images › web: it needs tags"),
        ("images: [web]", "images: it must be a mapping"),
        ("images: {web: {tags: latest}}", "images › web › tags: it must be a mapping"),
        ("images: {web: {tags: [a], exits: {after: 1s}}}", "it must be a list"),
        ("images: {web: {tags: [a], exits: [{after: 1s}]}}", "it needs after and code"),
    ])
    func `a value that cannot be read says what it should be`(text: String, words: String) throws {
        let message = try #require(error(text))
        #expect(message.contains(words), "\(message)")
        #expect(message.hasPrefix("mine.yml:1: "))
    }

    @Test func `a text that is not YAML says where it stops`() throws {
        let message = try #require(error("images:\n  web: {tags: [a\n"))
        #expect(message.hasPrefix("mine.yml:"))
        #expect(message.contains("not valid YAML"))
    }

    @Test func `an empty file is an empty catalogue`() throws {
        #expect(try ImageCatalogFile.parse("", file: "x").entries.isEmpty)
        #expect(try ImageCatalogFile.parse("images:\n", file: "x").entries.isEmpty)
    }

    @Test func `a user's catalogue replaces whole repositories and adds others`() throws {
        let mine = try ImageCatalogFile.parse(
            "images: {nginx: {tags: [mine]}, shop/cart: {tags: {v1: {stop: {code: 9}}}}}",
            file: "mine.yml"
        )
        let merged = ImageCatalog.standard.merging(mine)
        #expect(merged.profile(of: "nginx:mine") != nil)
        #expect(merged.profile(of: "nginx:latest") == nil)
        #expect(merged.profile(of: "shop/cart:v1")?.stopExitCode == 9)
        #expect(merged.profile(of: "redis:7") == ImageCatalog.standard.profile(of: "redis:7"))
    }

    @Test func `a tag says only what differs from its repository`() throws {
        let catalog = try ImageCatalogFile.parse(
            """
            images:
              shop:
                aliases: [store]
                stop: {time: 1s, code: 4}
                start: 3s
                tags:
                  v1:
                  v2: {start: 1s..2s}
            """,
            file: "x"
        )
        #expect(catalog.profile(of: "shop:v1")?.start == DurationRange(.seconds(3)))
        #expect(catalog.profile(of: "store:v2")?.start == DurationRange(.seconds(1), .seconds(2)))
        #expect(catalog.profile(of: "store:v2")?.stopExitCode == 4)
    }
}
