package import ClusterPorts
package import EngineAPI
import NIOCore
import NIOPosix
import NIOSSL
import SwarmModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Serves the Engine API over a cluster session, on as many sockets as are asked for.
package actor EngineServer {
    /// One address with the machine whose engine answers there.
    package struct Listener: Hashable, Sendable {
        package var address: ListenAddress
        /// A host name; `nil` = a manager's engine that can help.
        package var machine: String?

        package init(_ address: ListenAddress, machine: String? = nil) {
            self.address = address
            self.machine = machine
        }
    }

    private let session: any ClusterSession
    private let roster: MachineRoster
    private let feed = EventFeed()
    private let ledger = ContainerLedger()
    private let identity: EngineIdentity
    private let tls: ServerTLS?
    private let limits: ServerLimits
    private let count: ConnectionCount
    private var group: MultiThreadedEventLoopGroup?
    private var executor: LoopExecutor?
    private var channels: [any Channel] = []
    private var files: [SocketFile] = []
    private var following: Task<Void, Never>?

    /// - Parameters:
    ///   - session: the cluster.
    ///   - roster: its machines.
    ///   - identity: what the server says of itself.
    ///   - tls: how both sides prove who they are on TCP; `nil` = they do not.
    ///   - limits: what clients may ask of it.
    package init(
        session: any ClusterSession,
        roster: MachineRoster,
        identity: EngineIdentity,
        tls: ServerTLS? = nil,
        limits: ServerLimits = ServerLimits()
    ) {
        self.session = session
        self.roster = roster
        self.identity = identity
        self.tls = tls
        self.limits = limits
        count = ConnectionCount(maximum: limits.connections)
    }

    /// Begins to listen; what was begun is undone when one address fails.
    ///
    /// - Returns: the addresses, with the ports that were chosen.
    /// - Throws: ``ListenError``, with words for the user.
    package func start(_ listeners: [Listener]) async throws(ListenError) -> [ListenAddress] {
        // One thread: what takes time is done elsewhere.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.group = group
        let executor = LoopExecutor(group.next())
        self.executor = executor
        var addresses: [ListenAddress] = []
        do throws(ListenError) {
            for listener in listeners {
                addresses.append(try await listen(listener, group, executor))
            }
        } catch {
            await stop()
            throw error
        }
        following = Task { [feed, session] in await feed.follow(session) }
        return addresses
    }

    /// Stops listening, closes all connections and takes the sockets away.
    package func stop() async {
        following?.cancel()
        for channel in channels { try? await channel.close() }
        channels = []
        for file in files { file.remove() }
        files = []
        executor?.close()
        try? await group?.shutdownGracefully()
        group = nil
    }

    private func listen(
        _ listener: Listener,
        _ group: MultiThreadedEventLoopGroup,
        _ executor: LoopExecutor
    ) async throws(ListenError) -> ListenAddress {
        let endpoint = EngineEndpoint(
            session: session,
            roster: roster,
            feed: feed,
            ledger: ledger,
            identity: identity,
            machine: listener.machine
        )
        let brief = BriefAnswers(executor: executor) { [count] request in
            count.isFew && endpoint.isBrief(request)
        }
        let secured = try listener.address.isTCP ? tls?.context() : nil
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 256)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [count, limits] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let secured {
                        let handler = NIOSSLServerHandler(context: secured)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try Connection.equip(channel, count, limits, brief: brief) {
                        await endpoint.answer($0)
                    }
                }
            }
        switch listener.address {
        case .unix(let path):
            let file = try SocketFile(path)
            files.append(file)
            // The socket must not be open to others even for a moment.
            let mask = umask(0o177)
            defer { umask(mask) }
            channels.append(
                try await bound(listener.address) {
                    try await bootstrap.bind(unixDomainSocketPath: path).get()
                }
            )
            chmod(path, 0o600)
            return listener.address
        case .tcp(let host, let port):
            let reusing = bootstrap.serverChannelOption(
                ChannelOptions.socketOption(.so_reuseaddr),
                value: 1
            )
            let channel = try await bound(listener.address) {
                try await reusing.bind(host: host, port: port).get()
            }
            channels.append(channel)
            return .tcp(host: host, port: channel.localAddress?.port ?? port)
        }
    }

    private func bound(
        _ address: ListenAddress,
        _ bind: () async throws -> any Channel
    ) async throws(ListenError) -> any Channel {
        do {
            return try await bind()
        } catch {
            throw .refused(address: address.description, reason: "\(error)")
        }
    }
}
