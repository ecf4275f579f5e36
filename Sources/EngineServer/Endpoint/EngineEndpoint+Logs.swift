import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

// Logs, line by line as clients ask for them.
extension EngineEndpoint {
    /// Logs that only a manager can collect.
    func managedLogs(
        _ request: APIRequest,
        _ view: EngineView,
        _ find: (EngineView) throws(EngineError) -> LogSubject
    ) throws(EngineError) -> APIAnswer {
        try view.requireManager()
        try LogQuery.checkSwarms(request.target.query)
        let query = try LogQuery(request.target.query, epoch: view.epoch)
        return .stream(logs(query, of: try find(view), request, view))
    }

    func logs(
        _ query: LogQuery,
        of subject: LogSubject,
        _ request: APIRequest,
        _ view: EngineView
    ) -> APIStream {
        let framing = LogFraming(
            query: query,
            source: subject.source,
            isTerminal: subject.isTerminal,
            epoch: view.epoch
        )
        let wanted = query.request(for: subject.target)
        let reader = FrameReader(session: session, request: wanted, framing)
        return APIStream(
            // Older clients get none, as from an engine of their time.
            contentType: request.target.version >= APIVersion(1, 42)
                ? Self.rawType(isTerminal: subject.isTerminal) : nil,
            pieces: AsyncStream { await reader.next() }
        )
    }
}

/// Whose lines are wanted: a service's, a task's, or those of a task's container.
struct LogSubject {
    let target: LogRequest.Target
    let source: LogSource
    let isTerminal: Bool

    init(_ service: Service) {
        target = .service(service.id)
        source = .service(service.id)
        isTerminal = service.spec.task.container.tty
    }

    init(_ task: SwarmTask) {
        target = .task(task.id)
        source = .service(task.serviceID)
        isTerminal = task.spec.value.container.tty
    }

    init(_ container: ContainerView) {
        target = .task(container.task.id)
        source = .container
        isTerminal = container.task.spec.value.container.tty
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
