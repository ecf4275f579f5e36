import Basics

/// Values by small stable numbers, in chunks that copies share: the first change after a copy
/// copies one chunk, not the whole.
struct SlotTable<Value: Sendable>: Sendable {
    private static var chunkLength: Int { 64 }

    private var chunks: [[Value?]] = []
    private var free: [Int32] = []
    private var end: Int32 = 0

    init() {}

    /// How many slots were ever used at once; slots are below this number.
    var slotEnd: Int { Int(end) }
    var count: Int { Int(end) - free.count }

    /// The value in a slot, `nil` when the slot is empty.
    ///
    /// Setting keeps the slot.
    subscript(slot: Int32) -> Value? {
        _read {
            if slot >= 0, slot < end {
                yield chunks[Int(slot) / Self.chunkLength][Int(slot) % Self.chunkLength]
            } else {
                yield nil
            }
        }
        _modify {
            yield &chunks[Int(slot) / Self.chunkLength][Int(slot) % Self.chunkLength]
        }
    }

    /// Puts a value into a free slot; returns the slot.
    mutating func insert(_ value: Value) -> Int32 {
        if let slot = free.popLast() {
            self[slot] = value
            return slot
        }
        if Int(end) % Self.chunkLength == 0 {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(Self.chunkLength)
        }
        chunks[chunks.count - 1].append(value)
        end += 1
        return end - 1
    }

    /// Empties a slot, which is used again later.
    mutating func remove(_ slot: Int32) {
        guard self[slot] != nil else { return }
        self[slot] = nil
        free.append(slot)
    }
}

extension SlotTable: Codable where Value: Codable {
    private struct Saved: Codable {
        let values: [Value?]
        let free: [Int32]
    }

    init(from decoder: any Decoder) throws {
        let saved = try Saved(from: decoder)
        for start in stride(from: 0, to: saved.values.count, by: Self.chunkLength) {
            let stop = min(start + Self.chunkLength, saved.values.count)
            chunks.append(Array(saved.values[start..<stop]))
        }
        free = saved.free
        end = Int32(saved.values.count)
    }

    func encode(to encoder: any Encoder) throws {
        try Saved(values: chunks.flatMap { $0 }, free: free).encode(to: encoder)
    }
}
