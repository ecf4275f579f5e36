import Foundation
import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// Looking around: logs, filters, help, the command line, themes, sizes.
    @Suite struct ScreenTests {
        @Test func `a service's logs are followed, held and searched`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "8"], in: home)
            try skep.open("services")
            try skep.select("numbers_numbers-api")
            try skep.type("l")
            try skep.see("logs numbers_numbers-api", "following")
            try skep.see("GET /health 200")
            let first = try #require(skep.picture.logLineCount)
            try skep.wait(for: "more lines") { ($0.logLineCount ?? 0) > first }
            try skep.type("/")
            try skep.type("listening<enter>")
            try skep.see("/listening", "match")
            try skep.type("n")
            try skep.see("Now listening on")
            try skep.see("not following")
            try skep.type("s")
            try skep.seeNo("not following")
            try skep.see("following")
            try skep.type("t")
            try skep.wait(for: "timestamps") {
                $0.lines.contains { $0.contains(/\d\d:\d\d:\d\d.*GET/) }
            }
            try skep.type("<esc>")
            try skep.see("┌─ services")
            try skep.leave()
        }

        @Test func `a table goes to the file that is named`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            let path = home.folder.appending(path: "services.csv").path
            try skep.open("services")
            try skep.command("export csv \(path)")
            try skep.see("saved to")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("numbers_numbers-api"))
            try skep.leave()
        }

        @Test func `a file that is there is written over only when that is meant`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            let path = try home.write("mine", to: "services.csv")
            try skep.open("services")
            try skep.command("export csv services.csv")
            try skep.see("exists and was left as it is")
            try skep.see("writes over it")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
            try skep.command("export! csv services.csv")
            try skep.see("saved to")
            #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("name,"))
            for name in ["skep-services.csv", "skep-services-2.csv", "skep-services-3.csv"] {
                try skep.command("export csv")
                try skep.see("saved to", name)
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: home.folder.path)
            #expect(names.filter { $0.hasSuffix(".csv") }.count == 4)
            try skep.command("export csv nowhere/services.csv")
            try skep.see("cannot write")
            try skep.leave()
        }

        @Test func `a filter narrows a table while it is typed`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("services")
            try skep.type("/web")
            try skep.see("todo_todo-web")
            try skep.seeNo("│gallery_iotd")
            try skep.type("<backspace><backspace><backspace>iotd<enter>")
            try skep.see("gallery_iotd")
            try skep.seeNo("│todo_todo-web")
            try skep.type("<esc>")
            try skep.see("│todo_todo-web")
            try skep.type("/!gallery<enter>")
            try skep.seeNo("│gallery_iotd")
            try skep.see("│todo_todo-web")
            try skep.leave()
        }

        @Test(arguments: ["?", "<f1>"])
        func `help names the keys of the screen`(key: String) throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("nodes")
            try skep.type(key)
            try skep.see("┌─ help")
            try skep.see("r", "Drain")
            try skep.type("<esc>")
            try skep.see("┌─ nodes")
            try skep.leave()
        }

        @Test func `every kind of object is described in words and as JSON`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            for (screen, json) in [
                ("nodes", "\"Hostname\""), ("services", "\"TaskTemplate\""),
                ("networks", "\"Driver\""), ("configs", "\"Data\""), ("secrets", "\"Spec\""),
            ] {
                try skep.open(screen)
                try skep.type("d")
                try skep.see("deck › \(screen) ›")
                try skep.see("ID")
                try skep.type("y")
                try skep.see(json)
                try skep.type("<esc>")
                try skep.see("┌─ \(screen)")
            }
            try skep.leave()
        }

        @Test func `the command line completes, remembers, and says what it does not know`() throws
        {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.type(":serv<tab>")
            try skep.see(":services")
            try skep.type("<enter>")
            try skep.see("┌─ services")
            try skep.type(":scale gallery_acc<tab>")
            try skep.see(":scale gallery_accesslog")
            try skep.type("<esc>")
            try skep.type(":nonsense<enter>")
            try skep.see(":nonsense", "nonsense")
            try skep.type("<esc>")
            try skep.type(":drain node9<enter>")
            try skep.see(":drain node9", "not found")
            try skep.type("<esc>")
            try skep.type(":<up>")
            try skep.see(":drain node9")
            try skep.type("<up><up>")
            try skep.see(":services")
            try skep.type("<esc>")
            try skep.leave()
        }

        @Test func `another theme is put in place at once`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            skep.settle()
            let before = try #require(skep.picture.cell(row: 0, column: 100)?.pen.background)
            try skep.command("theme light")
            try skep.wait(for: "another background") {
                $0.cell(row: 0, column: 100)?.pen.background != before
            }
            try skep.command("theme nosuch")
            try skep.see(":theme nosuch", "theme")
            try skep.type("<esc>")
            try skep.leave()
        }

        @Test func `any size is drawn, and the way back is whole`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("nodes")
            for (columns, rows) in [(40, 12), (10, 3), (1, 1), (300, 100), (3, 60), (80, 24)] {
                skep.resize(columns: columns, rows: rows)
                skep.settle()
                try skep.type("jk")
                skep.settle()
                #expect(!skep.terminal.hasEnded(), "at \(columns)x\(rows)")
            }
            skep.resize(columns: 40, rows: 12)
            try skep.see("node1")
            skep.resize(columns: 120, rows: 40)
            try skep.see("node1", "ready", "leader", "5/5")
            try skep.see("┌─ nodes")
            #expect(skep.picture.unknown == [])
            try skep.leave()
        }

        @Test func `pasted text goes into inputs only`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("nodes")
            skep.paste("r\t\r")
            try skep.type(":")
            try skep.wait(for: "the prompt") { $0.text(ofRow: $0.rows - 1) == ":" }
            skep.paste("scale gallery_accesslog 9\r")
            try skep.see(":scale gallery_accesslog 9")
            try skep.type("<esc>")
            try skep.open("ops", titled: "operations")
            try skep.see("Nothing was asked of the cluster from here yet")
            try skep.leave()
        }

        @Test func `q and esc never leave the program from a screen`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("nodes")
            try skep.type("q")
            try skep.see("┌─ services 1/8")
            try skep.type("q")
            try skep.see(":q")
            try skep.type("<esc>")
            #expect(!skep.terminal.hasEnded())
            try skep.leave()
        }
    }
}

extension TerminalPicture {
    /// How many lines the title of a log says that it holds.
    fileprivate var logLineCount: Int? {
        lines.lazy.compactMap { $0.firstMatch(of: /logs .* (\d+) lines/) }.first
            .flatMap { Int($0.1) }
    }
}
