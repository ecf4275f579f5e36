import SwarmModel

/// Which nodes meet the fixed needs of a group, found once and kept until a node changes.
struct FixedFit: Sendable {
    private static let met: UInt8 = .max - 1
    private static let unknown: UInt8 = .max

    private let needs: FixedNeeds
    /// Per node position: a refusal's raw value or one of the two above; empty = all nodes meet.
    private var answers: [UInt8]

    init(_ needs: FixedNeeds, nodes: NodeSet) {
        self.needs = needs
        answers = needs.isEmpty ? [] : Array(repeating: Self.unknown, count: nodes.infos.count)
    }

    mutating func refusal(by position: Int32, in nodes: NodeSet) -> Refusal? {
        if answers.isEmpty { return nil }
        let answer = answers[Int(position)]
        guard answer == Self.unknown else { return Refusal(rawValue: answer) }
        let found = nodes.node(at: position).flatMap { needs.refusal(by: $0) }
        answers[Int(position)] = found?.rawValue ?? Self.met
        return found
    }
}

/// The answers of ``FixedFit`` for the latest groups; thrown away whenever a node changes.
struct FixedFits: Sendable {
    private static let countMaximum = 64

    private var fits: [FixedNeeds: FixedFit] = [:]
    private var edition = 0

    /// Takes the fit out, to be worked on and given back with ``keep(_:for:)``.
    mutating func take(_ needs: FixedNeeds, nodes: NodeSet) -> FixedFit {
        if edition != nodes.edition {
            fits.removeAll()
            edition = nodes.edition
        }
        if needs.isEmpty { return FixedFit(needs, nodes: nodes) }
        return fits.removeValue(forKey: needs) ?? FixedFit(needs, nodes: nodes)
    }

    mutating func keep(_ fit: FixedFit, for needs: FixedNeeds) {
        if needs.isEmpty { return }
        if fits.count >= Self.countMaximum { fits.removeAll() }
        fits[needs] = fit
    }
}

extension NodeSet {
    /// Whether the node has what the task reserves (filter 2).
    func hasResources(_ needs: TaskNeeds, on position: Int32) -> Bool {
        guard needs.reservesResources else { return true }
        let info = self[position]
        return needs.nanoCPUs <= info.availableCPU && needs.memoryBytes <= info.availableMemory
            && needs.generic.allSatisfy {
                GenericStock.amount(of: $0) <= availableGeneric($0.kind, on: position)
            }
    }

    /// The first of the filters HostPort and MaxReplicas that refuses (filters 6 and 7).
    func crowdRefusal(_ needs: TaskNeeds, on position: Int32, service: Int32) -> Refusal? {
        if needs.hostPorts.contains(where: { isInUse($0, on: position) }) { return .hostPortInUse }
        if needs.maxReplicas > 0, services.count(service, on: position) >= needs.maxReplicas {
            return .replicaLimit
        }
        return nil
    }
}
