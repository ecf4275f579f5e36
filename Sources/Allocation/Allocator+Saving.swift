import SwarmModel
package import SwarmStore
import Basics

extension Allocator {
    /// Where every count goes on, and the addresses that no object of the store has.
    struct Positions: Codable, Sendable {
        struct Addresses: Codable, Sendable {
            let network: NetworkID
            let nexts: [Int]
        }
        struct Attachment: Codable, Sendable {
            let key: NodeAttachments.Key
            let address: String
        }

        var networks: [Addresses] = []
        var ports: [Int] = []
        var vxlanID = 0
        var subnet = 0
        var ingress: NetworkID?
        var attachments: [Attachment] = []
    }

    var positions: Positions {
        var positions = Positions()
        positions.networks = networks.keys.sorted().compactMap { id in
            networks[id].map { Positions.Addresses(network: id, nexts: $0.nexts) }
        }
        positions.ports = ports.nexts
        positions.vxlanID = vxlanIDs.next
        positions.subnet = subnets.next
        positions.ingress = ingress
        positions.attachments = attachments.addresses.all.map {
            Positions.Attachment(key: $0.key, address: $0.address)
        }
        return positions
    }

    /// Builds the mirrors again from the store as it was when the allocator was encoded.
    ///
    /// What it had written when it was encoded, and the managers had not agreed on, it knows already:
    /// that is in `ahead`, the store as they will have it.
    ///
    /// On an allocator that was never encoded it takes over what the store has allocated and queues
    /// the rest, as after a change of leaders (ALC-6, ALC-47).
    package mutating func restore(from store: Store, ahead: Store? = nil) {
        let saved = self.saved
        self.saved = nil
        if saved == nil { self = Allocator() }
        ingress = saved?.ingress
        readObjects(of: store, ahead, queueing: saved == nil)
        if let saved { resume(at: saved) }
    }

    private mutating func readAddresses(of ahead: Store) {
        for network in ahead.networks { _ = adopt(network) }
        for service in ahead.services {
            if let endpoint = service.endpoint { adopt(endpoint) }
        }
        for task in ahead.allTasks { adopt(task) }
    }

    private mutating func readObjects(of store: Store, _ ahead: Store?, queueing: Bool) {
        for network in store.networks {
            if !adopt(network), queueing { waitingNetworks.add(network.id) }
        }
        // What a service had before it was given another is free already.
        for service in store.services where ahead?.service(service.id) == nil {
            if let endpoint = service.endpoint { adopt(endpoint) }
        }
        let tasks = store.allTasks
        for task in tasks { adopt(task) }
        if let ahead { readAddresses(of: ahead) }
        if queueing {
            for service in store.services where needsAllocation(service) {
                waitingServices.add(service.id)
            }
            for task in tasks where task.state == .new { waitingTasks.add(task) }
        }
        for node in store.nodes { join(node.id) }
        for task in tasks { follow(nil, task) }
    }

    private mutating func resume(at saved: Positions) {
        for (key, address) in attachments.addresses.all { networks[key.network]?.release(address) }
        for (key, _) in attachments.addresses.all { attachments.set(nil, for: key) }
        for entry in saved.attachments {
            networks[entry.key.network]?.take(entry.address)
            attachments.set(entry.address, for: entry.key)
        }
        for entry in saved.networks { networks[entry.network]?.resume(at: entry.nexts) }
        ports.resume(at: saved.ports)
        vxlanIDs.resume(at: saved.vxlanID)
        subnets.resume(at: saved.subnet)
    }
}

extension Allocator: Codable {
    private enum CodingKeys: CodingKey {
        case positions, waitingNetworks, waitingServices, waitingTasks, wasFreed, lastRetry
        case retryIsDue
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        saved = try container.decode(Positions.self, forKey: .positions)
        waitingNetworks = try container.decode(RetryQueue.self, forKey: .waitingNetworks)
        waitingServices = try container.decode(RetryQueue.self, forKey: .waitingServices)
        waitingTasks = try container.decode(TaskQueue.self, forKey: .waitingTasks)
        wasFreed = try container.decode(Bool.self, forKey: .wasFreed)
        lastRetry = try container.decode(Moment.self, forKey: .lastRetry)
        retryIsDue = try container.decode(Bool.self, forKey: .retryIsDue)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(saved ?? positions, forKey: .positions)
        try container.encode(waitingNetworks, forKey: .waitingNetworks)
        try container.encode(waitingServices, forKey: .waitingServices)
        try container.encode(waitingTasks, forKey: .waitingTasks)
        try container.encode(wasFreed, forKey: .wasFreed)
        try container.encode(lastRetry, forKey: .lastRetry)
        try container.encode(retryIsDue, forKey: .retryIsDue)
    }
}
