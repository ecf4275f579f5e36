import Basics
import EngineAPI
import SwarmModel
import Synchronization
import Testing

@Suite struct EncodedObjectsTests {
    private struct Item {
        var id: Int
        var version: UInt64
        var count: UInt64 = 0
        var text = ""
    }

    /// Lists items, and which of them were encoded.
    private func told(
        _ items: [Item],
        by lists: EncodedObjects<Int>,
        era: UInt64 = 0
    ) throws -> (text: String, encoded: [Int]) {
        var encoded: [Int] = []
        let timeLine = TimeLine(era: era, epoch: WallTime(nanoseconds: 0))
        let bytes = try lists.list(items, in: timeLine) {
            $0.id
        } stamp: {
            ObjectStamp(version: $0.version, others: [$0.count])
        } form: { item in
            encoded.append(item.id)
            return ["\(item.id)", "\(item.version)", "\(item.count)", item.text]
        }
        return (String(decoding: bytes, as: UTF8.self), encoded)
    }

    @Test func `API-2 what has not changed is encoded once, whatever is listed`() throws {
        let lists = EncodedObjects<Int>()
        var items = (1...4).map { Item(id: $0, version: 7) }
        let first = try told(items, by: lists)
        #expect(
            first.text
                == #"[["1","7","0",""],["2","7","0",""],["3","7","0",""],["4","7","0",""]]"# + "\n"
        )
        #expect(first.encoded == [1, 2, 3, 4])
        items[2].version = 8
        items[3].count = 1
        let second = try told(items.reversed(), by: lists)
        #expect(
            second.text
                == #"[["4","7","1",""],["3","8","0",""],["2","7","0",""],["1","7","0",""]]"# + "\n"
        )
        #expect(second.encoded == [4, 3])
        #expect(try told([items[2]], by: lists).encoded.isEmpty)
        #expect(try told([], by: lists).text == "[]\n")
    }

    @Test func `API-2 versions of another time line say nothing`() throws {
        let lists = EncodedObjects<Int>()
        let items = [Item(id: 1, version: 7)]
        _ = try told(items, by: lists)
        #expect(try told(items, by: lists, era: 1).encoded == [1])
        #expect(try told(items, by: lists, era: 1).encoded.isEmpty)
    }

    @Test func `API-16 what is remembered has a bound, and what is asked for stays`() throws {
        let capacity = 100_000
        let lists = EncodedObjects<Int>(capacity: capacity)
        let kept = [Item(id: 0, version: 1, text: String(repeating: "k", count: 1_000))]
        var encodedAgain = 0
        for round in 1...1_000 {
            let others = (0..<10).map {
                Item(id: round * 10 + $0, version: 1, text: String(repeating: "x", count: 500))
            }
            _ = try told(others, by: lists)
            encodedAgain += try told(kept, by: lists).encoded.count
            #expect(lists.size < capacity + 2_000)
        }
        #expect(encodedAgain == 1)
    }
}
