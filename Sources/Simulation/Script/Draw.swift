import Basics

/// A generator with the questions that stories are made of.
struct Draw {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(random.next() % UInt64(range.count))
    }

    /// True once in `count` times.
    mutating func oneIn(_ count: Int) -> Bool { random.next() % UInt64(count) == 0 }

    mutating func element<Element>(_ list: [Element]) -> Element? {
        list.isEmpty ? nil : list[number(0...list.count - 1)]
    }

    /// One of the weighted choices; the weights are small whole numbers.
    mutating func choice<Choice>(_ choices: [(Int, Choice)]) -> Choice {
        var rest = number(0...choices.reduce(0) { $0 + $1.0 } - 1)
        for (weight, choice) in choices {
            if rest < weight { return choice }
            rest -= weight
        }
        return choices[0].1
    }
}
