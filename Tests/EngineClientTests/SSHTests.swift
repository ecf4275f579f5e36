import ClusterPorts
import Foundation
import Hosting
import SwarmModel
import SwarmStore
import Testing

@testable import EngineClient

/// `ssh://` by way of a program that stands in for `ssh`.
@Suite(.serialized) struct SSHTests {
    /// Copies between its input, its output and a unix socket, as `docker system dial-stdio` does.
    private static let relay = """
        use IO::Socket::UNIX; use IO::Select;
        my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit 1;
        my $all = IO::Select->new(\\*STDIN, $s);
        while (my @ready = $all->can_read) { for my $h (@ready) {
          my $n = sysread($h, my $b, 65536) or exit 0;
          my $to = $h == $s ? \\*STDOUT : $s; my $at = 0;
          while ($at < $n) { $at += syswrite($to, $b, $n - $at, $at) // exit 0 }
        } }
        """

    /// Writes a program named `ssh` and gives the environment that finds it.
    private func environment(_ script: String, in folder: URL) throws -> [String: String] {
        let file = folder.appending(path: "ssh")
        try ("#!/bin/sh\n" + script).write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: file.path
        )
        return ["PATH": folder.path + ":/usr/bin:/bin"]
    }

    @Test func `each connection is an ssh that asks nothing`() async throws {
        let served = try await ServedEngine.start()
        let calls = served.folder.appending(path: "calls")
        let script = served.folder.appending(path: "relay.pl")
        try Self.relay.write(to: script, atomically: true, encoding: .utf8)
        let environment = try environment(
            "echo \"$@\" >>\(calls.path)\nexec perl \(script.path) \(served.socket)\n",
            in: served.folder
        )
        let target = EngineTarget(
            address: try EngineAddress("ssh://ann@manager:2222"),
            name: "far",
            environment: environment
        )
        let session = try await EngineSession.attach(to: target)
        let id = try await served.createService("web", replicas: 2)
        let deadline = ContinuousClock.now + .seconds(60)
        while await session.snapshot().store.tally(of: id).running < 2 {
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(5))
        }
        let lines = try String(contentsOf: calls, encoding: .utf8).split(separator: "\n")
        let expected =
            "-o BatchMode=yes -o ConnectTimeout=10 -T -l ann -p 2222 -- manager docker "
            + "system dial-stdio"
        #expect(lines.count >= 2)
        for line in lines { #expect(line == expected) }
        await session.close()
        await served.stop()
    }

    @Test func `what ssh complains about is what the user is told`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "skep-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let environment = try environment(
            "echo 'Host key verification failed.' >&2; exit 255\n",
            in: folder
        )
        let target = EngineTarget(
            address: try EngineAddress("ssh://manager"),
            name: "far",
            environment: environment
        )
        let failure = await #expect(throws: AttachFailure.self) {
            try await EngineSession.attach(to: target)
        }
        #expect(failure == .noShell("ssh://manager", "Host key verification failed."))
        try FileManager.default.removeItem(at: folder)
    }
}
