import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// The rotation of a config or secret, played on a copy of a cluster.
struct RotationRehearsal: ForecastScript {
    /// What is in the file moves no task, and is not read to look ahead.
    private static let standIn: [UInt8] = [0x78]

    private enum Stage: Hashable {
        case making, moving(String), through
    }

    private let rotation: DataRotation
    private var stage = Stage.making
    private var users: [ServiceID]?
    private var isWaiting = false

    init(_ rotation: DataRotation) { self.rotation = rotation }

    mutating func next(_ store: Store, now: Moment) -> [ClusterCommand] {
        guard !isWaiting else { return [] }
        switch stage {
        case .through: return []
        case .making:
            isWaiting = true
            let name = rotation.newName
            return [
                rotation.kind == .secret
                    ? .createSecret(SecretSpec(name: name, data: .plain(Self.standIn)))
                    : .createConfig(ConfigSpec(name: name, data: Self.standIn))
            ]
        case .moving(let id):
            var left = users ?? rotation.users(in: store).map(\.id)
            while !left.isEmpty {
                guard let service = store.service(left.removeFirst()) else { continue }
                users = left
                isWaiting = true
                return [
                    .updateService(
                        service.id,
                        version: service.meta.version,
                        spec: rotation.moved(service.spec, to: id)
                    )
                ]
            }
            stage = .through
            return []
        }
    }

    mutating func take(_ answer: Result<CommandOutcome, EngineError>, now: Moment) {
        isWaiting = false
        switch (answer, stage) {
        case (.failure, _): stage = .through
        case (.success(let outcome), .making):
            stage = outcome.createdID.map { .moving($0) } ?? .through
        default: break
        }
    }

    var isThrough: Bool { stage == .through }
    var pause: Duration? { nil }
    var obstacles: [String] { [] }
}
