import Basics
import SwarmModel

/// Draws services: every field that the machines look at, in the sizes of a small cluster.
extension Draw {
    mutating func service(named name: String, among names: DrawnNames) -> ServicePlan {
        var spec = ServiceSpec(name: name)
        spec.mode = mode()
        spec.task.container.image = image(isJob: spec.mode.isJob)
        fill(&spec, isJob: spec.mode.isJob)
        var plan = ServicePlan(spec: spec)
        attach(&plan, among: names)
        return plan
    }

    /// The same service with one or two things different.
    mutating func change(_ plan: ServicePlan, among names: DrawnNames) -> ServicePlan {
        var plan = plan
        for _ in 0..<number(1...2) {
            switch number(0...8) {
            case 0...2: plan.spec.task.container.image = image(isJob: plan.spec.mode.isJob)
            case 3: plan.spec.task.container.environment = ["ROUND=\(number(0...999))"]
            case 4: plan.spec.task.placement = placement()
            case 5: plan.spec.task.resources = resources()
            case 6: plan.spec.task.restart = restart()
            case 7: attach(&plan, among: names)
            default: fill(&plan.spec, isJob: plan.spec.mode.isJob)
            }
        }
        switch plan.spec.mode {
        case .replicated where oneIn(3): plan.spec.mode = .replicated(replicas: replicas())
        default: break
        }
        return plan
    }

    /// A spec that the control API refuses.
    mutating func invalid(_ plan: ServicePlan) -> ServicePlan {
        var plan = plan
        switch number(0...5) {
        case 0: plan.spec.task.container.image = ""
        case 1: plan.spec.task.placement.constraints = ["node.role = manager"]
        case 2: plan.spec.name = "-" + plan.spec.name
        case 3: plan.spec.task.resources.reservations.memoryBytes = 1
        case 4: plan.spec.task.restart = RestartPolicy(delay: .seconds(-1))
        default:
            plan.spec.mode = .replicated(replicas: 1)
            plan.spec.update = UpdateConfig(maxFailureRatio: 2)
        }
        return plan
    }

    mutating func replicas() -> UInt64 { UInt64(choice([(1, 0), (8, number(1...6)), (2, 12)])) }

    private mutating func mode() -> ServiceMode {
        switch number(0...9) {
        case 0...6: .replicated(replicas: replicas())
        case 7: .global
        case 8:
            .replicatedJob(
                maxConcurrent: UInt64(number(1...4)),
                totalCompletions: UInt64(number(1...8))
            )
        default: .globalJob
        }
    }

    private mutating func image(isJob: Bool) -> String {
        let version = ":v\(number(1...9))"
        if isJob {
            return choice([(6, SimulatedImages.brief), (1, SimulatedImages.crash)]) + version
        }
        let kind = choice([
            (12, SimulatedImages.steady), (3, SimulatedImages.slow),
            (1, SimulatedImages.stubborn), (1, SimulatedImages.brief),
            (2, SimulatedImages.crash), (1, SimulatedImages.broken),
            (1, SimulatedImages.sick), (1, SimulatedImages.hopeless),
            (1, SimulatedImages.missing),
        ])
        return kind == SimulatedImages.missing ? kind : kind + version
    }

    private mutating func fill(_ spec: inout ServiceSpec, isJob: Bool) {
        spec.task.restart = oneIn(3) ? nil : restart()
        spec.task.placement = placement()
        spec.task.resources = resources()
        if oneIn(4) { spec.task.container.stopGracePeriod = .seconds(number(1...8)) }
        spec.endpoint = isJob ? nil : endpoint()
        spec.update = isJob || oneIn(4) ? nil : updateConfig()
        spec.rollback = isJob || oneIn(3) ? nil : updateConfig()
    }

