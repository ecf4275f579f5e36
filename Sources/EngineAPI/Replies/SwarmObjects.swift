import Basics
package import SwarmModel
import SwarmStore

// Lists and single objects of the swarm, as their calls answer.
extension EngineView {
    // MARK: - Nodes

    package func nodeList(_ query: QueryItems) throws(EngineError) -> APIReply {
        try requireManager()
        let filters = try NodeFilters(engine: query.filters())
        return try .json(
            store.nodes(keptBy: filters).map { EngineNode($0, epoch: epoch, tls: tls) }
        )
    }

    package func nodeReply(_ reference: String) throws(EngineError) -> APIReply {
        try requireManager()
        return try .json(EngineNode(node(reference), epoch: epoch, tls: tls))
    }

    // MARK: - Services

    package func serviceList(_ query: QueryItems) throws(EngineError) -> APIReply {
        try requireManager()
        let filters = try ServiceFilters(engine: query.filters())
        let wantsCounts = try query.strictFlag("status")
        let services = store.services(keptBy: filters).map { service in
            (service, wantsCounts ? store.counts(of: service.id) : nil)
        }
        let json = try lists.services.list(services, in: timeLine) { service, _ in
            service.id
        } stamp: { service, counts in
            .init(
                version: service.meta.version,
                others: counts.map { [$0.running, $0.desired, $0.completed] } ?? []
            )
        } form: { service, counts in
            EngineService(service, epoch: epoch, counts: counts)
        }
        return .json(encoded: json)
    }

    package func serviceReply(
        _ reference: String,
        _ query: QueryItems
    ) throws(EngineError) -> APIReply {
        try requireManager()
        let wantsDefaults = try query.strictFlag("insertDefaults")
        let service = try service(reference)
        if wantsDefaults { return try .json(try ShownDefaults.filled(in: service, epoch: epoch)) }
        return try .json(EngineService(service, epoch: epoch))
    }

    // MARK: - Tasks

    package func taskList(_ query: QueryItems) throws(EngineError) -> APIReply {
        try requireManager()
        let filters = try query.filters()
        var services: [ServiceID] = []
        for name in filters["service"] { services.append(try service(name).id) }
        var nodes: [NodeID] = []
        for name in filters["node"] { nodes.append(try node(name).id) }
        let wishes = try TaskFilters(engine: filters, services: services, nodes: nodes)
        let json = try lists.tasks.list(store.tasks(keptBy: wishes), in: timeLine) {
            $0.id
        } stamp: { task in
            .init(
                version: task.meta.version,
                others: task.networks.map { store.network($0.network)?.meta.version ?? 0 }
            )
        } form: {
            wireForm(of: $0)
        }
        return .json(encoded: json)
    }

    package func taskReply(_ reference: String) throws(EngineError) -> APIReply {
        try requireManager()
        return try .json(wireForm(of: try task(reference)))
    }

    private func wireForm(of task: SwarmTask) -> EngineTask {
        EngineTask(task, epoch: epoch, network: store.network)
    }

    // MARK: - Secrets and configs

    package func secretList(_ query: QueryItems) throws(EngineError) -> APIReply {
        try requireManager()
        let filters = try DataFilters(engine: query.filters())
        return try .json(store.secrets(keptBy: filters).map { EngineSecret($0, epoch: epoch) })
    }

    package func secretReply(_ reference: String) throws(EngineError) -> APIReply {
        try requireManager()
        return try .json(EngineSecret(secret(reference), epoch: epoch))
    }

    package func configList(_ query: QueryItems) throws(EngineError) -> APIReply {
        try requireManager()
        let filters = try DataFilters(engine: query.filters())
        return try .json(store.configs(keptBy: filters).map { EngineConfig($0, epoch: epoch) })
    }

    package func configReply(_ reference: String) throws(EngineError) -> APIReply {
        try requireManager()
        return try .json(EngineConfig(config(reference), epoch: epoch))
    }
}
