/// Blocks of a spec that its client wrote down though nothing is in them.
///
/// An engine shows them as they came. They mean nothing, so two specs never differ by them.
package struct EmptyBlocks: Hashable, Sendable {
    package struct Block: OptionSet, Sendable {
        package var rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let dns = Block(rawValue: 1)
        package static let resources = Block(rawValue: 2)
        package static let limits = Block(rawValue: 4)
        package static let reservations = Block(rawValue: 8)
        package static let placement = Block(rawValue: 16)
    }

    package var shown: Block

    package init(_ shown: Block = []) { self.shown = shown }

    package static func == (_: EmptyBlocks, _: EmptyBlocks) -> Bool { true }
    package func hash(into _: inout Hasher) {}
}
