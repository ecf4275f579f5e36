import Basics
import ClusterPorts
import EngineAPI
import EngineClient
import EngineServer
import FoundationEssentials
import SwarmModel
import SwarmStore

/// The way into containers: a live engine has it, an embedded cluster serves it to itself.
///
/// An embedded cluster's containers have the small shell that `docker exec` finds in them.
actor OwnContainers {
    private let session: any ClusterSession
    private var server: EngineServer?
    private var folder: String?
    private var connection: EngineConnection?

    init(session: any ClusterSession) { self.session = session }

    func openTerminal(
        in task: TaskID,
        command: [String],
        size: TerminalExtent
    ) async throws(EngineError) -> any ContainerTerminal {
        let snapshot = await session.snapshot()
        guard snapshot.source.isEmbedded else {
            return try await session.openTerminal(in: task, command: command, size: size)
        }
        guard let object = snapshot.store.task(task), let node = object.nodeID,
            let machine = snapshot.store.node(node)?.description.hostname,
            let container = object.status.container?.id
        else { throw EngineError(status: 409, message: "the task has no container yet") }
        let connection = try await serve(machine)
        return try await connection.openTerminal(
            in: "\(container)",
            command: command,
            size: size
        )
    }

    private func serve(_ machine: String) async throws(EngineError) -> EngineConnection {
        await stop()
        let path = "/tmp/skep-own-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            folder = path
            let server = EngineServer(
                session: session,
                roster: MachineRoster(session: session),
                identity: EngineIdentity(version: Skep.version)
            )
            self.server = server
            let address = try ListenAddress("unix://\(path)/engine.sock")
            _ = try await server.start([EngineServer.Listener(address, machine: machine)])
            let own = EngineTarget(address: .socket(path: path + "/engine.sock"), name: machine)
            let connection = try await EngineConnection.open(own)
            self.connection = connection
            return connection
        } catch {
            throw EngineError(status: 500, message: "\(error)")
        }
    }

    /// Takes the way into the containers away.
    func stop() async {
        await connection?.close()
        await server?.stop()
        if let folder { try? FileManager.default.removeItem(atPath: folder) }
        (connection, server, folder) = (nil, nil, nil)
    }
}
