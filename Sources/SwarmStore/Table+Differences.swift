extension Table {
    /// Objects that differ from those of an older copy, by position.
    ///
    /// Two objects with different ids in one position are a removal and a creation.
    func differences(
        from older: Table,
        version: (Object) -> UInt64
    ) -> [Difference<Object>] {
        var found: [Difference<Object>] = []
        for index in Self.suspects(older.chunks, chunks) {
            let old = index < older.chunks.count ? older.chunks[index] : []
            let new = index < chunks.count ? chunks[index] : []
            for offset in Self.suspects(old, new) {
                let before = offset < old.count ? old[offset] : nil
                let after = offset < new.count ? new[offset] : nil
                if let before, let after, before.id == after.id {
                    guard version(before) != version(after) else { continue }
                    found.append(Difference(before: before, after: after))
                } else {
                    if before != nil { found.append(Difference(before: before, after: nil)) }
                    if after != nil { found.append(Difference(before: nil, after: after)) }
                }
            }
        }
        return found
    }

    /// Where two lists may differ: nowhere if they are one buffer, else where the bytes do.
    ///
    /// Equal bytes are equal values; unequal ones may still be, so the caller looks again. A chunk's
    /// bytes are where it lies, so that those which are shared are passed over without a reference.
    private static func suspects<Element>(_ old: [Element], _ new: [Element]) -> [Int] {
        old.withUnsafeBytes { old in
            new.withUnsafeBytes { new in
                guard old.baseAddress != new.baseAddress || old.count != new.count else {
                    return []
                }
                let stride = MemoryLayout<Element>.stride
                let count = max(old.count, new.count) / stride
                let common = min(old.count, new.count) / stride
                return (0..<count).filter { offset in
                    guard offset < common else { return true }
                    let range = offset * stride..<(offset + 1) * stride
                    return !hasSameBytes(old, new, in: range)
                }
            }
        }
    }

    private static func hasSameBytes(
        _ old: UnsafeRawBufferPointer,
        _ new: UnsafeRawBufferPointer,
        in range: Range<Int>
    ) -> Bool {
        for position in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
            guard position + 8 <= range.upperBound else {
                return old[position..<range.upperBound].elementsEqual(
                    new[position..<range.upperBound]
                )
            }
            let before = old.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let after = new.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            if before != after { return false }
        }
        return true
    }
}
