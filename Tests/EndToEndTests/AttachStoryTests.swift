import Foundation
import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// Shells in simulated containers, and consoles on a cluster that another skep serves.
    @Suite struct AttachStoryTests {
        @Test func `a shell in a simulated container has the terminal, and gives it back`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.command("tasks gallery_accesslog")
            try skep.see("│gallery_accesslog.1", "running")
            try skep.command("exec gallery_accesslog.1")
            try skep.see("/ #")
            try skep.type("cat /etc/hosts<enter>")
            try skep.see("127.0.0.1", "localhost")
            try skep.type("exit<enter>")
            try skep.see("│gallery_accesslog.1", "running")
            try skep.command("exec nosuch.1")
            try skep.see("task nosuch.1 not found")
            try skep.type("<esc>")
            try skep.leave()
        }

        @Test func `attach takes its options, wherever they stand`() throws {
            let home = try Home()
            let socket = "unix://\(home.folder.path)/engine.sock"
            let served = try Skep.quietCluster(["--listen", socket], in: home)
            let plain = try Skep.start(["attach", socket, "--plain"], in: home)
            try plain.see("simulated cluster, served at")
            try plain.see("service numbers_numbers-api: 6/6")
            #expect(!plain.picture.isAlternate)
            plain.send([3])
            _ = try plain.waitForEnd()
            for arguments in [
                ["attach", socket, "--read-only"], ["--read-only", "attach", socket],
            ] {
                let skep = try Skep.start(arguments, in: home)
                try skep.see("SIMULATED (served)")
                try skep.see("node1")
                try skep.command("drain node2")
                try skep.see("read-only")
                try skep.type("<esc>")
                try skep.leave()
            }
            let (text, ending) = try Skep.output(["attach", socket, "--theme", "nosuch"], in: home)
            #expect(ending == .exited(1))
            #expect(text.contains("nosuch"))
            try served.leave()
        }

        @Test func `a deployment whose cluster falls silent is stopped, and goes on where it was`()
            throws
        {
            let home = try Home()
            let file = try home.write(
                "services:\n  api:\n    image: nginx:1.27\n  web:\n    image: nginx:1.27\n",
                to: "shop.yml"
            )
            let socket = "unix://\(home.folder.path)/engine.sock"
            let served = try Skep.quietCluster(["--listen", socket], in: home)
            let skep = try Skep.start(["attach", socket], in: home)
            try skep.see("node1")
            try skep.command("deploy \(file) shop")
            try skep.see("+ service shop_web")
            try skep.type("<enter>")
            served.terminal.send(signal: SIGSTOP)
            try skep.agree(to: "Deploy")
            try skep.see("^k stops it")
            try skep.type("^k")
            try skep.see("stopping after this step")
            try skep.type("^k")
            try skep.see("it may have been carried out")
            try skep.see("Not carried out:")
            try skep.see("Creating service shop_web")
            served.terminal.send(signal: SIGCONT)
            // A cluster that wakes up has done what was asked, or not: the new plan begins there.
            try skep.type("r")
            try skep.see("enter carries it out")
            try skep.type("<enter>")
            try skep.agree(to: "Deploy")
            try skep.see("stack shop is deployed")
            try skep.leave()
            try served.leave()
        }
    }
}
