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

    private func bytes(
        _ items: [Item],
        by lists: EncodedObjects<Int>,
        era: UInt64 = 0
    ) throws -> [UInt8] {
        let timeLine = TimeLine(era: era, epoch: WallTime(nanoseconds: 0))
        return try lists.list(items, in: timeLine) {
            $0.id
        } stamp: {
            ObjectStamp(version: $0.version)
        } form: {
            $0.text
        }
    }

    private func areOne(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { $0.baseAddress == one.baseAddress }
        }
    }

    @Test func `API-16 who asks for the same list gets the same bytes, not a copy`() throws {
        let lists = EncodedObjects<Int>()
        let text = String(repeating: "x", count: 1_000)
        var items = (1...100).map { Item(id: $0, version: 1, text: text) }
        let first = try bytes(items, by: lists)
        #expect(areOne(first, try bytes(items, by: lists)))
        #expect(try bytes(items.dropLast(), by: lists).count < first.count)
        _ = try bytes(items, by: lists)
        items[0].text = "y"
        #expect(try bytes(items, by: lists) == first, "its version says that it is the same")
        items[0].version = 2
        let second = try bytes(items, by: lists)
        #expect(second.count == first.count - 999)
        #expect(areOne(second, try bytes(items, by: lists)))
        items.swapAt(0, 1)
        #expect(try bytes(items, by: lists) != second)
        // Another time line's version 1 is another object.
        #expect(try bytes(items, by: lists, era: 1).count == second.count)
        items[1].text = "zz"
        #expect(try bytes(items, by: lists, era: 2).count == second.count + 1)
        #expect(try bytes([items[1]], by: lists) == Array(#"["zz"]"#.utf8) + [10])
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
