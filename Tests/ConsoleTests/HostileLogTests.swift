import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Logs as no program should write them.
struct HostileLogTests {
    static let texts = [
        "clears the screen \u{1B}[2J\u{1B}[1;1H and goes home",
        "sets a title \u{1B}]0;owned\u{07} and a link \u{1B}]8;;http://x\u{1B}\\here\u{1B}]8;;\u{1B}\\",
        "asks who is there \u{1B}[c\u{1B}[6n\u{1B}P$q\"p\u{1B}\\ and copies \u{1B}]52;c;eA==\u{07}",
        "in eight bits \u{9B}2J\u{90}q\u{9C}\u{9D}0;x\u{9C} and \u{0E}other letters\u{0F}",
        "progress 10 %\rprogress 20 %\rprogress 100 %",
        "tabs\tone\ttwo\u{08}\u{08}\u{08}three\u{0B}four\u{0C}five\u{7F}",
        String(
            decoding: [0x69, 0x6E, 0xFF, 0xC3, 0x28, 0xE2, 0x82, 0xF0, 0x9F, 0x6E],
            as: UTF8.self
        ),
        "wide 日本語 👩‍👩‍👧 🇰🇷 한국어 e\u{301}\u{301}\u{301} end",
        "backwards \u{202E}txet\u{202C} and no\u{200B}thing\u{FEFF}\u{2066}",
        "\u{1B}[31;1mred\u{1B}[0m \u{1B}[38;5;208morange\u{1B}[0m \u{1B}[7mreverse\u{1B}[0m [1m] plain",
        "ends in the middle \u{1B}[38;5",
        String(repeating: "long ", count: 60) + "end",
        "", "   ", "\u{1B}", "\u{1B}[", "\u{1B}]0;never ended",
    ]

    /// A log of one task with such lines.
    func open(_ texts: [String] = texts) throws -> ConsoleDriver {
        let demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 100, rows: 30))
        driver.command("logs shop_web.1")
        let stream = try #require(driver.model.logs.keys.max())
        let task = try #require(demo.builder.store.tasks(of: demo.web).first?.id)
        let lines = texts.enumerated().map { index, text in
            LogLine(
                moment: demo.builder.now + .seconds(Int64(index)),
                task: task,
                node: nil,
                text: text
            )
        }
        driver.send(.logLines(stream, lines, ended: false))
        _ = driver.takeEffects()
        return driver
    }

    private func cells(_ driver: ConsoleDriver, with word: String) -> [Cell]? {
        let grid = driver.grid()
        return (0..<grid.rows).map { Array(grid.row($0)) }.first {
            String($0.compactMap(\.character)).contains(word)
        }
    }

    @Test func `every line is on the screen, and no byte of it moves anything`() throws {
        var driver = try open()
        let looks = HostileTextTests()
        for keys in [
            "", "w", "t", "x", "w<right><right>", "<left>", "/-r end|100<enter>", "n", "N",
        ] {
            driver.type(keys)
            #expect(looks.isClean(driver.grid()), "\(keys)")
        }
        let text = try open().text
        for word in [
            "goes home", "·[2J·[1;1H", "·]0;owned·", "progress 10 % progress 20 % progress 100 %",
            "tabs    one", "日本語", "[1m] plain", "ends in the middle ·[38;5", "·]0;never ended",
        ] {
            #expect(text.contains(word), "\(word)\n\(text)")
        }
    }

    @Test func `colours are kept, and end with their line`() throws {
        let driver = try open()
        let row = try #require(cells(driver, with: "orange"))
        let letters = row.filter { $0.character?.isLetter == true }
        #expect(
            letters.prefix(3).allSatisfy { $0.foreground == 1 && $0.attributes.contains(.bold) }
        )
        #expect(letters.dropFirst(3).prefix(6).allSatisfy { $0.foreground == 208 })
        #expect(letters.suffix(5).allSatisfy { $0.foreground == nil })
        let next = try #require(cells(driver, with: "ends in the middle"))
        #expect(next.allSatisfy { $0.foreground == nil })
    }

    @Test func `what is found through colours and signs is found, filtered and counted`() throws {
        var driver = try open([
            "\u{1B}[31mer\u{1B}[0mror one", "an er\u{1B}[1mror\u{1B}[m two", "fine", "日本 error",
        ])
        driver.type("/error<enter>")
        #expect(driver.text.contains("3 of 3 matches"))
        driver.type("f-r er+or<enter>")
        #expect(driver.text.contains("3 of 4 lines"))
    }

    @Test func `what is saved and copied holds no control character`() throws {
        var driver = try open()
        driver.type("^sC")
        var texts: [String] = []
        for effect in driver.takeEffects() {
            switch effect {
            case .save(let text, _): texts.append(text.string)
            case .copy(let text): texts.append(text)
            default: break
            }
        }
        #expect(texts.count == 2)
        for text in texts {
            #expect(text.contains("goes home"))
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0 == "\n" || $0.properties.generalCategory != .control
                }
            )
        }
    }

    @Test func `a saved log says when and whose each line is`() throws {
        let demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 100, rows: 30))
        driver.command("logs shop_web")
        let stream = try #require(driver.model.logs.keys.max())
        let tasks = demo.builder.store.tasks(of: demo.web)
        let lines = [(0, "one", 3), (1, "\u{1B}[31mtwo\u{1B}[0m", 3), (0, "日本", 1_204)].map {
            LogLine(
                moment: demo.builder.now + .milliseconds(Int64($0.2)),
                task: tasks[$0.0].id,
                node: nil,
                text: $0.1
            )
        }
        driver.send(.logLines(stream, lines, ended: true))
        _ = driver.takeEffects()
        driver.type("^s")
        guard case .save(let saved, _)? = driver.takeEffects().first else {
            Issue.record("nothing was saved")
            return
        }
        let text = saved.string
        #expect(
            text == """
                2026-01-31 13:00:00.003Z shop_web.1 one
                2026-01-31 13:00:00.003Z shop_web.2 two
                2026-01-31 13:00:01.204Z shop_web.1 日本

                """
        )
    }

    @Test func `a line of a million letters is wrapped, shifted and searched like another`() throws
    {
        let long = String(repeating: "0123456789", count: 100_000) + " needle"
        var driver = try open([long, "after it"])
        #expect(driver.text.contains("after it"))
        driver.type("w")
        #expect(driver.text.contains("after it"))
        driver.type("/needle<enter>")
        #expect(driver.text.contains("1 of 1 match"))
        driver.type("g")
        #expect(driver.text.contains("0123456789"))
        driver.type("G")
        #expect(driver.text.contains("after it"))
    }
}
