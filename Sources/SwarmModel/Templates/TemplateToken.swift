/// One piece of a template's source.
struct TemplateToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case text, openAction, closeAction, space
        /// A quoted or raw string; the value is what it stands for.
        case string
        case number, character
        /// `$` or `$name`.
        case variable
        /// `.name`.
        case field
        /// A single `.`.
        case dot
        /// A function's name.
        case identifier
        /// `if`, `range` and so on.
        case keyword
        case bool, null
        case pipe, assign, declare, comma, openParenthesis, closeParenthesis
        case end
    }

    var kind: Kind
    /// The source, or for a string what it stands for.
    var text: String
    /// Bytes before it in the source.
    var position: Int
    /// From 1.
    var line: Int

    /// The piece as a fault names it.
    var name: String {
        switch kind {
        case .end: "EOF"
        case .keyword: "<\(text)>"
        default: goQuoted(text)
        }
    }
}
