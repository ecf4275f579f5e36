import Basics
import SwarmModel
package import SwarmStore
package import SwarmWorld

/// Tells a story to a World and watches every instant of it.
package struct Simulator {
    /// How much of the cluster's time passes after the story before it must be at rest.
    private static let healingMaximum = Duration.seconds(2_400)
    private static let healingStep = Duration.seconds(20)
    /// Instants between two comparisons of indexes and mirrors with what they are made of.
    private static let auditInterval = 40

    package let scenario: Scenario
    package private(set) var world: World
    /// What happened, for a reader; empty unless asked for.
    package private(set) var trace: [String] = []
    /// How many instants there were.
    package private(set) var instants = 0
    private let isTracing: Bool
    private var cast = Cast()
    private var watches: Watches
    private var outstanding: [RequestNumber: SentRequest] = [:]
    private var uncertain: [SentRequest] = []
    private var requestCount: RequestNumber = 0
    private var stepCount = 0
    private var readCount = 0
    private var violation: Violation?

    package init(_ scenario: Scenario, flaw: Flaw? = nil, isTracing: Bool = false) {
        self.scenario = scenario
        self.isTracing = isTracing
        world = World(
            seed: scenario.seed,
            catalog: SimulatedImages.catalog,
            name: "simulated",
            links: .ordinary
        )
        if let flaw { world.plant(flaw) }
        watches = Watches()
    }

    /// Tells the whole story, heals the cluster, and waits for rest.
    ///
    /// - Parameter restoredAfter: the number of steps after which the World is saved and the saved
    ///   one goes on; `nil` = never.
    /// - Returns: the first rule that was broken; `nil` if none was.
    package mutating func run(restoredAfter: Int? = nil) -> Violation? {
        for machine in scenario.nodes { take(.addNode(machine.newNode)) }
        pass(.seconds(5))
        for step in scenario.steps {
            if violation != nil { return violation }
            pass(.milliseconds(step.after))
            stepCount += 1
            if case .deploy(let stack, let text) = step.action {
                deploy(text, as: stack)
            } else if let zone = step.action.powerCutZone {
                cutPower(of: zone, isBack: step.action.isPowerBack)
            } else if let command = cast.request(for: step.action, in: world.store) {
                if isTracing { note("step \(stepCount): \(step.action)") }
                take(command, via: step.via.flatMap { Cast.node($0, in: world.store)?.id })
            } else if isTracing {
                note("step \(stepCount) names what is not there: \(step.action)")
            }
            if stepCount == restoredAfter { saveAndRestore() }
        }
        heal()
        return violation
    }

    // MARK: - Steps

    private mutating func take(_ command: ClusterCommand, via node: NodeID? = nil) {
        guard violation == nil else { return }
        requestCount += 1
        let request = SentRequest(id: requestCount, command: command)
        outstanding[request.id] = request
        instant(.request(request.id, command, via: node), at: world.now, request: request)
    }

    /// Takes the power from all machines of a zone at one instant, or gives it back.
    private mutating func cutPower(of zone: String, isBack: Bool) {
        if isTracing { note("step \(stepCount): power of zone \(zone) \(isBack ? "on" : "off")") }
        for node in world.store.nodes where world.topology.zone(of: node.id) == zone {
            take(.fault(isBack ? .powerOn(node.id) : .powerOff(node.id)))
        }
    }

    /// Sends what makes the stack's objects, and then, when they are there, its services.
    private mutating func deploy(_ text: String, as stack: String) {
        if isTracing { note("step \(stepCount): stack \(stack)\n\(text)") }
        for _ in 0..<2 {
            for command in StackPart.requests(for: text, as: stack, in: world.store) {
                take(command)
            }
            pass(.milliseconds(300))
        }
    }

    /// Lets time pass, one instant after the other.
    private mutating func pass(_ time: Duration) {
        let end = world.now + time
        while violation == nil, let next = world.nextDeadline, next <= end {
            instant(.timePassed, at: max(next, world.now), request: nil)
        }
        if violation == nil { _ = world.apply(.timePassed, at: end) }
    }

    private mutating func instant(_ input: Input, at moment: Moment, request: SentRequest?) {
        let before = world.store
        let reign = world.reign
        let couldCommit = world.canCommitByCount
        let effects = world.apply(input, at: moment)
        instants += 1
        let sight = Sight(
            before: before,
            after: world.store,
            differences: world.store.differences(from: before),
            now: world.now,
            request: request,
            answers: effects.compactMap { take($0, since: request) },
            leadership: Leadership(
                before: reign,
                after: world.reign,
                canCommit: couldCommit && world.canCommitByCount,
                mayHaveCommitted: couldCommit || world.canCommitByCount
            ),
            carriedOut: world.carriedOut
        )
        describe(sight)
        var findings = Findings()
        let read = request == nil && sight.answers.isEmpty ? nil : readFromSomeManager()
        let unanswered = Array(outstanding.values) + uncertain
        watches.see(sight, outstanding: unanswered, read: read, &findings)
        if request == nil, let next = world.nextDeadline {
            findings.expect(next > world.now, .timeGoesOn, "woken again at the same moment")
        }
        if instants.isMultiple(of: Self.auditInterval) { audit(&findings) }
        keep(findings)
    }

    /// What one manager says after the other, if it answers.
    private mutating func readFromSomeManager() -> Store? {
        let voters = world.managers.voters
        guard !voters.isEmpty else { return nil }
        readCount += 1
        let node = voters[readCount % voters.count]
        guard case .success(let store) = world.answeredStore(by: node) else { return nil }
        return store
    }

    private mutating func take(_ effect: Effect, since sent: SentRequest?) -> Answered? {
        guard case .answer(let id, let result) = effect,
            let request = outstanding.removeValue(forKey: id)
        else { return nil }
        // One that failed later than it was sent may have been written all the same.
        if case .failure = result, request.id != sent?.id { uncertain.append(request) }
        return Answered(request: request, result: result)
    }

    private mutating func keep(_ findings: Findings) {
        guard violation == nil, let first = findings.list.first else { return }
        violation = Violation(
            rule: first.rule,
            moment: world.now,
            step: stepCount,
            text: first.text
        )
        if isTracing { note("BROKEN \(first.rule.rawValue): \(first.text)") }
    }

    // MARK: - The end

    /// Mends everything that can be mended and waits until nothing is left to be done.
    private mutating func heal() {
        if isTracing { note("healing") }
        take(.fault(.heal))
        for node in world.store.nodes where violation == nil {
            take(.fault(.slowDisk(node.id, .zero)))
            take(.fault(.skewClock(node.id, permille: 0, offset: .zero)))
        }
        for node in world.store.nodes where violation == nil { take(.fault(.powerOn(node.id))) }
        var waited = Duration.zero
        while violation == nil {
            pass(Self.healingStep)
            waited += Self.healingStep
            var findings = Findings()
            RestCheck().look(at: world, watches, &findings)
            FileCheck.look(at: world, isAtRest: true, &findings)
            if findings.list.isEmpty { break }
            if waited >= Self.healingMaximum { keep(findings) }
        }
        var findings = Findings()
        findings.expect(
            outstanding.isEmpty,
            .everyRequestIsAnswered,
            "\(outstanding.count) requests were never answered"
        )
        audit(&findings)
        compareSaved(&findings)
        keep(findings)
    }

    private func audit(_ findings: inout Findings) {
        FileCheck.look(at: world, isAtRest: false, &findings)
        for text in world.store.audit() { findings.note(.indexesAgree, text) }
        // The machines are ahead of the store while the managers agree.
        guard world.canWrite else { return }
        for text in world.auditMirrors() { findings.note(.mirrorsAgree, text) }
    }

    private func compareSaved(_ findings: inout Findings) {
        guard let bytes = bytes, let restored = try? Packed.decode(World.self, from: bytes),
            let again = try? Packed.encode(restored)
        else { return findings.note(.savedIsSame, "the World cannot be saved") }
        findings.expect(bytes == again, .savedIsSame, "saving twice gives other bytes")
    }

    private mutating func saveAndRestore() {
        let flaw = world.store.flaw
        guard let bytes, let restored = try? Packed.decode(World.self, from: bytes) else { return }
        world = restored
        if let flaw { world.plant(flaw) }
    }

    /// The whole World as bytes; `nil` if it cannot be saved.
    package var bytes: [UInt8]? { try? Packed.encode(world) }
}

