/// A queue of bounded length that drops its oldest elements and counts them.
package struct RingBuffer<Element: Sendable>: Sendable {
    @usableFromInline var storage: [Element] = []
    @usableFromInline var head = 0
    /// The most elements it holds; at least one.
    package let capacity: Int
    /// How many elements were dropped since the start.
    package private(set) var dropped = 0

    package init(capacity: Int) { self.capacity = max(1, capacity) }

    @inlinable package var count: Int { storage.count }
    @inlinable package var isEmpty: Bool { storage.isEmpty }

    /// The element at a position, oldest first; the position must be in `0..<count`.
    @inlinable package subscript(position: Int) -> Element {
        let index = head + position
        return storage[index < storage.count ? index : index - storage.count]
    }

    /// Adds an element, dropping the oldest one when the buffer is full.
    ///
    /// O(1).
    package mutating func append(_ element: Element) {
        if storage.count < capacity {
            storage.append(element)
            return
        }
        storage[head] = element
        head = head + 1 == capacity ? 0 : head + 1
        dropped += 1
    }

    package mutating func removeAll() {
        storage.removeAll()
        head = 0
    }
}
