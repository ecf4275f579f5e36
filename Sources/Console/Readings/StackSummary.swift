import Basics
import SwarmModel
import SwarmStore

/// Which objects belong to which stack, by the label that `docker stack deploy` sets.
struct StackIndex: Sendable {
    struct Members: Sendable {
        var services: [ServiceID] = []
        var networks: [NetworkID] = []
        var configs: [ConfigID] = []
        var secrets: [SecretID] = []

        /// All of them, one kind after the other.
        var references: [ObjectReference] {
            services.map { .service($0) } + networks.map { .network($0) }
                + configs.map { .config($0) } + secrets.map { .secret($0) }
        }
    }

    private(set) var members: [String: Members] = [:]
    /// As people order names.
    private(set) var names: [String] = []

    init() {}

    init(store: Store) {
        func note(_ stack: String?, _ add: (inout Members) -> Void) {
            guard let stack, !stack.isEmpty else { return }
            add(&members[stack, default: Members()])
        }
        for service in store.services { note(service.stack) { $0.services.append(service.id) } }
        for network in store.networks { note(network.stack) { $0.networks.append(network.id) } }
        for config in store.configs { note(config.stack) { $0.configs.append(config.id) } }
        for secret in store.secrets { note(secret.stack) { $0.secrets.append(secret.id) } }
        names = members.keys.sorted { NaturalOrder.isLess($0, $1) }
    }
}

/// A stack as its parts add up.
struct StackSummary: Sendable {
    let name: String
    let members: StackIndex.Members
    private(set) var running = 0
    private(set) var wanted = 0
    private(set) var isUpdating = false
    private(set) var isPaused = false

    /// O(services of the stack).
    init(name: String, members: StackIndex.Members, in store: Store) {
        self.name = name
        self.members = members
        for service in members.services.compactMap({ store.service($0) }) {
            let reading = ServiceReading(service, in: store)
            running += reading.running
            wanted += reading.wanted
            isUpdating = isUpdating || service.updateStatus?.state.isActive == true
            isPaused = isPaused || service.updateStatus?.state.isPaused == true
        }
    }
}

extension ClusterState {
    func stack(named name: String) -> StackSummary? {
        stacks.members[name].map { StackSummary(name: name, members: $0, in: store) }
    }
}
