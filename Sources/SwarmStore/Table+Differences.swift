extension Table {
    /// Positions whose objects differ from those of an older copy, ascending.
    ///
    /// Two objects with different ids in one position are a removal and a creation.
    func differences(
        from older: Table,
        identity: (Object) -> ID,
        version: (Object) -> UInt64
    ) -> [Difference<Object>] {
        var found: [Difference<Object>] = []
        for index in 0..<max(chunks.count, older.chunks.count) {
            let old = index < older.chunks.count ? older.chunks[index] : []
            let new = index < chunks.count ? chunks[index] : []
            guard !Self.isShared(old, new) else { continue }
            for offset in 0..<max(old.count, new.count) {
                let before = offset < old.count ? old[offset] : nil
                let after = offset < new.count ? new[offset] : nil
                switch (before, after) {
                case (nil, nil):
                    continue
                case (let before?, let after?) where identity(before) == identity(after):
                    guard version(before) != version(after) else { continue }
                    found.append(Difference(before: before, after: after))
                case (let before, let after):
                    if before != nil { found.append(Difference(before: before, after: nil)) }
                    if after != nil { found.append(Difference(before: nil, after: after)) }
                }
            }
        }
        return found
    }

    /// Whether both are one buffer: then nothing in it can differ.
    private static func isShared(_ one: [Object?], _ other: [Object?]) -> Bool {
        one.count == other.count
            && one.withUnsafeBufferPointer { left in
                other.withUnsafeBufferPointer { left.baseAddress == $0.baseAddress }
            }
    }
}
