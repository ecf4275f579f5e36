import Basics
import SwarmModel
import SwarmStore

extension Allocator {
    private static let message = "pending task scheduling"

    /// Moves new tasks on to pending that have all they need (ALC-1 to ALC-4).
    mutating func allocateTasks(in store: inout Store, now: Moment) {
        for var line in waitingTasks.takeAll() {
            if !line.fresh.isEmpty { advance(&line, in: &store, now: now) }
            waitingTasks.putBack(line)
        }
    }

    private mutating func advance(
        _ line: inout TaskQueue.Line,
        in store: inout Store,
        now: Moment
    ) {
        if line.service == .none { return advanceServiceless(&line, in: &store, now: now) }
        // Tasks of a service that is gone are only to be removed.
        guard let service = store.service(line.service) else {
            line.fresh = []
            line.failed = []
            return
        }
        let isReady = !needsAllocation(service)
        for id in line.fresh {
            guard let task = store.task(id), task.state == .new else { continue }
            if isReady, allocate(task, of: service, in: &store, now: now) { continue }
            line.failed.append(id)
        }
        line.fresh = []
    }

    /// Tasks of no service need addresses and nothing else (ALC-26).
    private mutating func advanceServiceless(
        _ line: inout TaskQueue.Line,
        in store: inout Store,
        now: Moment
    ) {
        for id in line.fresh {
            guard let task = store.task(id), task.state == .new else { continue }
            if allocate(task, of: nil, in: &store, now: now) { continue }
            line.failed.append(id)
        }
        line.fresh = []
    }

    private mutating func allocate(
        _ task: SwarmTask,
        of service: Service?,
        in store: inout Store,
        now: Moment
    ) -> Bool {
        guard let attachments = attach(task, of: service, in: store) else { return false }
        var allocated = task
        if !attachments.isEmpty { allocated.networks = attachments }
        if let endpoint = service?.endpoint { allocated.endpoint = endpoint }
        _ = allocated.observe(
            TaskStatus(state: .pending, timestamp: now, message: Self.message)
        )
        store.update(allocated)
        return true
    }

    /// One address on each of the task's networks; `nil` if there is one without (ALC-27).
    private mutating func attach(
        _ task: SwarmTask,
        of service: Service?,
        in store: Store
    ) -> [NetworkAttachment]? {
        let wanted = task.spec.value.networks
        let isIngress = service?.spec.endpoint?.usesIngress ?? false
        if wanted.isEmpty, !isIngress { return [] }
        var targets = isIngress ? [ingress].compactMap(\.self) : []
        targets += wanted.map(\.target).filter { store.network($0) != nil }
        var taken: [NetworkAttachment] = []
        for network in targets {
            guard let addresses = takeAddresses(on: network) else {
                release(taken)
                return nil
            }
            taken.append(NetworkAttachment(network: network, addresses: addresses))
        }
        return taken
    }

    private mutating func takeAddresses(on network: NetworkID) -> [String]? {
        guard let addresses = networks[network] else { return nil }
        if addresses.isNodeLocal { return [] }
        if flaw == .givesAddressTwice {
            var other = addresses
            return other.takeNext().map { [$0] }
        }
        return networks[network]?.takeNext().map { [$0] }
    }
}
