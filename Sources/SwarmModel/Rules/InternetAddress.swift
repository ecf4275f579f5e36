/// An IPv4 or IPv6 address as one number; IPv4 is kept as its mapped form `::ffff:a.b.c.d`.
package struct InternetAddress: Hashable, Comparable, Sendable, LosslessStringConvertible {
    package let bits: UInt128

    private static let mappedPrefix: UInt128 = 0xFFFF << 32

    package init(bits: UInt128) { self.bits = bits }

    /// The IPv4 address with that number: `0x0A00_0001` for `10.0.0.1`.
    package init(v4 number: UInt32) { bits = Self.mappedPrefix | UInt128(number) }

    /// Reads `10.0.0.1`, `2001:db8::2` or `::ffff:10.0.0.1`; `nil` for anything else.
    package init?(_ description: String) {
        let text = Array(description.utf8)
        if text.contains(UInt8(ascii: ":")) {
            guard let bits = Self.parseV6(text) else { return nil }
            self.init(bits: bits)
        } else {
            guard let number = Self.parseV4(text[...]) else { return nil }
            self.init(v4: number)
        }
    }

    /// The number of an IPv4 address; `nil` for IPv6.
    package var v4: UInt32? {
        bits >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: bits) : nil
    }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.bits < rhs.bits }

    /// Dotted decimal, or hexadecimal groups with the longest run of zeros left out.
    package var description: String {
        if let number = v4 {
            return "\(number >> 24).\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
        let texts = groups.map { String($0, radix: 16) }
        guard let run = Self.longestZeroRun(of: groups) else { return texts.joined(separator: ":") }
        let head = texts[..<run.lowerBound].joined(separator: ":")
        let tail = texts[run.upperBound...].joined(separator: ":")
        return head + "::" + tail
    }

    private static func longestZeroRun(of groups: [UInt16]) -> Range<Int>? {
        var best = 0..<1
        var start = 0
        for position in 0...groups.count where position == groups.count || groups[position] != 0 {
            if position - start > best.count { best = start..<position }
            start = position + 1
        }
        return best.count >= 2 ? best : nil
    }

    private static func parseV4(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard let byte = parseByte(part) else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    /// One to three decimal digits without a leading zero.
    private static func parseByte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard (1...3).contains(digits.count),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self))
    }

    private static func parseV6(_ text: [UInt8]) -> UInt128? {
        let colon = UInt8(ascii: ":")
        var gap: Int?
        for position in text.indices.dropLast()
        where text[position...].starts(with: [colon, colon]) {
            guard gap == nil else { return nil }
            gap = position
        }
        guard let gap else {
            guard let groups = parseGroups(text[...], atEnd: true), groups.count == 8 else {
                return nil
            }
            return number(of: groups)
        }
        guard let head = parseGroups(text[..<gap], atEnd: false),
            let tail = parseGroups(text[(gap + 2)...], atEnd: true),
            head.count + tail.count < 8
        else { return nil }
        return number(of: head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    /// Hexadecimal groups between colons, no group for no text; the address may end in IPv4.
    private static func parseGroups(_ text: ArraySlice<UInt8>, atEnd: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (position, part) in parts.enumerated() {
            if atEnd, position == parts.count - 1, let number = parseV4(part) {
                groups += [UInt16(number >> 16), UInt16(number & 0xFFFF)]
                continue
            }
            guard (1...4).contains(part.count), part.first != UInt8(ascii: "+"),
                part.first != UInt8(ascii: "-"),
                let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func number(of groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}

/// A range of addresses in CIDR form: `10.0.1.0/24`.
package struct InternetSubnet: Hashable, Sendable, LosslessStringConvertible {
    /// The lowest address.
    package let base: InternetAddress
    /// Leading bits that all addresses share, counted in the address's own family (24 in `/24`).
    package let prefixLength: Int

    /// The subnet that `address` is in.
    package init(containing address: InternetAddress, prefixLength: Int) {
        let isV4 = address.v4 != nil
        let hostBits = (isV4 ? 32 : 128) - prefixLength
        let mask = hostBits >= 128 ? 0 : ~UInt128(0) << hostBits
        base = InternetAddress(bits: address.bits & mask)
        self.prefixLength = prefixLength
    }

    /// Reads CIDR form, without its host bits; `nil` for anything else.
    package init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = InternetAddress(String(parts[0])),
            parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let length = Int(parts[1]), length <= (address.v4 == nil ? 128 : 32)
        else { return nil }
        self.init(containing: address, prefixLength: length)
    }

    package var description: String { "\(base)/\(prefixLength)" }

    /// The number of bits that tell addresses of this subnet apart.
    package var hostBits: Int { (base.v4 == nil ? 128 : 32) - prefixLength }

    /// The highest address: the broadcast address of an IPv4 subnet.
    package var last: InternetAddress {
        let hosts = hostBits >= 128 ? ~UInt128(0) : (UInt128(1) << hostBits) - 1
        return InternetAddress(bits: base.bits | hosts)
    }

    package func contains(_ address: InternetAddress) -> Bool {
        (address.v4 == nil) == (base.v4 == nil) && address >= base && address <= last
    }

    package func overlaps(_ other: InternetSubnet) -> Bool {
        contains(other.base) || other.contains(base)
    }
}
