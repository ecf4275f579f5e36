import Basics
import Agents
import SwarmModel
import Testing

@testable import Hosting

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct StateFolderTests {
    @Test func `the folder is where the XDG specification wants it`() throws {
        #expect(
            try StateFolder.standard(environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"]).path
                == "/s/skep"
        )
        #expect(
            try StateFolder.standard(environment: ["XDG_STATE_HOME": "s", "HOME": "/h"]).path
                == "/h/.local/state/skep"
        )
        #expect(throws: HostingError.noHome) { try StateFolder.standard(environment: [:]) }
    }

    @Test func `the folder and what is in it are the owner's alone`() async throws {
        let outside = try TemporaryFolder()
        let old = umask(0)
        defer { umask(old) }
        let state = StateFolder(path: outside.path + "/deep/er/state")
        #expect(!state.holdsCluster)
        let lock = try state.occupy()
        #expect(outside.mode(of: "deep") == 0o700)
        #expect(outside.mode(of: "deep/er/state") == 0o700)
        #expect(outside.mode(of: "deep/er/state/lock") == 0o600)
        _ = try SecretVault(creating: state.keyPath)
        #expect(outside.mode(of: "deep/er/state/secrets.key") == 0o600)
        let journal = try Journal(path: state.journalPath)
        #expect(outside.mode(of: "deep/er/state/cluster.sqlite") == 0o600)
        #expect(outside.mode(of: "deep/er/state/cluster.sqlite-wal") == 0o600)
        #expect(state.holdsCluster)
        journal.close()
        withExtendedLifetime(lock) {}
        for name in ["lock", "secrets.key", "cluster.sqlite"] { unlink(state.path + "/" + name) }
        for name in ["deep/er/state", "deep/er", "deep"] { rmdir(outside.path + "/" + name) }
    }

    @Test func `a second process is told who has the folder and what to do`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        var host: ClusterHost? = try await kit.open()
        let message = await failure { _ = try await kit.open() }
        #expect(
            message == "the folder \(folder.path) is in use by another skep (process \(getpid())): "
                + "quit that one, or give this one a folder of its own with --state"
        )
        await host?.close()
        host = nil
        host = try await kit.open()
        #expect(host?.isNew == false)
    }

    @Test func `a folder that cannot be made or used is named`() async throws {
        let folder = try TemporaryFolder()
        folder.write([1], to: "file")
        for path in [folder.path + "/file", folder.path + "/file/below", "/proc/skep"] {
            let configuration = HostConfiguration(
                storage: .folder(StateFolder(path: path)),
                name: "x",
                seed: 1,
                catalog: .init()
            )
            let message = await failure {
                _ = try await ClusterHost.open(configuration, clock: ManualClock())
            }
            #expect(message?.hasPrefix("the folder \(path) cannot be used: ") == true)
        }
    }
}

@Suite struct SecretVaultTests {
    @Test func `what is sealed can be opened with the same key only`() throws {
        let folder = try TemporaryFolder()
        let path = folder.state.keyPath
        let vault = try SecretVault(creating: path)
        let plain = Array("hunter2".utf8)
        guard case .sealed(let sealed, let size) = try vault.seal(plain),
            case .sealed(let again, _) = try vault.seal(plain)
        else {
            Issue.record("not sealed")
            return
        }
        #expect(size == 7)
        #expect(sealed != again)
        #expect(try SecretVault(reading: path).open(sealed) == plain)
        #expect(throws: (any Error).self) { try SecretVault().open(sealed) }
        var changed = sealed
        changed[20] ^= 1
        #expect(throws: (any Error).self) { try vault.open(changed) }
    }

    @Test func `a key that others can read is refused, with what to do`() throws {
        let folder = try TemporaryFolder()
        let path = folder.state.keyPath
        _ = try SecretVault(creating: path)
        chmod(path, 0o640)
        let error = #expect(throws: HostingError.self) { try SecretVault(reading: path) }
        #expect(error == .keyExposed(path: path, mode: 0o640))
        #expect(error?.description.contains("chmod 600 \(path)") == true)
    }

    @Test(arguments: [0, 31, 33])
    func `a key of another length is refused`(length: Int) throws {
        let folder = try TemporaryFolder()
        folder.write(Array(repeating: 7, count: length), to: "secrets.key")
        chmod(folder.state.keyPath, 0o600)
        #expect(
            throws: HostingError.keyInvalid(
                path: folder.state.keyPath,
                reason: "\(length) bytes instead of 32"
            )
        ) { try SecretVault(reading: folder.state.keyPath) }
    }

    @Test func `no file holds a secret in plain text`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        let host = try await kit.openSwarm()
        let data = "correct horse battery staple"
        try await host.createSecret("pw", data)
        let needles = [data, Base64.encode(Array(data.utf8))].map { Array($0.utf8) }
        for _ in 0..<2 {
            for name in folder.names {
                let bytes = folder.bytes(of: name)
                for needle in needles { #expect(!bytes.contains(needle), "\(name)") }
            }
            await host.close()
        }
        #expect(folder.bytes(of: "cluster.sqlite").contains(Array("createSecret".utf8)))
    }

    @Test func `a key that is gone or another one is noticed, and the rest goes on`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        let host = try await kit.openSwarm()
        try await host.createSecret("one", "1")
        await host.close()
        for key in [nil, [UInt8](repeating: 1, count: 32)] {
            unlink(folder.state.keyPath)
            if let key {
                folder.write(key, to: "secrets.key")
                chmod(folder.state.keyPath, 0o600)
            }
            let reopened = try await kit.open()
            let message = await failure { try await reopened.createSecret("two", "2") }
            #expect(message?.contains("sealed with another key") == true)
            try await reopened.createService(key == nil ? "a" : "b")
            await reopened.close()
        }
    }

    @Test func `a secret that comes without its data is refused`() async throws {
        let host = try await HostKit().openSwarm()
        for data in [SecretData.withheld, .sealed([1], size: 1)] {
            let message = await failure {
                _ = try await host.perform(.createSecret(SecretSpec(name: "s", data: data)))
            }
            #expect(message == "secret s comes without its data")
        }
        let message = await failure { try await host.createSecret("s", "") }
        #expect(message?.contains("secret data must be larger than 0") == true)
    }
}
