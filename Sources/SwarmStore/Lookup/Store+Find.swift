import Basics
package import SwarmModel

/// Looks objects up as the managers' store does.
///
/// Whole names of services, networks, secrets and configs have an index, and so have tasks by
/// service, node and slot. Everything else is looked through whole.
extension Store {
    /// Nodes by id, name, role or membership.
    ///
    /// - Throws: ``StoreError/invalidSelection`` for anything else.
    /// - Source: STO-8.
    package func findNodes(_ selection: Selection) throws(StoreError) -> [Node] {
        try Node.check(selection)
        return nodes.filter { $0.isFound(by: selection) }
    }

    /// Services by id, name, runtime, or a network, secret or config they refer to.
    ///
    /// - Throws: ``StoreError/invalidSelection`` for anything else.
    /// - Source: STO-8.
    package func findServices(_ selection: Selection) throws(StoreError) -> [Service] {
        try Service.check(selection)
        if case .name(let name) = selection { return service(named: name).map { [$0] } ?? [] }
        return services.filter { $0.isFound(by: selection) }
    }

    /// Networks by id or name.
    ///
    /// - Throws: ``StoreError/invalidSelection`` for anything else.
    /// - Source: STO-8.
    package func findNetworks(_ selection: Selection) throws(StoreError) -> [Network] {
        try Network.check(selection)
        if case .name(let name) = selection { return network(named: name).map { [$0] } ?? [] }
        return networks.filter { $0.isFound(by: selection) }
    }

    /// Secrets by id or name.
    ///
    /// - Throws: ``StoreError/invalidSelection`` for anything else.
    /// - Source: STO-8.
    package func findSecrets(_ selection: Selection) throws(StoreError) -> [Secret] {
        try Secret.check(selection)
        if case .name(let name) = selection { return secret(named: name).map { [$0] } ?? [] }
        return secrets.filter { $0.isFound(by: selection) }
    }

    /// Configs by id or name.
    ///
    /// - Throws: ``StoreError/invalidSelection`` for anything else.
    /// - Source: STO-8.
    package func findConfigs(_ selection: Selection) throws(StoreError) -> [Config] {
        try Config.check(selection)
        if case .name(let name) = selection { return config(named: name).map { [$0] } ?? [] }
        return configs.filter { $0.isFound(by: selection) }
    }

    /// Tasks by id, name, runtime, service, node, slot, a state, or what they refer to; each once.
    ///
    /// - Throws: ``StoreError/invalidSelection`` for anything else.
    /// - Source: STO-8.
    package func findTasks(_ selection: Selection) throws(StoreError) -> [SwarmTask] {
        try SwarmTask.check(selection)
        guard let parts = indexedParts(of: selection) else {
            return allTasks.filter { $0.isFound(by: selection) }
        }
        var seen: Set<TaskID> = []
        return parts.flatMap { tasks(indexedBy: $0) }.filter { seen.insert($0.id).inserted }
    }

    /// The selections that have an index; `nil` if one of them has none.
    private func indexedParts(of selection: Selection) -> [Selection]? {
        switch selection {
        case .service, .node, .slot: return [selection]
        case .any(let parts):
            var found: [Selection] = []
            for part in parts {
                guard let inner = indexedParts(of: part) else { return nil }
                found += inner
            }
            return found
        default: return nil
        }
    }

    private func tasks(indexedBy selection: Selection) -> [SwarmTask] {
        switch selection {
        case .service(let service): tasks(of: service)
        case .node(let node): tasks(on: node)
        case .slot(let service, let slot):
            slot == 0
                ? tasks(of: service).filter { $0.slot == 0 }
                : tasks(of: service, in: .slot(slot))
        default: []
        }
    }
}
