/// Which names the control API accepts.
package enum NameRules {
    /// Why a service's, network's or cluster's name is refused; `nil` if it is fine.
    ///
    /// - Source: VAL-2, in this order: empty, form, length.
    package static func refusal(ofObjectName name: String) -> EngineError? {
        if name.isEmpty { return .rpc(.invalidArgument, "meta: name must be provided") }
        if !isObjectName(name) {
            return .rpc(.invalidArgument, "name must be valid as a DNS name component")
        }
        if name.utf8.count > 63 {
            return .rpc(.invalidArgument, "name must be 63 characters or fewer")
        }
        return nil
    }

    /// Why a secret's or config's name is refused; `nil` if it is fine.
    ///
    /// - Source: SEC-2.
    package static func refusal(ofDataName name: String) -> EngineError? {
        if name.isEmpty { return .rpc(.invalidArgument, "name must be provided") }
        let bytes = Array(name.utf8)
        let isFine =
            bytes.count <= 64
            && isAlphanumeric(bytes[0]) && isAlphanumeric(bytes[bytes.count - 1])
            && bytes.allSatisfy {
                isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: ".")
            }
        return isFine
            ? nil
            : .rpc(
                .invalidArgument,
                "invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end "
                    + "character must be [a-zA-Z0-9]"
            )
    }

    private static func isObjectName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy {
                isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
