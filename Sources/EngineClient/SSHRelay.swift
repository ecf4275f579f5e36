import FoundationEssentials
import Glibc
import NIOPosix
import Synchronization

/// A unix socket of our own, behind which each connection is an `ssh` to an engine.
///
/// `ssh` gets the connection itself as its input and output, so that nothing is copied here. Its
/// settings, its agent and its known hosts are the user's; it never asks anything.
final class SSHRelay: Sendable {
    let socket: String
    private let folder: String
    private let listener: Int32
    private let program: String
    private let destination: SSHDestination
    private let environment: [String: String]
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let isClosed = Mutex(false)

    /// Begins to listen; nothing is connected before somebody comes.
    static func start(
        to destination: SSHDestination,
        environment: [String: String]
    ) throws(AttachFailure) -> SSHRelay {
        let address = "ssh://\(destination)"
        guard let program = ChildProcess.find("ssh", on: environment["PATH"] ?? "/usr/bin:/bin")
        else { throw .noShell(address, "there is no ssh on this machine") }
        guard let folder = PrivateFolder.make(for: "ssh") else {
            throw .noShell(address, "no folder for its socket")
        }
        guard let listener = listen(at: folder + "/socket") else {
            rmdir(folder)
            throw .noShell(address, "no socket of its own")
        }
        return SSHRelay(folder, listener, program, destination, environment)
    }

    private init(
        _ folder: String,
        _ listener: Int32,
        _ program: String,
        _ destination: SSHDestination,
        _ environment: [String: String]
    ) {
        self.folder = folder
        self.listener = listener
        self.program = program
        self.destination = destination
        self.environment = environment
        socket = folder + "/socket"
        thread.start()
        thread.submit { _ in self.serve() }
    }

    private static func listen(at path: String) -> Int32? {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0
            }
        }
        guard isBound, Glibc.listen(socket, 16) == 0 else {
            Glibc.close(socket)
            return nil
        }
        return socket
    }

    private func serve() {
        var children: [ChildProcess] = []
        while true {
            var wish = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            // Whoever has ended is to be waited for, though nobody comes any more.
            let count = poll(&wish, 1, children.isEmpty ? -1 : 1_000)
            if isClosed.withLock({ $0 }) { break }
            children.removeAll { $0.hasEnded() }
            guard count > 0 else { continue }
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            if let child = connect(connection) { children.append(child) }
            Glibc.close(connection)
        }
        for child in children where !child.hasEnded() { child.end() }
    }

    private func connect(_ connection: Int32) -> ChildProcess? {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        let errors = open(folder + "/errors", flags, 0o600)
        guard errors >= 0 else { return nil }
        defer { Glibc.close(errors) }
        return ChildProcess.start(
            program,
            destination.arguments,
            environment: environment,
            files: (connection, connection, errors)
        )
    }

    /// What the last `ssh` complained about; `nil` when it did not.
    var complaint: String? {
        guard let data = FileManager.default.contents(atPath: folder + "/errors") else {
            return nil
        }
        let lines = String(decoding: data.prefix(4_000), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
        return lines.last.map { String($0).trimmingPrefix("ssh: ").description }
    }

    func close() {
        let wasClosed = isClosed.withLock { closed in
            defer { closed = true }
            return closed
        }
        guard !wasClosed else { return }
        // Wakes the thread that waits for somebody.
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        thread.shutdownGracefully { _ in }
        unlink(socket)
        unlink(folder + "/errors")
        rmdir(folder)
    }
}
