/// What is written to a file, put together where that keeps nobody waiting.
///
/// A log of a million lines takes seconds. Two are equal if their texts are.
package struct SavedText: Hashable, Sendable {
    private let make: @Sendable () -> String

    init(_ make: @escaping @autoclosure @Sendable () -> String) { self.make = make }

    /// The whole text; as long as it takes.
    package var string: String { make() }

    package static func == (one: SavedText, other: SavedText) -> Bool {
        one.string == other.string
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(string) }
}
