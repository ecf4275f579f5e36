/// Numbers of a range that are given out one after the other and taken back.
///
/// Automatic numbers follow the last one given, so that a number that came back is not given out
/// again at once.
struct NumberPool: Sendable {
    let range: Range<Int>
    /// One bit per number, as far up as one was ever taken.
    private var words: [UInt64] = []
    private(set) var takenCount = 0
    /// Where the search for an automatic number begins.
    private(set) var next: Int

    init(_ range: Range<Int>) {
        self.range = range
        next = range.lowerBound
    }

    /// Goes on counting where another pool stopped.
    mutating func resume(at number: Int) {
        if range.contains(number) { next = number }
    }

    /// All numbers that are taken, ascending; O(numbers).
    var taken: [Int] {
        words.indices.flatMap { index in
            (0..<64).filter { words[index] & (1 << $0) != 0 }
                .map { range.lowerBound + index * 64 + $0 }
        }
    }

    func isTaken(_ number: Int) -> Bool {
        let bit = number - range.lowerBound
        return bit / 64 < words.count && words[bit / 64] & (1 << (bit % 64)) != 0
    }

    /// Takes one certain number.
    ///
    /// - Returns: whether it was free, and of this range.
    mutating func take(_ number: Int) -> Bool {
        guard range.contains(number), !isTaken(number) else { return false }
        let bit = number - range.lowerBound
        while words.count <= bit / 64 { words.append(0) }
        words[bit / 64] |= 1 << (bit % 64)
        takenCount += 1
        return true
    }

    /// Takes the next free number after the last one; `nil` if there is none.
    mutating func takeNext() -> Int? {
        guard takenCount < range.count,
            let number = firstFree(in: next..<range.upperBound)
                ?? firstFree(in: range.lowerBound..<next)
        else { return nil }
        _ = take(number)
        next = number + 1 == range.upperBound ? range.lowerBound : number + 1
        return number
    }

    /// Gives a number back; does nothing if it is not taken.
    mutating func release(_ number: Int) {
        guard range.contains(number), isTaken(number) else { return }
        let bit = number - range.lowerBound
        words[bit / 64] &= ~(1 << (bit % 64))
        takenCount -= 1
    }

    private func firstFree(in part: Range<Int>) -> Int? {
        var number = part.lowerBound
        while number < part.upperBound {
            let bit = number - range.lowerBound
            guard bit / 64 < words.count else { return number }
            let free = ~words[bit / 64] >> (bit % 64)
            if free != 0 {
                let found = number + free.trailingZeroBitCount
                return found < part.upperBound ? found : nil
            }
            number += 64 - bit % 64
        }
        return nil
    }
}