    private mutating func restart() -> RestartPolicy {
        RestartPolicy(
            condition: choice([(6, .any), (2, .onFailure), (1, .none)]),
            delay: choice([
                (2, nil), (1, .zero), (3, .seconds(number(1...6))), (1, .milliseconds(500)),
            ]),
            maxAttempts: oneIn(3) ? UInt64(number(1...4)) : 0,
            window: oneIn(4) ? .seconds(number(5...60)) : nil
        )
    }

    private mutating func updateConfig() -> UpdateConfig {
        UpdateConfig(
            parallelism: UInt64(choice([(1, 0), (4, 1), (3, 2), (1, 4)])),
            delay: choice([(3, .zero), (2, .seconds(number(1...10)))]),
            failureAction: choice([(2, .pause), (1, .continue), (2, .rollback)]),
            monitor: choice([(2, nil), (3, .seconds(number(1...15)))]),
            maxFailureRatio: choice([(4, 0), (1, 0.2), (1, 0.34), (1, 0.5)]),
            order: choice([(3, .stopFirst), (2, .startFirst)])
        )
    }

    private mutating func placement() -> Placement {
        var placement = Placement()
        if oneIn(3) {
            placement.constraints = [
                choice([
                    (2, "node.labels.zone == \(zone())"), (2, "node.labels.zone != \(zone())"),
                    (1, "node.role == worker"), (1, "node.role == manager"),
                    (1, "node.labels.disk == ssd"), (1, "node.hostname != n1"),
                ])
            ]
        }
        if oneIn(3) { placement.preferences = ["node.labels.zone"] }
        if oneIn(4) { placement.maxReplicas = UInt64(number(1...3)) }
        if oneIn(12) { placement.platforms = [Platform(architecture: "arm64", os: "linux")] }
        return placement
    }

    mutating func zone() -> String { ["a", "b", "c"][number(0...2)] }

    private mutating func resources() -> ResourceRequirements {
        var needs = ResourceRequirements()
        if oneIn(2) { return needs }
        needs.reservations.nanoCPUs = Int64(number(1...6)) * 250_000_000
        if oneIn(2) { needs.reservations.memoryBytes = Int64(number(1...8)) * 134_217_728 }
        if oneIn(4) {
            let kind = oneIn(2) ? "gpu" : "disk"
            needs.reservations.generic = [.discrete(kind: kind, value: Int64(number(1...2)))]
        }
        return needs
    }

    /// What a machine has beyond CPU and memory: some things are counted, others have names.
    mutating func generics() -> [GenericResource] {
        var offers: [GenericResource] = [.discrete(kind: "gpu", value: Int64(number(1...4)))]
        if oneIn(2) {
            offers += (1...number(1...3)).map { .named(kind: "disk", value: "nvme\($0)") }
        }
        return offers
    }

    private mutating func endpoint() -> EndpointSpec? {
        if oneIn(2) { return nil }
        var endpoint = EndpointSpec()
        for _ in 0..<number(1...2) {
            let isHost = oneIn(3)
            endpoint.ports.append(
                PortConfig(
                    transport: oneIn(4) ? .udp : .tcp,
                    targetPort: UInt32(number(1...3)) * 80,
                    publishedPort: oneIn(2) ? 0 : UInt32(8_000 + number(0...5)),
                    publishMode: isHost ? .host : .ingress
                )
            )
        }
        if oneIn(6), !endpoint.usesIngress { endpoint.mode = .dnsrr }
        return endpoint
    }

    private mutating func attach(_ plan: inout ServicePlan, among names: DrawnNames) {
        plan.networks = oneIn(2) ? [] : [element(names.networks)].compactMap(\.self)
        plan.secrets = oneIn(3) ? [element(names.secrets)].compactMap(\.self) : []
        plan.configs = oneIn(3) ? [element(names.configs)].compactMap(\.self) : []
    }
}

/// The names that a story has used so far.
struct DrawnNames {
    var nodes: [String] = []
    var networks: [String] = []
    var secrets: [String] = []
    var configs: [String] = []
    /// The services with their newest plans, in the order of their creation.
    var services: [ServicePlan] = []
}
