package import SwarmModel

/// One call of the Engine API: what is sent, before anybody knows where to.
package struct EngineRequest: Hashable, Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    package var method: Method
    /// Below the version prefix, beginning with a slash, percent-encoded.
    package var path: String
    package var query: [(name: String, value: String)]
    package var body: JSONValue?

    package init(
        _ method: Method,
        _ path: String,
        query: [(name: String, value: String)] = [],
        body: JSONValue? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
    }

    package static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.method == rhs.method && lhs.target == rhs.target && lhs.body == rhs.body
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(target)
    }

    /// Path and query as they stand in the request line.
    package var target: String {
        guard !query.isEmpty else { return path }
        let pairs = query.map { "\($0.name)=\(Self.escaped($0.value))" }
        return path + "?" + pairs.joined(separator: "&")
    }

    /// A segment of a path, or a query's value, with all but the unreserved characters escaped.
    package static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The `filters` parameter of a list.
    package static func filters(_ filters: [String: [String]]) -> (name: String, value: String) {
        let lists = filters.sorted { $0.key < $1.key }.map { key, values in
            let texts = values.map { "\"\($0)\"" }.joined(separator: ",")
            return "\"\(key)\":[\(texts)]"
        }
        return ("filters", "{\(lists.joined(separator: ","))}")
    }
}
