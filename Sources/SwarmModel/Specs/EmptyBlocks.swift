/// Blocks of a spec that its client wrote down though nothing is in them.
///
/// An engine shows them as they came. They mean nothing, so two specs never differ by them.
package struct EmptyBlocks: OptionSet, Hashable, Sendable {
    package var rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let dns = EmptyBlocks(rawValue: 1)
    package static let resources = EmptyBlocks(rawValue: 2)
    package static let limits = EmptyBlocks(rawValue: 4)
    package static let reservations = EmptyBlocks(rawValue: 8)
    package static let placement = EmptyBlocks(rawValue: 16)

    package static func == (_: EmptyBlocks, _: EmptyBlocks) -> Bool { true }
    package func hash(into _: inout Hasher) {}
}
