import Basics
import ClusterPorts
import Console
import SwarmModel
import SwarmStore

/// Makes a new config or secret and moves all services that use the old one to it.
struct DataRotating {
    let session: any ClusterSession
    let rotation: DataRotation

    /// Carries it out, service by service; stops at the first that refuses.
    func carryOut(
        _ contents: Result<[UInt8], EngineError>
    ) async -> Result<CommandOutcome, EngineError> {
        do throws(EngineError) {
            let bytes = try contents.get()
            let name = rotation.newName
            let made = try await session.perform(
                rotation.kind == .secret
                    ? .createSecret(SecretSpec(name: name, data: .plain(bytes)))
                    : .createConfig(ConfigSpec(name: name, data: bytes))
            )
            guard let id = made.createdID else {
                throw EngineError(status: 0, message: "the cluster did not say what it made")
            }
            let outcome = CommandOutcome(createdID: id)
            for service in rotation.users(in: await session.snapshot().store) {
                do throws(EngineError) {
                    try await move(service.id, to: id)
                } catch {
                    throw EngineError(
                        status: error.status,
                        message: "\(name) was made, but \(service.name) keeps the old one: "
                            + error.message
                    )
                }
            }
            return .success(outcome)
        } catch {
            return .failure(error)
        }
    }

    /// Somebody else may change the service at the same time: then its newest spec is taken.
    private func move(_ id: ServiceID, to object: String) async throws(EngineError) {
        guard let service = await session.snapshot().store.service(id) else { return }
        _ = try await session.perform(
            .updateService(
                id,
                version: service.meta.version,
                spec: rotation.moved(service.spec, to: object)
            )
        )
    }
}
