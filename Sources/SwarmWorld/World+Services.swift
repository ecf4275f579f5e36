import Agents
import Allocation
import Basics
import SwarmModel
import SwarmStore

extension World {
    /// - Source: VAL-40, OBJ-12.
    mutating func createService(_ spec: ServiceSpec) throws(EngineError) -> CommandOutcome {
        let spec = try EngineConversion.spec(spec, using: &random)
        if let refusal = ServiceValidation.refusal(of: spec) { throw refusal }
        try checkNetworks(of: spec)
        if let refusal = PortConflicts.conflict(of: spec.endpoint, for: nil, in: store) {
            throw refusal
        }
        try checkIngress(of: spec)
        try checkReferences(of: spec)
        if store.service(named: spec.name) != nil {
            throw .rpc(
                .alreadyExists,
                "name conflicts with an existing object: service \(spec.name) already exists"
            )
        }
        var service = Service(id: ServiceID(using: &random), spec: spec)
        if spec.mode.isJob { service.jobStatus = JobStatus(iteration: 0, lastExecution: now) }
        store.put(service)
        return CommandOutcome(createdID: service.id.description)
    }

    /// - Source: VAL-41, OBJ-13 to OBJ-15.
    mutating func updateService(
        _ id: ServiceID,
        version: UInt64,
        spec: ServiceSpec
    ) throws(EngineError) -> CommandOutcome {
        let spec = try EngineConversion.spec(spec, using: &random)
        if let refusal = ServiceValidation.refusal(of: spec) { throw refusal }
        try checkNetworks(of: spec)
        var service = try existing(id)
        if service.spec.endpoint != spec.endpoint,
            let refusal = PortConflicts.conflict(of: spec.endpoint, for: id, in: store)
        {
            throw refusal
        }
        try checkReferences(of: spec)
        if !service.spec.mode.isSameKind(as: spec.mode) {
            throw .rpc(.unimplemented, "service mode change is not allowed")
        }
        if service.name != spec.name {
            throw .rpc(.unimplemented, "renaming services is not supported")
        }
        service.previousSpec = service.spec
        service.previousSpecVersion = service.specVersion
        service.spec = spec
        service.specVersion = version
        service.updateStatus = nil
        try finishUpdate(of: service, version: version)
        return CommandOutcome()
    }

    /// - Source: UPD-60 to UPD-63.
    mutating func rollbackService(
        _ id: ServiceID,
        version: UInt64
    ) throws(EngineError) -> CommandOutcome {
        var service = try existing(id)
        guard let previous = service.previousSpec else {
            throw .rpc(.failedPrecondition, "service \(id) does not have a previous spec")
        }
        let previousVersion = service.previousSpecVersion
        service.previousSpec = service.spec
        service.previousSpecVersion = service.specVersion
        service.spec = previous
        service.specVersion = previousVersion
        service.updateStatus = UpdateStatus(
            state: .rollbackStarted,
            startedAt: now,
            message: "manually requested rollback"
        )
        try finishUpdate(of: service, version: version)
        return CommandOutcome()
    }

    /// - Source: VAL-43.
    mutating func removeService(_ id: ServiceID) throws(EngineError) -> CommandOutcome {
        _ = try existing(id)
        store.remove(id)
        return CommandOutcome()
    }

    /// The client's version is compared last, when the store is written (OBJ-7).
    private mutating func finishUpdate(
        of service: Service,
        version: UInt64
    ) throws(EngineError) {
        var service = service
        if service.spec.mode.isJob {
            let iteration = service.jobStatus.map { $0.iteration + 1 } ?? 0
            service.jobStatus = JobStatus(iteration: iteration, lastExecution: now)
        }
        try checkIngress(of: service.spec)
        guard service.meta.version == version || store.flaw == .acceptsStaleVersion else {
            throw .outOfSequence
        }
        store.put(service)
    }

    private func existing(_ id: ServiceID) throws(EngineError) -> Service {
        guard let service = store.service(id) else { throw .notFound("service", "\(id)") }
        return service
    }

    /// The ingress network may not be joined by name; unknown ones are the engine's matter, which
    /// resolves names before it asks.
    ///
    /// - Source: VAL-29.
    private func checkNetworks(of spec: ServiceSpec) throws(EngineError) {
        for attachment in spec.task.networks {
            guard let network = store.network(attachment.target), network.spec.ingress else {
                continue
            }
            throw .rpc(
                .invalidArgument,
                "Service cannot be explicitly attached to the ingress network "
                    + "\"\(network.name)\""
            )
        }
    }

    /// - Source: VAL-31.
    private func checkIngress(of spec: ServiceSpec) throws(EngineError) {
        guard spec.endpoint?.usesIngress == true, store.ingressNetwork == nil else { return }
        throw .rpc(
            .failedPrecondition,
            "service needs ingress network, but no ingress network is present"
        )
    }

    /// - Source: VAL-28.
    private func checkReferences(of spec: ServiceSpec) throws(EngineError) {
        let container = spec.task.container
        let secrets = container.secrets.filter { store.secret($0.id)?.name != $0.name }
        try refuseMissing(secrets.map(\.name), kind: "secret")
        let configs = container.configs.filter { store.config($0.id)?.name != $0.name }
        try refuseMissing(configs.map(\.name), kind: "config")
    }

    private func refuseMissing(_ names: [String], kind: String) throws(EngineError) {
        if names.isEmpty { return }
        let list = names.joined(separator: ", ")
        throw .rpc(
            .invalidArgument,
            "\(names.count == 1 ? kind : kind + "s") not found: \(list)"
        )
    }
}

// MARK: - Containers

extension World {
    /// Deletes a task from the store, without asking its node first.
    ///
    /// - Source: VAL-80.
    mutating func removeTask(_ id: TaskID) throws(EngineError) -> CommandOutcome {
        guard store.task(id) != nil else { throw .notFound("task", "\(id)") }
        store.remove(id)
        return CommandOutcome()
    }

    /// Sends requests to a service's running containers, in turn.
    mutating func sendRequests(
        _ count: Int,
        to id: ServiceID
    ) throws(EngineError) -> CommandOutcome {
        let service = try existing(id)
        guard count > 0 else {
            throw EngineError(status: 400, message: "the number of requests must be positive")
        }
        let running = store.tasks(of: id).filter { $0.state == .running }
        guard !running.isEmpty else {
            throw EngineError(
                status: 409,
                message: "service \(service.name) has no running task to answer"
            )
        }
        for (index, task) in running.enumerated() {
            let share = count / running.count + (index < count % running.count ? 1 : 0)
            _ = agents.sendRequests(share, to: task.id, now: now)
        }
        return CommandOutcome()
    }
}
