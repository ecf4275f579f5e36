import Foundation
import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// However the program ends or pauses, the terminal is the user's again.
    @Suite struct TerminalCareTests {
        /// What a shell needs of its terminal.
        private func expectRestored(
            _ skep: TerminalSession,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            let now = skep.terminal.attributes
            #expect(now == skep.terminal.attributesBefore, sourceLocation: sourceLocation)
            #expect(!skep.picture.isAlternate, sourceLocation: sourceLocation)
            #expect(skep.picture.isCursorVisible, sourceLocation: sourceLocation)
            #expect(!skep.picture.hasBracketedPaste, sourceLocation: sourceLocation)
            #expect(!skep.picture.hasApplicationCursor, sourceLocation: sourceLocation)
        }

        @Test func `the console takes the terminal, and :q gives it back`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            #expect(!skep.terminal.attributes.echoes)
            #expect(!skep.terminal.attributes.isCanonical)
            try skep.leave()
            expectRestored(skep)
        }

        @Test func `^c quits too`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.type("^c")
            #expect(try skep.waitForEnd() == .exited(0))
            expectRestored(skep)
        }

        @Test(arguments: [
            SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE,
        ])
        func `a signal ends the program, not the terminal`(signal: Int32) throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            skep.terminal.send(signal: signal)
            let ending = try skep.waitForEnd()
            #expect(ending != .exited(0))
            expectRestored(skep)
            let again = try Skep.quietCluster(in: home)
            try again.see("nodes 5/5 ready")
            try again.leave()
        }

        @Test func `a closed window ends the program`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            skep.terminal.hangUp()
            _ = try skep.waitForEnd()
            try Skep.quietCluster(in: home).see("nodes 5/5 ready")
        }

        @Test func `what is told line by line ends well with its reader, and badly on a full disk`()
            throws
        {
            let home = try Home()
            let shell = try Skep.shell(in: home)
            let plain = "\(Skep.binary) demo --plain --seed 7 --state \(home.state)"
            try shell.type("(\(plain); echo status $? >ended) | head -1; cat ended<enter>")
            try shell.see("simulated cluster demo: 5 of 5 nodes ready")
            try shell.see("status 0")
            try shell.type("\(plain) >/dev/full; echo again $?<enter>")
            try shell.see("cannot write: No space left on device")
            try shell.see("again 1")
            try shell.type("exit<enter>")
            _ = try shell.waitForEnd()
        }

        @Test func `:suspend goes back to the shell, and fg comes back`() throws {
            let home = try Home()
            let shell = try Skep.shell(in: home)
            try shell.type("\(Skep.binary) demo --seed 7 --state \(home.state)<enter>")
            try shell.see("nodes 5/5 ready")
            for _ in 1...2 {
                try shell.command("suspend")
                try shell.see("Stopped")
                #expect(!shell.picture.isAlternate)
                #expect(shell.picture.isCursorVisible)
                #expect(shell.terminal.attributes.echoes)
                #expect(shell.terminal.attributes.isCanonical)
                try shell.type("fg<enter>")
                try shell.wait(for: "the console again") {
                    $0.isAlternate && $0.contains("nodes 5/5 ready")
                }
            }
            try shell.open("nodes")
            try shell.see("node4", "ready")
            try shell.command("q")
            try shell.wait(for: "the shell") { !$0.isAlternate && $0.contains("ready>") }
            #expect(shell.terminal.attributes == shell.terminal.attributesBefore)
        }

        @Test func `a terminal that changed its size meanwhile is filled after fg`() throws {
            let home = try Home()
            let shell = try Skep.shell(in: home)
            try shell.type("\(Skep.binary) demo --seed 7 --state \(home.state)<enter>")
            try shell.see("nodes 5/5 ready")
            try shell.open("nodes")
            try shell.command("suspend")
            try shell.see("Stopped")
            shell.resize(columns: 90, rows: 20)
            try shell.type("fg<enter>")
            try shell.wait(for: "the new size") { screen in
                screen.isAlternate && screen.text(ofRow: 3).hasPrefix("┌─ nodes")
                    && screen.text(ofRow: 3).count == 90
                    && screen.text(ofRow: 19).contains("enter")
            }
        }

        @Test func `the cluster's time stands still while the program is not running`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "4"], in: home)
            try skep.command("scale gallery_accesslog 5")
            try skep.agree(to: "Scale")
            try skep.leave()
            let again = try Skep.quietCluster(in: home)
            try again.see("gallery_accesslog", "5/5")
            try again.leave()
        }
    }
}

extension Skep {
    /// An interactive shell with job control.
    fileprivate static func shell(in home: Home) throws -> TerminalSession {
        let program = PseudoTerminal.Program(
            path: "/bin/sh",
            arguments: ["-i"],
            environment: home.environment,
            directory: home.folder.path
        )
        let session = try TerminalSession(program, columns: 120, rows: 40)
        try session.see("ready>")
        return session
    }
}
