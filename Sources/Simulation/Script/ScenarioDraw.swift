import Basics
import SwarmModel

extension Scenario {
    /// The story of a seed.
    ///
    /// - Parameters:
    ///   - seed: decides the whole story.
    ///   - steps: how many things happen; a shorter story is the beginning of a longer one.
    ///   - isStormy: whether every other thing befalls machines and links in any case, and spares
    ///     no manager, with links that are slow; else one story in twelve is nearly so.
    package init(seed: UInt64, steps: Int, isStormy: Bool = false) {
        var writer = ScenarioWriter(seed: seed, isStormy: isStormy)
        self.init(seed: seed, nodes: writer.machines(), steps: [])
        while self.steps.count < steps { self.steps.append(writer.step()) }
    }
}

/// Makes a story up, one step after the other.
private struct ScenarioWriter {
    private var draw: Draw
    private var names = DrawnNames()
    private var counter = 0
    /// Whether this story may take so many managers away that none leads.
    private let isRough: Bool
    /// Whether every other thing in this story befalls machines and links.
    private let isStormy: Bool
    /// Whether it is a storm because one was asked for: links are so slow that elections overlap.
    private let isWild: Bool
    /// What is to happen next in any case, the last one first.
    private var followUps: [Step] = []

    init(seed: UInt64, isStormy: Bool) {
        draw = Draw(seed: seed &* 0x2545_F491_4F6C_DD1D)
        isWild = isStormy
        isRough = draw.oneIn(3) || isStormy
        self.isStormy = draw.oneIn(4) || isStormy
    }

    mutating func machines() -> [MachinePlan] {
        let count = draw.choice([(1, 1), (1, 2), (3, 3), (4, 5), (2, 7), (2, 9)])
        let managers = [7, 5, 3, 2, 1].filter { $0 <= count }
        let managerCount = draw.element(managers) ?? 1
        return (1...count).map { machine(isManager: $0 <= managerCount) }
    }

    private mutating func machine(isManager: Bool) -> MachinePlan {
        let name = "n\(names.nodes.count + 1)"
        names.nodes.append(name)
        let zone = draw.zone()
        var labels = ["zone": zone]
        if draw.oneIn(3) { labels["disk"] = "ssd" }
        return MachinePlan(
            name: name,
            role: isManager ? .manager : .worker,
            cores: draw.number(1...6),
            memoryMegabytes: 512 * draw.number(1...8),
            labels: labels,
            zone: zone,
            generic: draw.oneIn(3) ? draw.generics() : []
        )
    }

    mutating func step() -> Step {
        if let next = followUps.popLast() { return next }
        let wait = draw.choice([
            (3, draw.number(0...200)), (4, draw.number(200...5_000)),
            (3, draw.number(5_000...40_000)),
        ])
        let action = action()
        if isRough, isStormy, draw.oneIn(4) { crashSoon() }
        let via = draw.oneIn(8) ? draw.element(names.nodes) : nil
        return Step(after: wait, action: action, via: via)
    }

    private mutating func action() -> Action {
        if names.services.count < 2 { return createService() }
        if isStormy, draw.oneIn(2) { return storm() }
        switch draw.number(0...99) {
        case 0..<12: return createService()
        case 12..<14: return deploy()
        case 14..<34: return updateService()
        case 34..<42:
            return .scale(service: serviceName(), replicas: draw.replicas())
        case 42..<46: return .force(service: serviceName())
        case 46..<50: return .rollBack(service: serviceName())
        case 50..<55: return removeService()
        case 55..<67: return nodeAction()
        case 67..<75: return objectAction()
        case 75..<82:
            return .killContainer(service: serviceName(), index: draw.number(0...9))
        case 82..<83: return .sendRequests(service: serviceName(), count: draw.number(1...50))
        case 83..<84: return .setHistoryLimit(draw.choice([(1, 1), (1, 2), (1, 5)]))
        case 84..<90: return power()
        case 90..<92: return trouble()
        default: return linkAction()
        }
    }

    /// The power goes while what was just asked for is being written, and comes back.
    private mutating func crashSoon() {
        let zone = draw.zone()
        followUps = [
            Step(after: draw.number(500...30_000), action: .powerBack(zone: zone)),
            Step(after: draw.number(1...300), action: .powerCut(zone: zone)),
        ]
    }

    /// Something that befalls machines or links, one after the other without mercy.
    private mutating func storm() -> Action {
        switch draw.number(0...9) {
        case 0...2: return power()
        case 3 where isRough: return .powerCut(zone: draw.zone())
        case 3...4: return .powerBack(zone: draw.zone())
        case 5...6: return trouble()
        default: return linkAction()
        }
    }

