import Foundation
import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// Recordings as files, and what is wrong with them.
    @Suite struct RecordingRunTests {
        @Test func `what is no recording is refused before the screen is touched`() throws {
            let home = try Home()
            let file = try home.write("services: {}\n", to: "web.yml")
            let (text, ending) = try Skep.output(["replay", file], in: home)
            #expect(ending == .exited(1))
            #expect(text.contains("this is no recording"))
            let missing = try Skep.output(["replay", file + "x"], in: home)
            #expect(missing.ending == .exited(1))
            #expect(missing.text.contains("No such file"))
        }

        @Test func `a console that never opened leaves no recording`() throws {
            let home = try Home()
            let file = home.folder.appending(path: "a.skep").path
            let (text, ending) = try Skep.output(
                ["record", file, "--", "attach", "unix:///nosuch.sock"],
                in: home
            )
            #expect(ending == .exited(1))
            #expect(text.contains("there is no engine"))
            #expect(!FileManager.default.fileExists(atPath: file))
        }

        @Test func `a file that is there is not recorded over`() throws {
            let home = try Home()
            let file = try home.write("mine", to: "a.skep")
            let (text, ending) = try Skep.output(
                ["record", file, "--", "--state", home.state],
                in: home
            )
            #expect(ending == .exited(1))
            #expect(text.contains("File exists"))
            #expect(!home.holdsCluster)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
        }

        @Test func `an asciicast of a recording is not written over a file that is there`() throws {
            let home = try Home()
            let file = try home.write("mine", to: "a.skep")
            let (text, ending) = try Skep.output(["replay", "--cast", file, file], in: home)
            #expect(ending == .exited(1))
            #expect(text.contains("a.skep: File exists"))
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
        }

        @Test func `a console that was killed leaves a recording that can be shown`() throws {
            let home = try Home()
            let file = home.folder.appending(path: "a.skep").path
            try Skep.copyQuietCluster(to: home.state)
            let arguments = ["record", file, "--", "--state", home.state]
            let recorded = try Skep.start(arguments, in: home)
            try recorded.see("node1")
            try recorded.command("services")
            try recorded.see("┌─ services")
            try recorded.wait(for: "a recording that holds something") { _ in
                let size = try? FileManager.default.attributesOfItem(atPath: file)[.size]
                return (size as? Int ?? 0) > 2_000
            }
            recorded.terminal.send(signal: SIGKILL)
            _ = try recorded.waitForEnd()
            let replayed = try Skep.start(["replay", file], in: home)
            try replayed.see("REPLAY")
            try replayed.see("its end is missing: what there is is shown")
            try replayed.see("numbers_numbers-api", "6/6")
            try replayed.leave()
        }

        @Test func `each tab's cluster has a recording of its own, and all are shown in tabs`()
            throws
        {
            let home = try Home()
            let file = home.folder.appending(path: "a.skep").path
            let second = home.folder.appending(path: "a-2.skep").path
            try Skep.copyQuietCluster(to: home.state)
            let recorded = try Skep.start(["record", file, "--", "--state", home.state], in: home)
            try recorded.see("node1")
            try recorded.command("attach demo")
            try recorded.see("2 demo")
            try recorded.see("this tab's cluster is recorded in")
            try recorded.command("services")
            try recorded.see("gallery_iotd")
            try recorded.leave()
            let replayed = try Skep.start(["replay", "--paused", file, second], in: home)
            try replayed.see("2 demo", "REPLAY")
            try replayed.leave()
            let both = try Skep.output(["replay", "--plain", file, second], in: home)
            #expect(both.ending == .exited(64))
            #expect(both.text.contains("one recording at a time"))
        }

        @Test func `attach takes the options of a console, and none of a cluster's`() throws {
            let home = try Home()
            let theme = try Skep.output(
                ["attach", "unix:///nosuch.sock", "--state", home.state],
                in: home
            )
            #expect(theme.ending == .exited(64))
            #expect(theme.text.contains("clusters of skep's own"))
            let socket = home.folder.appending(path: "e.sock").path
            let served = try Skep.start(
                ["serve", "--listen", "unix://\(socket)", "--state", home.state],
                in: home
            )
            try served.see("Ctrl-C ends it.")
            let attached = try Skep.start(["attach", "--read-only", "unix://\(socket)"], in: home)
            try attached.see("SIMULATED (served)")
            try attached.see("READ-ONLY")
            try attached.leave()
            served.send([3])
            _ = try served.waitForEnd()
        }
    }
}
