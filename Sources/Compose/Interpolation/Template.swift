/// Replaces `$NAME`, `${NAME}` and the forms with a default, an alternative or a demand.
///
/// The rules are those of the Compose Specification: `-` looks at unset, `:-` at unset or empty,
/// `+` and `:+` take the alternative when there is a value, `?` and `:?` refuse when there is
/// none. What follows the operator may hold variables itself. `$$` is a dollar sign, and so is one
/// that begins none of these.
struct Template {
    /// How deep defaults may stand inside defaults.
    static let maximumDepth = 20

    /// How many characters all results together may have that came out of variables.
    static let maximumLength = 4_194_304

    enum Fault: Error, Hashable {
        case invalid
        case tooLong
        case required(String, reason: String)
    }

    typealias Lookup = (String) -> String?

    /// Variables that were used without a value, in order, each once.
    private(set) var unset: [String] = []
    private var length = 0

    mutating func substitute(_ text: String, lookup: Lookup) throws(Fault) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        return try substitute(text.unicodeScalars[...], depth: 0, lookup: lookup)
    }

    private mutating func count(_ value: String) throws(Fault) -> String {
        length += value.utf8.count
        guard length <= Self.maximumLength else { throw .tooLong }
        return value
    }

    private mutating func substitute(
        _ scalars: Substring.UnicodeScalarView,
        depth: Int,
        lookup: Lookup
    ) throws(Fault) -> String {
        guard depth <= Self.maximumDepth else { throw .invalid }
        var result = String.UnicodeScalarView()
        var rest = scalars
        while let next = rest.popFirst() {
            guard next == "$" else {
                result.append(next)
                continue
            }
            if rest.first == "$" {
                result.append("$")
                rest.removeFirst()
            } else if rest.first == "{" {
                let inner = try Self.braced(&rest)
                let value = try count(braced(inner, depth: depth, lookup: lookup))
                result.append(contentsOf: value.unicodeScalars)
            } else {
                let name = Self.name(&rest)
                let value = name.isEmpty ? "$" : try count(value(name, lookup: lookup))
                result.append(contentsOf: value.unicodeScalars)
            }
        }
        return String(result)
    }

    /// What stands between the brace that comes next and the one that closes it.
    private static func braced(
        _ rest: inout Substring.UnicodeScalarView
    ) throws(Fault) -> Substring.UnicodeScalarView {
        var open = 0
        for index in rest.indices {
            if rest[index] == "{" { open += 1 }
            if rest[index] == "}" { open -= 1 }
            guard open == 0 else { continue }
            let inner = rest[..<index].dropFirst()
            rest = rest[rest.index(after: index)...]
            return inner
        }
        throw .invalid
    }

    /// Takes a name off the front; empty if none stands there.
    private static func name(_ rest: inout Substring.UnicodeScalarView) -> String {
        guard let first = rest.first, isNameStart(first) else { return "" }
        let name = rest.prefix { isNameStart($0) || ("0"..."9").contains($0) }
        rest = rest[name.endIndex...]
        return String(name)
    }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private mutating func value(_ name: String, lookup: Lookup) -> String {
        if let value = lookup(name) { return value }
        if !unset.contains(name) { unset.append(name) }
        return ""
    }

    private mutating func braced(
        _ inner: Substring.UnicodeScalarView,
        depth: Int,
        lookup: Lookup
    ) throws(Fault) -> String {
        var rest = inner
        let name = Self.name(&rest)
        guard !name.isEmpty else { throw .invalid }
        if rest.isEmpty { return value(name, lookup: lookup) }
        let countsEmpty = rest.first == ":"
        if countsEmpty { rest.removeFirst() }
        guard let operation = rest.popFirst() else { throw .invalid }
        let current = lookup(name)
        let isSet = current.map { !countsEmpty || !$0.isEmpty } ?? false
        switch operation {
        case "-":
            if isSet, let current { return current }
            return try substitute(rest, depth: depth + 1, lookup: lookup)
        case "+":
            return isSet ? try substitute(rest, depth: depth + 1, lookup: lookup) : current ?? ""
        case "?":
            if isSet, let current { return current }
            throw .required(name, reason: try substitute(rest, depth: depth + 1, lookup: lookup))
        default:
            throw .invalid
        }
    }
}
