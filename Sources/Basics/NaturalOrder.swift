/// Text in the order people expect: `web.2` before `web.10`, case ignored.
package enum NaturalOrder {
    /// Whether one text comes before another.
    package static func isLess(_ left: String, _ right: String) -> Bool {
        var left = left
        var right = right
        return left.withUTF8 { leftBytes in
            right.withUTF8 { compare(leftBytes, $0) < 0 }
        }
    }

    private static func compare(
        _ left: UnsafeBufferPointer<UInt8>,
        _ right: UnsafeBufferPointer<UInt8>
    ) -> Int {
        var one = 0
        var other = 0
        while one < left.count, other < right.count {
            if isDigit(left[one]), isDigit(right[other]) {
                let first = number(in: left, from: &one)
                let second = number(in: right, from: &other)
                if first != second { return first < second ? -1 : 1 }
                continue
            }
            let first = folded(left[one])
            let second = folded(right[other])
            if first != second { return first < second ? -1 : 1 }
            one += 1
            other += 1
        }
        return (left.count - one) - (right.count - other)
    }

    /// The digits from `index` on as a number; saturates, since no name needs more.
    private static func number(in bytes: UnsafeBufferPointer<UInt8>, from index: inout Int)
        -> UInt64
    {
        var value: UInt64 = 0
        while index < bytes.count, isDigit(bytes[index]) {
            let digit = UInt64(bytes[index] - UInt8(ascii: "0"))
            value = value > .max / 16 ? .max / 16 : value * 10 + digit
            index += 1
        }
        return value
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
