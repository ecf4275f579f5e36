import Basics
import Testing

struct PlaceIndexTests {
    /// Against a dictionary, with a seed that a failure names.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `an index of places finds what a dictionary finds`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var index = PlaceIndex()
        var model: [TaskID: Int] = [:]
        var ids: [TaskID] = []
        for step in 0..<20_000 {
            if random.next() % 3 == 0, let id = ids.popLast(), let place = model[id] {
                index.remove(id.digits, at: place)
                model[id] = nil
            } else {
                let id = TaskID(using: &random)
                index.add(id.digits, at: step)
                model[id] = step
                ids.append(id)
                ids.swapAt(ids.count - 1, Int(random.next() % UInt64(ids.count)))
            }
        }
        #expect(index.count == model.count, "seed \(seed)")
        let found = model.filter { id, place in
            index.place(of: id.digits) { $0 == place } == place
        }
        #expect(found.count == model.count, "seed \(seed)")
        let strangers = (0..<1_000).map { _ in TaskID(using: &random) }
        #expect(strangers.allSatisfy { index.place(of: $0.digits) { _ in false } == nil })
    }

    @Test func `a copied index keeps what it had when the other one changes`() {
        var random = SeededGenerator(seed: 4)
        let ids = (0..<1_000).map { _ in NodeID(using: &random) }
        var index = PlaceIndex()
        for (place, id) in ids.enumerated() { index.add(id.digits, at: place) }
        let copy = index
        for (place, id) in ids.enumerated() { index.remove(id.digits, at: place) }
        #expect(index.count == 0)
        #expect(ids.allSatisfy { index.place(of: $0.digits) { _ in true } == nil })
        for (place, id) in ids.enumerated() {
            #expect(copy.place(of: id.digits) { $0 == place } == place)
        }
    }

    /// Identifiers as tests write them, one after the other.
    @Test func `identifiers in a row are found, and asked about once each`() throws {
        var index = PlaceIndex()
        let ids = try (0..<5_000).map { number in
            let digits = String(number, radix: 36)
            let text = String(repeating: "0", count: 25 - digits.count) + digits
            return try #require(NodeID(text))
        }
        for (place, id) in ids.enumerated() { index.add(id.digits, at: place) }
        var questions = 0
        for (place, id) in ids.enumerated() {
            let found = index.place(of: id.digits) { candidate in
                questions += 1
                return candidate == place
            }
            #expect(found == place)
        }
        #expect(questions < ids.count + 10)
    }
}
