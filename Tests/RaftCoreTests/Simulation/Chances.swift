import Basics

/// What happens in one run and how often, drawn from the seed: each run is harsh in its own way.
struct Chances {
    enum Event: Int, CaseIterable {
        case tickAll, tickOne, deliver, write, propose, crash, restart, reboot, quarrel, split, heal
        case changeMembers, transfer, compact, campaign, read, reportUnreachable
    }

    private let weights: [Int]
    private let total: Int
    /// Messages in a thousand.
    let lost: Int
    let repeated: Int
    let isReordering: Bool
    /// The most messages that arrive between two other events.
    let burst: Int
    /// Whether Readies wait in a queue before they are written.
    let hasSlowDisks: Bool

    init(_ random: inout SeededGenerator) {
        func draw(_ choices: [Int]) -> Int { random.pick(choices) }
        weights = Event.allCases.map { event in
            switch event {
            case .tickAll: draw([2, 6, 12])
            case .tickOne: draw([0, 4, 12])
            case .deliver: draw([6, 20, 40])
            case .write: draw([10, 30])
            case .propose: draw([2, 8, 20])
            case .crash: draw([0, 1, 2, 5, 10])
            case .restart: draw([2, 6, 15])
            case .reboot: draw([0, 1, 5, 15])
            case .quarrel: draw([0, 0, 2, 10])
            case .split: draw([0, 1, 2, 4])
            case .heal: draw([1, 3])
            case .changeMembers: draw([0, 1, 3])
            case .transfer: draw([0, 0, 1, 2])
            case .compact: draw([0, 1, 3])
            case .campaign: draw([0, 0, 1, 3, 10])
            case .read: draw([0, 2])
            case .reportUnreachable: draw([0, 0, 1])
            }
        }
        total = weights.reduce(0, +)
        lost = draw([0, 0, 20, 100, 300])
        repeated = draw([0, 0, 50])
        isReordering = draw([0, 1]) == 1
        burst = draw([1, 3, 9])
        hasSlowDisks = draw([0, 0, 1]) == 1
    }

    func event(_ random: inout SeededGenerator) -> Event {
        var left = random.below(total)
        for (number, weight) in weights.enumerated() {
            if left < weight { return Event.allCases[number] }
            left -= weight
        }
        return .deliver
    }
}

extension SeededGenerator {
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
    /// Whether something happens that does so that many times in a thousand.
    mutating func happens(_ times: Int) -> Bool { times > 0 && below(1_000) < times }
}
