import Basics
import ClusterPorts
import Console
import StackDeployment
import SwarmModel
import SwarmStore

/// Makes a new config or secret and moves all services that use the old one to it.
struct DataRotating {
    let session: any ClusterSession
    let rotation: DataRotation

    /// Carries it out, service by service; stops at the first that refuses, or when it is told to.
    ///
    /// - Parameters:
    ///   - contents: what the new object holds, or why that was not read.
    ///   - isStopped: asked between two steps whether to go no further.
    ///   - report: gets each step before it is carried out.
    /// - Returns: how it ended.
    func carryOut(
        _ contents: Result<[UInt8], EngineError>,
        isStopped: @Sendable () -> Bool,
        report: @Sendable (SafeText) -> Void
    ) async -> WorkEnd {
        let name = rotation.newName
        let users = rotation.users(in: await session.snapshot().store)
        let creation = "Creating \(rotation.kind.rawValue) \(name)"
        let lines = [creation] + users.map { "Updating service \($0.name) (id: \($0.id))" }
        var next = 0
        // Tells of the next step, unless there is to be none.
        func begins() -> Bool {
            if isStopped() { return false }
            report(SafeText(sanitizing: lines[next]))
            next += 1
            return true
        }
        func end(unanswered: String? = nil) -> WorkEnd {
            .stopped(
                left: lines[next...].map { SafeText(sanitizing: $0) },
                unanswered: unanswered.map { SafeText(sanitizing: $0) }
            )
        }
        do throws(EngineError) {
            let bytes = try contents.get()
            guard begins() else { return end() }
            let made = try await session.performUnlessCalledOff(
                rotation.kind == .secret
                    ? .createSecret(SecretSpec(name: name, data: .plain(bytes)))
                    : .createConfig(ConfigSpec(name: name, data: bytes))
            )
            guard let id = made.createdID else {
                throw EngineError(status: 0, message: "the cluster did not say what it made")
            }
            for service in users {
                guard begins() else { return end() }
                do throws(EngineError) {
                    try await move(service.id, to: id)
                } catch {
                    if error == .calledOff { throw error }
                    throw EngineError(
                        status: error.status,
                        message: "\(name) was made, but \(service.name) keeps the old one: "
                            + error.message
                    )
                }
            }
            return .done
        } catch {
            return error == .calledOff ? end(unanswered: lines[next - 1]) : .failed(error)
        }
    }

    /// Somebody else may change the service at the same time: then its newest spec is taken.
    private func move(_ id: ServiceID, to object: String) async throws(EngineError) {
        guard let service = await session.snapshot().store.service(id) else { return }
        _ = try await session.performUnlessCalledOff(
            .updateService(
                id,
                version: service.meta.version,
                spec: rotation.moved(service.spec, to: object)
            )
        )
    }
}
