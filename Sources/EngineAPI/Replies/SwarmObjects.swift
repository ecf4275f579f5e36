import Basics
package import SwarmModel
import SwarmStore

// Lists and single objects of the swarm, as their calls answer.
extension EngineView {
    // MARK: - Nodes

    package func nodeList(_ query: QueryItems) throws(EngineError) -> APIReply {
        try requireManager()
        let filters = try NodeFilters(engine: query.filters())
        return try .json(store.nodes(keptBy: filters).map { EngineNode($0, epoch: epoch) })
    }

    package func nodeReply(_ reference: String) throws(EngineError) -> APIReply {
        try requireManager()
        return try .json(EngineNode(node(reference), epoch: epoch))
    }

    // MARK: - Services

    package func serviceList(_ query: QueryItems) throws(EngineError) -> APIReply {
        try requireManager()
        let filters = try ServiceFilters(engine: query.filters())
        let wantsCounts = try query.strictFlag("status")
        return try .json(
            store.services(keptBy: filters).map { service in
                EngineService(
                    service,
                    epoch: epoch,
                    counts: wantsCounts ? store.counts(of: service.id) : nil
                )
            }
        )
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
        return try .json(store.tasks(keptBy: wishes).map(wireForm))
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
