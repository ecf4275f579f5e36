package import Basics
import SwarmModel

// What containers answer to connections. No store: load balancers follow the machines.
extension Agents {
    /// Whether a task's container takes connections: its process runs, is healthy if anybody asks,
    /// and is not about to stop (AGT-26, AGT-29).
    package func serves(_ task: TaskID, now: Moment) -> Bool {
        guard let slot = containerSlot(of: task), let container = containers[slot],
            container.phase == .started, let runningAt = container.runningAt, runningAt <= now
        else { return false }
        return container.ending.map { $0.moment > now } ?? true
    }

    /// The path that people ask a task's application for, and the ports that its image exposes.
    ///
    /// - Returns: `nil` if there is no container; no ports when nobody knows them.
    package func front(of task: TaskID) -> (path: String, ports: [UInt32])? {
        guard let profile = profile(of: task) else { return nil }
        let ports = profile.exposedPorts.filter { $0.hasSuffix("/tcp") || !$0.contains("/") }
            .compactMap { UInt32($0.prefix { $0 != "/" }) }
        return (Self.mainAnswer(of: profile)?.path ?? "/", ports)
    }

    /// The HTTP status of the request that comes after `others` more have been sent now.
    ///
    /// - Returns: `nil` if there is nobody to answer.
    package func status(of task: TaskID, after others: Int, now: Moment) -> Int? {
        guard let slot = containerSlot(of: task), let container = containers[slot],
            let age = container.age(at: now), let profile = profile(of: task)
        else { return nil }
        let answer = Self.mainAnswer(of: profile)
        let extra = container.extraRequests + Int64(others) + 1
        let isWell = container.health?.isWell(at: age, extra: extra) ?? true
        return isWell ? answer?.status ?? 200 : answer?.failingStatus ?? 500
    }

    private func profile(of task: TaskID) -> ImageProfile? {
        guard let slot = containerSlot(of: task), let container = containers[slot],
            container.image >= 0
        else { return nil }
        return images.profiles[Int(container.image)]
    }

    /// What it is there for, rather than what health probes ask.
    private static func mainAnswer(of profile: ImageProfile) -> HTTPAnswer? {
        let test = profile.healthCheck?.test.joined(separator: " ") ?? ""
        return profile.answers.first { $0.path == "/" || !test.contains($0.path) }
            ?? profile.answers.first
    }
}
