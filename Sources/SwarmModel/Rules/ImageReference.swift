/// An image reference, taken apart: `[domain/]path[:tag][@digest]`.
package struct ImageReference: Hashable, Sendable {
    /// Domain and path, as written.
    package let repository: String
    package let tag: String?
    package let digest: String?

    /// Reads a reference; `nil` when an engine would not accept it.
    package init?(_ text: String) {
        var rest = Substring(text)
        if let at = rest.firstIndex(of: "@") {
            let digest = rest[rest.index(after: at)...]
            guard Self.isDigest(digest) else { return nil }
            self.digest = String(digest)
            rest = rest[..<at]
        } else {
            digest = nil
        }
        let lastSlash = rest.lastIndex(of: "/")
        let nameStart = lastSlash.map { rest.index(after: $0) } ?? rest.startIndex
        if let colon = rest[nameStart...].firstIndex(of: ":") {
            let tag = rest[rest.index(after: colon)...]
            guard Self.isTag(tag) else { return nil }
            self.tag = String(tag)
            rest = rest[..<colon]
        } else {
            tag = nil
        }
        guard Self.isRepository(rest) else { return nil }
        repository = String(rest)
    }

    /// The repository with its tag, `latest` when none is named.
    package var tagged: String { "\(repository):\(tag ?? "latest")" }

    private static func isTag(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
        return (isLetterOrDigit(first) || first == UInt8(ascii: "_"))
            && text.utf8.allSatisfy {
                isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
                    || $0 == UInt8(ascii: "-")
            }
    }

    private static func isDigest(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count >= 32 else { return false }
        return parts[1].allSatisfy(\.isHexDigit)
    }

    private static func isRepository(_ text: Substring) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.isEmpty, text.utf8.count <= 255 else { return false }
        return parts.enumerated().allSatisfy { index, part in
            let mayBeDomain = index == 0 && parts.count > 1
            return !part.isEmpty && isComponent(part, mayBeDomain: mayBeDomain)
        }
    }

    private static func isComponent(_ part: Substring, mayBeDomain: Bool) -> Bool {
        guard let first = part.utf8.first, let last = part.utf8.last else { return false }
        return isLetterOrDigit(first) && isLetterOrDigit(last)
            && part.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: ":"): mayBeDomain
                default: false
                }
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
