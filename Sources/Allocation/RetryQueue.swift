/// What is to be tried, each once: what is new now, what failed when there is hope again.
///
/// - Source: ALC-7.
struct RetryQueue<Element: Hashable & Codable & Sendable>: Sendable {
    private var fresh: [Element] = []
    private var failed: [Element] = []
    private var members: Set<Element> = []

    init() {}

    var hasFresh: Bool { !fresh.isEmpty }
    var hasFailed: Bool { !failed.isEmpty }

    /// Queues something new; what failed before is tried now, too.
    mutating func add(_ element: Element) {
        if !members.insert(element).inserted {
            guard let index = failed.firstIndex(of: element) else { return }
            failed.remove(at: index)
        }
        fresh.append(element)
    }

    /// Keeps what was taken and failed.
    mutating func fail(_ element: Element) {
        if members.insert(element).inserted { failed.append(element) }
    }

    mutating func remove(_ element: Element) {
        guard members.remove(element) != nil else { return }
        fresh.removeAll { $0 == element }
        failed.removeAll { $0 == element }
    }

    /// Takes out what is to be tried now, what failed first.
    mutating func take(withFailed: Bool) -> [Element] {
        let taken = withFailed ? failed + fresh : fresh
        fresh = []
        if withFailed { failed = [] }
        for element in taken { members.remove(element) }
        return taken
    }
}

extension RetryQueue: Codable {
    private enum CodingKeys: CodingKey {
        case fresh, failed
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        fresh = try container.decode([Element].self, forKey: .fresh)
        failed = try container.decode([Element].self, forKey: .failed)
        members = Set(fresh + failed)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(fresh, forKey: .fresh)
        try container.encode(failed, forKey: .failed)
    }
}
