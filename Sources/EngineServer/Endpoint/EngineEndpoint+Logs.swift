import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

// Logs, line by line as clients ask for them.
extension EngineEndpoint {
    func serviceLogs(
        _ name: String,
        _ request: APIRequest,
        _ view: EngineView
    ) throws(EngineError) -> APIAnswer {
        try view.requireManager()
        try LogQuery.checkSwarms(request.target.query)
        let query = try LogQuery(request.target.query, epoch: view.epoch)
        let service = try view.service(name)
        return logs(
            query,
            of: .service(service.id),
            source: .service(service.id),
            isTerminal: service.spec.task.container.tty,
            request,
            view
        )
    }

    func taskLogs(
        _ name: String,
        _ request: APIRequest,
        _ view: EngineView
    ) throws(EngineError) -> APIAnswer {
        try view.requireManager()
        try LogQuery.checkSwarms(request.target.query)
        let query = try LogQuery(request.target.query, epoch: view.epoch)
        let task = try view.task(name)
        return logs(
            query,
            of: .task(task.id),
            source: .service(task.serviceID),
            isTerminal: task.spec.value.container.tty,
            request,
            view
        )
    }

    func logs(
        _ query: LogQuery,
        of target: LogRequest.Target,
        source: LogSource,
        isTerminal: Bool,
        _ request: APIRequest,
        _ view: EngineView
    ) -> APIAnswer {
        let framing = LogFraming(
            query: query,
            source: source,
            isTerminal: isTerminal,
            epoch: view.epoch
        )
        let reader = FrameReader(session: session, request: query.request(for: target), framing)
        let kind = isTerminal ? "raw" : "multiplexed"
        return .stream(
            APIStream(
                // Older clients get none, as from an engine of their time.
                contentType: request.target.version >= APIVersion(1, 42)
                    ? "application/vnd.docker.\(kind)-stream" : nil,
                pieces: AsyncStream { await reader.next() }
            )
        )
    }
}

/// Turns a session's lines into pieces of an answer, one batch for each that is asked for.
private actor FrameReader {
    private let session: any ClusterSession
    private let request: LogRequest
    private let framing: LogFraming
    private var iterator: AsyncStream<[LogLine]>.AsyncIterator?
    private var isOver = false

    init(session: any ClusterSession, request: LogRequest, _ framing: LogFraming) {
        self.session = session
        self.request = request
        self.framing = framing
    }

    func next() async -> [UInt8]? {
        while !isOver {
            var lines = await current()
            let batch = await lines.next(isolation: #isolation)
            iterator = lines
            guard let batch else { return nil }
            isOver = batch.contains { framing.query.isPast($0) }
            let bytes = framing.bytes(of: batch)
            if !bytes.isEmpty { return bytes }
        }
        return nil
    }

    private func current() async -> AsyncStream<[LogLine]>.AsyncIterator {
        if let iterator { return iterator }
        return await session.logs(request).makeAsyncIterator()
    }
}
