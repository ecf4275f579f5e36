package import Basics
package import SwarmModel
import Synchronization

/// Which form of an object it is: its version, and what else is in the form.
package struct ObjectStamp: Hashable, Sendable {
    package var version: UInt64
    /// Versions of other objects in it, or numbers that are counted when somebody asks.
    package var others: [UInt64] = []

    package init(version: UInt64, others: [UInt64] = []) {
        self.version = version
        self.others = others
    }
}

/// Within what the versions of objects say whether they have changed.
package struct TimeLine: Hashable, Sendable {
    package var era: UInt64
    package var epoch: WallTime

    package init(era: UInt64, epoch: WallTime) {
        self.era = era
        self.epoch = epoch
    }
}

/// The JSON of objects that have been listed and have not changed since.
///
/// A memo and no more: what it gives is what encoding anew would give. It holds so many bytes at
/// most, and forgets first what has not been asked for lately.
package final class EncodedObjects<ID: Hashable & Sendable>: Sendable {
    private struct Entry {
        let stamp: ObjectStamp
        let json: [UInt8]
        /// What it takes besides its bytes, roughly.
        static var overhead: Int { 128 }
    }

    private struct Memory {
        var timeLine: TimeLine?
        /// What was asked for since the last clearance; a half of all at most.
        var recent: [ID: Entry] = [:]
        var size = 0
        /// What was asked for before.
        var older: [ID: Entry] = [:]
    }

    /// The list that was told last.
    private struct List {
        let timeLine: TimeLine
        let pieces: [[UInt8]]
        let json: [UInt8]

        /// Whether it is put together from the very same pieces.
        func isMade(of others: [[UInt8]], in timeLine: TimeLine) -> Bool {
            guard self.timeLine == timeLine, pieces.count == others.count else { return false }
            return zip(pieces, others).allSatisfy { $0.isSame(as: $1) }
        }
    }

    private let memory = Mutex(Memory())
    private let last = Mutex<List?>(nil)
    private let capacity: Int

    /// - Parameter capacity: how many bytes it may hold, roughly.
    package init(capacity: Int = 64 << 20) { self.capacity = capacity }

    /// The objects as an array in JSON, ended by a line end.
    ///
    /// Who asks for the same list again gets the same bytes, not a copy: they are there once,
    /// however many are still reading them.
    ///
    /// - Parameters:
    ///   - objects: what is listed.
    ///   - timeLine: where the versions are from.
    ///   - id: by what an object is known.
    ///   - stamp: which form of it is wanted.
    ///   - form: the form; only of those that are not held.
    /// - Returns: UTF-8.
    /// - Throws: 500 for a value that has no JSON.
    package func list<Object>(
        _ objects: [Object],
        in timeLine: TimeLine,
        id: (Object) -> ID,
        stamp: (Object) -> ObjectStamp,
        form: (Object) -> some Encodable
    ) throws(EngineError) -> [UInt8] {
        var (recent, older) = memory.withLock { memory in
            memory.timeLine == timeLine ? (memory.recent, memory.older) : ([:], [:])
        }
        var pieces: [[UInt8]] = []
        pieces.reserveCapacity(objects.count)
        var missing: [(index: Int, stamp: ObjectStamp)] = []
        var asked: [(ID, Entry)] = []
        for (index, object) in objects.enumerated() {
            let (id, stamp) = (id(object), stamp(object))
            if let entry = recent[id], entry.stamp == stamp {
                pieces.append(entry.json)
            } else if let entry = older[id], entry.stamp == stamp {
                pieces.append(entry.json)
                asked.append((id, entry))
            } else {
                pieces.append([])
                missing.append((index, stamp))
            }
        }
        // Else what is noted next would copy all that is held.
        (recent, older) = ([:], [:])
        if !missing.isEmpty {
            let encoded = try APIReply.pieces(missing.map { form(objects[$0.index]) })
            for (place, json) in zip(missing, encoded) {
                pieces[place.index] = json
                asked.append((id(objects[place.index]), Entry(stamp: place.stamp, json: json)))
            }
        }
        note(asked, in: timeLine)
        return list(of: pieces, in: timeLine)
    }

    private func list(of pieces: [[UInt8]], in timeLine: TimeLine) -> [UInt8] {
        if let last = last.withLock({ $0 }), last.isMade(of: pieces, in: timeLine) {
            return last.json
        }
        let json = Self.array(pieces)
        // Few bytes are put together as quickly as they are found.
        if json.count >= Self.keptLength {
            last.withLock { $0 = List(timeLine: timeLine, pieces: pieces, json: json) }
        }
        return json
    }

    private static var keptLength: Int { 65_536 }

    private func note(_ entries: [(ID, Entry)], in timeLine: TimeLine) {
        guard !entries.isEmpty else { return }
        memory.withLock { memory in
            if memory.timeLine != timeLine { memory = Memory(timeLine: timeLine) }
            for (id, entry) in entries {
                if memory.size > capacity / 2 {
                    memory.older = memory.recent
                    (memory.recent, memory.size) = ([:], 0)
                }
                let before = memory.recent.updateValue(entry, forKey: id)
                memory.size += entry.json.count - (before?.json.count ?? -Entry.overhead)
            }
        }
    }

    private static func array(_ pieces: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pieces.reduce(3) { $0 + $1.count + 1 })
        bytes.append(UInt8(ascii: "["))
        for piece in pieces {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: piece)
        }
        bytes.append(UInt8(ascii: "]"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// How many bytes are held, roughly; the last list, which is as long as its pieces, aside.
    package var size: Int {
        memory.withLock { memory in
            memory.older.values.reduce(memory.size) { $0 + $1.json.count + Entry.overhead }
        }
    }
}

/// What an engine remembers of its lists.
package struct EncodedLists: Sendable {
    package let tasks: EncodedObjects<TaskID>
    package let services: EncodedObjects<ServiceID>

    package init() {
        tasks = EncodedObjects()
        services = EncodedObjects(capacity: 16 << 20)
    }
}

extension [UInt8] {
    /// Whether both are one and the same memory.
    fileprivate func isSame(as other: [UInt8]) -> Bool {
        withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { $0.baseAddress == one.baseAddress }
        }
    }
}
