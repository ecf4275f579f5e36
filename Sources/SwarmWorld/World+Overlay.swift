import Agents
import Allocation
import Basics
import Overlay
package import SwarmModel
package import SwarmStore

/// The World as its overlay networks see it: what is true on the machines.
private struct Ground: NetworkGround {
    let world: World
    var store: Store { world.store }

    func isUp(_ node: NodeID) -> Bool { world.agents.isPoweredOn(node) }

    func reaches(_ node: NodeID, from other: NodeID) -> Bool {
        isUp(node) && !world.topology.quality(between: node, and: other).isCut
    }

    func serves(_ task: TaskID) -> Bool { world.agents.serves(task, now: world.now) }

    func loadBalancer(of node: NodeID, on network: NetworkID) -> String? {
        world.loadBalancers[node, network]
    }
}

extension World {
    /// The most requests that one command sends.
    private static let requestsMaximum = 100_000

    /// The addresses of the nodes' load balancers (ALC-24).
    package var loadBalancers: LoadBalancers { allocator.loadBalancers }

    /// What the embedded DNS answers a task's container; changes nothing.
    ///
    /// - Throws: that there is no such container to ask from.
    package func answer(to query: NameQuery) throws(EngineError) -> NameAnswer {
        try EmbeddedDNS(Ground(world: self)).answer(query)
    }

    /// Sends requests over the networks; each goes to the task whose turn it is.
    mutating func request(
        _ target: RequestTarget,
        count: Int
    ) throws(EngineError) -> CommandOutcome {
        guard (1...Self.requestsMaximum).contains(count) else {
            throw EngineError(
                status: 400,
                message: "the number of requests must be from 1 to \(Self.requestsMaximum)"
            )
        }
        let entry = try Connections(Ground(world: self)).entry(to: target)
        var report = RequestReport(target, count: count, entry: entry.node)
        switch entry.route {
        case .failure(let failure): report.failure = failure
        case .success(let route): send(count, over: route, &report)
        }
        return CommandOutcome(requests: report)
    }

    /// Finds out what a task's application listens on, and what it is asked for.
    ///
    /// - Returns: that it does not listen there; `nil` if it does.
    private func open(
        _ task: SwarmTask,
        port: UInt32?,
        _ report: inout RequestReport
    ) -> RequestFailure? {
        let front = agents.front(of: task.id) ?? ("/", [])
        report.path = front.path
        report.port = port ?? front.ports.first ?? 80
        guard !front.ports.isEmpty, !front.ports.contains(report.port) else { return nil }
        let known = front.ports.map { "\($0)" }.joined(separator: ", ")
        return .refused(
            "\(task.rowName) does not listen on \(report.port); its image exposes \(known)"
        )
    }

    /// There and back over the link between two machines, without what the application needs.
    private func roundTrip(_ one: NodeID, _ other: NodeID) -> Duration {
        topology.quality(between: one, and: other).latency * 2
    }

    private mutating func send(
        _ count: Int,
        over route: Connections<Ground>.Route,
        _ report: inout RequestReport
    ) {
        report.way = route.way
        report.service = route.service
        report.network = route.network
        report.entryAddress = route.entryAddress
        var places: [TaskID: Int] = [:]
        for _ in 0..<count {
            guard let backend = route.next(&turns) else { break }
            let id = backend.task.id
            if places[id] == nil {
                if let refusal = open(backend.task, port: route.port, &report) {
                    report.failure = refusal
                    break
                }
                places[id] = report.shares.count
                report.shares.append(.init(task: id))
            }
            let place = places[id] ?? 0
            let others = report.shares[place].count
            let status = agents.status(of: id, after: others, now: now) ?? 200
            report.shares[place].count += 1
            if status >= 500 { report.shares[place].failed += 1 }
            guard report.traces.count < RequestReport.tracesMaximum else { continue }
            report.traces.append(
                .init(
                    task: id,
                    node: backend.node,
                    address: backend.address,
                    status: status,
                    roundTrip: roundTrip(report.entry, backend.node)
                )
            )
        }
        for share in report.shares {
            _ = agents.sendRequests(share.count, to: share.task, now: now)
        }
    }
}
