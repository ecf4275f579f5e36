import Basics
import SwarmModel

/// New tasks that wait for their addresses, by service in order of arrival.
struct TaskQueue: Codable, Sendable {
    struct Line: Codable, Sendable {
        let service: ServiceID
        var fresh: [TaskID] = []
        /// Tried in vain before.
        var failed: [TaskID] = []
    }

    private var lines: [Line] = []
    /// Where a service's line is; made again when it is needed.
    private var positions: [ServiceID: Int] = [:]
    private(set) var hasFresh = false
    /// Whether tasks were tried in vain; may stay true until all are tried again.
    private(set) var hasFailed = false

    private enum CodingKeys: CodingKey {
        case lines, hasFresh, hasFailed
    }

    init() {}

    mutating func add(_ task: SwarmTask) {
        hasFresh = true
        if let last = lines.indices.last, lines[last].service == task.serviceID {
            lines[last].fresh.append(task.id)
        } else {
            lines[position(of: task.serviceID)].fresh.append(task.id)
        }
    }

    /// A service may have got what its tasks wait for.
    mutating func retry(_ service: ServiceID) {
        findPositions()
        guard let position = positions[service], !lines[position].failed.isEmpty else { return }
        lines[position].fresh = lines[position].failed + lines[position].fresh
        lines[position].failed = []
        hasFresh = true
    }

    /// Every task may have got what it waits for.
    mutating func retryAll() {
        for service in lines.map(\.service) { retry(service) }
    }

    /// Takes all lines out; put back what still waits.
    mutating func takeAll() -> [Line] {
        defer {
            lines = []
            positions.removeAll(keepingCapacity: true)
            hasFresh = false
            hasFailed = false
        }
        return lines
    }

    mutating func putBack(_ line: Line) {
        guard !line.fresh.isEmpty || !line.failed.isEmpty else { return }
        if !line.failed.isEmpty { hasFailed = true }
        positions[line.service] = lines.count
        lines.append(line)
    }

    private mutating func position(of service: ServiceID) -> Int {
        findPositions()
        if let position = positions[service] { return position }
        positions[service] = lines.count
        lines.append(Line(service: service))
        return lines.count - 1
    }

    private mutating func findPositions() {
        guard positions.count != lines.count else { return }
        positions = [:]
        for (position, line) in lines.enumerated() { positions[line.service] = position }
    }
}