    /// A disk that becomes slow, or a clock that goes wrong.
    private mutating func trouble() -> Action {
        let node = draw.element(names.nodes) ?? "n1"
        if draw.oneIn(2) {
            let delay = draw.choice([(1, 0), (2, draw.number(1...50)), (3, draw.number(50...600))])
            return .slowDisk(node: node, milliseconds: delay)
        }
        return .skewClock(
            node: node,
            permille: draw.choice([(1, 0), (2, draw.number(-500...1_000))]),
            offset: draw.choice([(1, 0), (2, draw.number(-90_000...90_000))])
        )
    }

    private mutating func linkAction() -> Action {
        switch draw.number(0...9) {
        case 0...1:
            return .cut(
                node: draw.element(names.nodes) ?? "n1",
                from: draw.element(names.nodes) ?? "n1"
            )
        case 2...3 where isRough: return .partition(zone: draw.zone(), from: draw.zone())
        case 4...5: return .isolate(node: draw.element(names.nodes) ?? "n1")
        case 6...7:
            return .disturb(
                zone: draw.zone(),
                to: draw.zone(),
                latency: isWild
                    ? draw.number(200...600)
                    : draw.choice([(3, draw.number(1...200)), (1, 2_000)]),
                loss: draw.choice([(2, 0), (2, draw.number(1...30)), (1, 80)]),
                duplication: draw.choice([(2, 0), (1, 20)])
            )
        default: return .mendLinks
        }
    }

    // MARK: - Services

    private mutating func createService() -> Action {
        counter += 1
        let plan = draw.service(named: "s\(counter)", among: names)
        if draw.oneIn(12) { return .createService(draw.invalid(plan)) }
        names.services.append(plan)
        return .createService(plan)
    }

    private mutating func deploy() -> Action {
        let stack = "st\(draw.number(1...2))"
        var plans: [ServicePlan] = []
        for index in 1...draw.number(1...3) {
            var plan = draw.service(named: "web\(index)", among: DrawnNames())
            if draw.oneIn(2) { plan.networks = ["net"] }
            if draw.oneIn(3) { plan.secrets = ["key"] }
            if draw.oneIn(3) { plan.configs = ["settings"] }
            plans.append(plan)
        }
        let text = StackText.text(of: plans)
        for plan in plans {
            var known = plan
            known.spec.name = "\(stack)_\(plan.spec.name)"
            known.networks = []
            known.secrets = []
            known.configs = []
            names.services.removeAll { $0.spec.name == known.spec.name }
            names.services.append(known)
        }
        return .deploy(stack: stack, text: text)
    }

    private mutating func updateService() -> Action {
        let index = draw.number(0...names.services.count - 1)
        let plan = draw.change(names.services[index], among: names)
        switch draw.number(0...9) {
        case 0: return .updateService(draw.invalid(plan))
        case 1: return .updateStale(plan)
        default:
            names.services[index] = plan
            return .updateService(plan)
        }
    }

    private mutating func removeService() -> Action {
        let name = serviceName()
        names.services.removeAll { $0.spec.name == name }
        return .removeService(name)
    }

    private mutating func serviceName() -> String {
        draw.element(names.services)?.spec.name ?? "s1"
    }

    // MARK: - Nodes and other objects

    private mutating func nodeAction() -> Action {
        let node = draw.element(names.nodes) ?? "n1"
        switch draw.number(0...11) {
        case 0...2: return .setAvailability(node: node, .drain)
        case 3: return .setAvailability(node: node, .pause)
        case 4...6: return .setAvailability(node: node, .active)
        case 7: return .setLabel(node: node, key: "zone", value: draw.zone())
        case 8: return .setRole(node: node, draw.oneIn(2) ? .manager : .worker)
        case 9: return .join(machine(isManager: draw.oneIn(4)))
        case 10: return .leave(node: node, force: isRough && draw.oneIn(2))
        default: return .removeNode(node: node, force: draw.oneIn(2))
        }
    }

    private mutating func objectAction() -> Action {
        counter += 1
        switch draw.number(0...9) {
        case 0...2:
            names.networks.append("net\(counter)")
            return .createNetwork("net\(counter)")
        case 3...4:
            names.secrets.append("secret\(counter)")
            return .createSecret("secret\(counter)")
        case 5...6:
            names.configs.append("config\(counter)")
            return .createConfig("config\(counter)")
        case 7: return .removeNetwork(draw.element(names.networks) ?? "ingress")
        case 8: return .removeSecret(draw.element(names.secrets) ?? "none")
        default: return .removeConfig(draw.element(names.configs) ?? "none")
        }
    }

    private mutating func power() -> Action {
        let node = draw.element(isRough ? names.nodes : Array(names.nodes.dropFirst())) ?? "n1"
        return draw.oneIn(2) ? .powerOff(node: node) : .powerOn(node: node)
    }
}
