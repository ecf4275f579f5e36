package import Basics

/// A service as `GET /services` has it.
package struct EngineService: Codable, Sendable {
    package let id: ServiceID
    private let meta: EngineMeta
    package let spec: ServiceSpec
    private let previousSpec: ServiceSpec?
    private let endpoint: Endpoint?
    private let updateStatus: EngineUpdateStatus?
    /// Only where it was asked for with `status=true`.
    package var counts: EngineServiceCounts?
    private let jobStatus: EngineJobStatus?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case spec = "Spec"
        case previousSpec = "PreviousSpec"
        case endpoint = "Endpoint"
        case updateStatus = "UpdateStatus"
        case counts = "ServiceStatus"
        case jobStatus = "JobStatus"
    }

    /// The endpoint's own spec, which is empty until something is allocated (engine-api 7.2).
    private struct EndpointOutline: Codable {
        struct Spec: Codable {
            var mode: String?
            enum CodingKeys: String, CodingKey { case mode = "Mode" }
        }
        var spec: Spec?
        enum CodingKeys: String, CodingKey { case spec = "Spec" }
    }

    private static func isAllocated(_ fields: KeyedDecodingContainer<CodingKeys>) throws -> Bool {
        try fields.decodeIfPresent(EndpointOutline.self, forKey: .endpoint)?.spec?.mode != nil
    }

    package init(_ service: Service, epoch: WallTime, counts: EngineServiceCounts? = nil) {
        id = service.id
        meta = EngineMeta(service.meta, epoch: epoch)
        spec = service.spec
        previousSpec = service.previousSpec
        endpoint = service.endpoint
        updateStatus = service.updateStatus.map { EngineUpdateStatus($0, epoch: epoch) }
        jobStatus = service.jobStatus.map { EngineJobStatus($0, epoch: epoch) }
        self.counts = counts
    }

    /// The service, its times counted from `epoch`.
    ///
    /// An engine does not tell its spec versions.
    package func service(epoch: WallTime) -> Service {
        var service = Service(id: id, spec: spec, specVersion: nil)
        service.meta = meta.meta(epoch: epoch)
        service.previousSpec = previousSpec
        service.endpoint = endpoint
        service.updateStatus = updateStatus?.status(epoch: epoch)
        service.jobStatus = jobStatus?.status(epoch: epoch)
        return service
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ServiceID.self, forKey: .id)
        meta = try EngineMeta(from: decoder)
        spec = try fields.decode(ServiceSpec.self, forKey: .spec)
        previousSpec = try fields.decodeIfPresent(ServiceSpec.self, forKey: .previousSpec)
        endpoint =
            try Self.isAllocated(fields)
            ? fields.decodeIfPresent(Endpoint.self, forKey: .endpoint) : nil
        updateStatus = try fields.decodeIfPresent(EngineUpdateStatus.self, forKey: .updateStatus)
        counts = try fields.decodeIfPresent(EngineServiceCounts.self, forKey: .counts)
        jobStatus = try fields.decodeIfPresent(EngineJobStatus.self, forKey: .jobStatus)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try meta.encode(to: encoder)
        try fields.encode(spec, forKey: .spec)
        try fields.encodeIfPresent(previousSpec, forKey: .previousSpec)
        if let endpoint {
            try fields.encode(endpoint, forKey: .endpoint)
        } else {
            try fields.encode(EndpointOutline(spec: .init()), forKey: .endpoint)
        }
        try fields.encodeIfPresent(updateStatus, forKey: .updateStatus)
        try fields.encodeIfPresent(counts, forKey: .counts)
        try fields.encodeIfPresent(jobStatus, forKey: .jobStatus)
    }
}

/// `ServiceStatus` of a list: how many tasks run, should run and have completed.
package struct EngineServiceCounts: Hashable, Codable, Sendable {
    package var running: UInt64
    package var desired: UInt64
    package var completed: UInt64

    private enum CodingKeys: String, CodingKey {
        case running = "RunningTasks"
        case desired = "DesiredTasks"
        case completed = "CompletedTasks"
    }

    package init(running: UInt64, desired: UInt64, completed: UInt64 = 0) {
        self.running = running
        self.desired = desired
        self.completed = completed
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        running = try fields.value(.running, or: 0)
        desired = try fields.value(.desired, or: 0)
        completed = try fields.value(.completed, or: 0)
    }
}

private struct EngineUpdateStatus: Codable, Sendable {
    let state: UpdateStatus.State?
    let startedAt: EngineTime?
    let completedAt: EngineTime?
    let message: String?

    enum CodingKeys: String, CodingKey {
        case state = "State"
        case startedAt = "StartedAt"
        case completedAt = "CompletedAt"
        case message = "Message"
    }

    init(_ status: UpdateStatus, epoch: WallTime) {
        state = status.state
        startedAt = status.startedAt.map { EngineTime($0, epoch: epoch) }
        completedAt = status.completedAt.map { EngineTime($0, epoch: epoch) }
        message = status.message.isEmpty ? nil : status.message
    }

    /// `nil` for the empty status that some engines send before the first update.
    func status(epoch: WallTime) -> UpdateStatus? {
        guard let state else { return nil }
        return UpdateStatus(
            state: state,
            startedAt: startedAt?.moment(epoch: epoch),
            completedAt: completedAt?.moment(epoch: epoch),
            message: message ?? ""
        )
    }
}

private struct EngineJobStatus: Codable, Sendable {
    let iteration: EngineIteration?
    let lastExecution: EngineTime?

    enum CodingKeys: String, CodingKey {
        case iteration = "JobIteration"
        case lastExecution = "LastExecution"
    }

    init(_ status: JobStatus, epoch: WallTime) {
        iteration = EngineIteration(status.iteration)
        lastExecution = EngineTime(status.lastExecution, epoch: epoch)
    }

    func status(epoch: WallTime) -> JobStatus {
        JobStatus(
            iteration: iteration?.index ?? 0,
            lastExecution: lastExecution?.moment(epoch: epoch) ?? .zero
        )
    }
}

/// `JobIteration`: its index is left out when it is 0.
struct EngineIteration: Codable, Sendable {
    let index: UInt64?
    init(_ index: UInt64) { self.index = index == 0 ? nil : index }
    private enum CodingKeys: String, CodingKey { case index = "Index" }
}