// MARK: - Trace

extension Simulator {
    private mutating func note(_ text: String) {
        trace.append("\(world.now.nanoseconds / 1_000_000) ms  \(text)")
    }

    private mutating func describe(_ sight: Sight) {
        guard isTracing else { return }
        for answer in sight.answers {
            switch answer.result {
            case .success: break
            case .failure(let error): note("refused: \(error.message)")
            }
        }
        for change in sight.differences.tasks { note(Self.text(change)) }
        for change in sight.differences.nodes { note(Self.text(change)) }
        for change in sight.differences.services { note(Self.text(change)) }
    }

    private static func text(_ change: Difference<SwarmTask>) -> String {
        guard let task = change.after ?? change.before else { return "" }
        let state = change.after.map { "\($0.state) wanted \($0.desiredState)" } ?? "deleted"
        let error = change.after?.status.error ?? ""
        let version = task.specVersion.map { "\($0)" } ?? "-"
        let node = task.nodeID.map(\.short) ?? "-"
        return "task \(task.rowName) \(task.id.short) v\(version) on \(node): \(state) \(error)"
    }

    private static func text(_ change: Difference<Node>) -> String {
        guard let node = change.after ?? change.before else { return "" }
        let state = change.after.map { "\($0.status.state) \($0.spec.availability) \($0.role)" }
        return "node \(node.displayName) \(node.id.short): \(state ?? "gone")"
    }

    private static func text(_ change: Difference<Service>) -> String {
        guard let service = change.after ?? change.before else { return "" }
        let update = service.updateStatus.map { "\($0.state) (\($0.message))" } ?? "-"
        return "service \(service.name) v\(service.meta.version): "
            + (change.after == nil ? "removed" : "update \(update)")
    }
}
