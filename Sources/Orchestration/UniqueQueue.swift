/// What is to be looked at, each once, in the order in which it was first asked for.
struct UniqueQueue<Element: Hashable & Sendable>: Sendable {
    private(set) var elements: [Element] = []
    private var members: Set<Element> = []

    var isEmpty: Bool { elements.isEmpty }
    var count: Int { elements.count }

    mutating func add(_ element: Element) {
        if members.insert(element).inserted { elements.append(element) }
    }

    /// Takes everything out, in order.
    mutating func takeAll() -> [Element] {
        guard !elements.isEmpty else { return [] }
        let taken = elements
        elements = []
        members = []
        return taken
    }
}

extension UniqueQueue: Codable where Element: Codable {
    init(from decoder: any Decoder) throws {
        for element in try [Element](from: decoder) { add(element) }
    }

    func encode(to encoder: any Encoder) throws { try elements.encode(to: encoder) }
}
