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

    /// An algorithm with its parts, a colon and at least 32 hexadecimal digits.
    private static func isDigest(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count >= 32,
            parts[1].utf8.allSatisfy({ isLowerHexadecimal($0) })
        else { return false }
        // Only what an engine can compute; the lengths go with the algorithms.
        switch parts[0] {
        case "sha256": return parts[1].utf8.count == 64
        case "sha384": return parts[1].utf8.count == 96
        case "sha512": return parts[1].utf8.count == 128
        default: return false
        }
    }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// A domain, if the first part looks like one, and lower-case path parts.
    private static func isRepository(_ text: Substring) -> Bool {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.isEmpty, text.utf8.count <= 255 else { return false }
        if parts.count > 1, isMeantAsDomain(parts[0]) {
            guard isDomain(parts.removeFirst()) else { return false }
        } else if parts.count == 1, parts[0].utf8.count == 64,
            parts[0].utf8.allSatisfy({ isLowerHexadecimal($0) })
        {
            // It would be taken for an image's id.
            return false
        }
        return parts.allSatisfy(isPathComponent)
    }

    private static func isMeantAsDomain(_ part: Substring) -> Bool {
        part == "localhost"
            || part.utf8.contains {
                $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
            }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return false }
        if parts.count == 2 {
            let port = parts[1].utf8
            let isPort =
                !port.isEmpty
                && port.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard isPort else { return false }
        }
        return parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            guard let first = $0.utf8.first, let last = $0.utf8.last else { return false }
            return isLetterOrDigit(first) && isLetterOrDigit(last)
                && $0.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    /// Lower-case letters and digits, parted by `.`, `_`, `__` or any number of `-`.
    private static func isPathComponent(_ part: Substring) -> Bool {
        var separator: [UInt8] = []
        var isEmpty = true
        for byte in part.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard separator.isEmpty || (!isEmpty && isSeparator(separator)) else {
                    return false
                }
                separator = []
                isEmpty = false
            case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): separator.append(byte)
            default: return false
            }
        }
        return !isEmpty && separator.isEmpty
    }

    private static func isSeparator(_ bytes: [UInt8]) -> Bool {
        bytes == [UInt8(ascii: ".")] || bytes == [UInt8(ascii: "_")]
            || bytes == [UInt8(ascii: "_"), UInt8(ascii: "_")]
            || bytes.allSatisfy { $0 == UInt8(ascii: "-") }
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
