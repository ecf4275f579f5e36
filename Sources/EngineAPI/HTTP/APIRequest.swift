package import SwarmModel

/// A request of a client, whole, with what the Engine API looks at.
package struct APIRequest: Hashable, Sendable {
    package var method: String
    package var target: APITarget
    package var body: [UInt8]
    /// Whether the client wants the connection for itself after the answer's head.
    package var wantsUpgrade: Bool

    package init(
        method: String,
        target: APITarget,
        body: [UInt8] = [],
        wantsUpgrade: Bool = false
    ) {
        self.method = method
        self.target = target
        self.body = body
        self.wantsUpgrade = wantsUpgrade
    }

    /// The body as JSON.
    ///
    /// - Throws: 400 with the decoder's words.
    package func json() throws(EngineError) -> JSONValue {
        do throws(JSONError) {
            return try JSONParser.parse(body)
        } catch {
            throw EngineError(status: 400, message: error.description)
        }
    }

    /// The body as JSON; an object without members where there is none.
    package func jsonIfAny() throws(EngineError) -> JSONValue {
        body.isEmpty ? .object([]) : try json()
    }

    /// The body as a value of a type.
    package func decode<Value: Decodable>(_ type: Value.Type) throws(EngineError) -> Value {
        try Self.decode(type, from: json())
    }

    /// A JSON value as a value of a type.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from value: JSONValue
    ) throws(EngineError) -> Value {
        do throws(JSONError) {
            return try JSONValueDecoder.decode(type, from: value)
        } catch {
            throw EngineError(status: 400, message: error.description)
        }
    }
}

/// What a request is sent to: the API's version, the path's parts, and the query.
package struct APITarget: Hashable, Sendable {
    /// The version named by the path; the newest where it names none.
    package let version: APIVersion
    /// The path's parts after the version, decoded.
    package let parts: [String]
    package let query: QueryItems

    /// Takes a target of a request line apart.
    ///
    /// - Throws: 400 for what is no target or names a version that is not served; 404 for a path
    ///   that climbs.
    package init(_ text: String) throws(EngineError) {
        guard text.utf8.first == UInt8(ascii: "/") else { throw .badRequest }
        let mark = text.firstIndex(of: "?") ?? text.endIndex
        query = try QueryItems(mark < text.endIndex ? text[text.index(after: mark)...] : "")
        var parts: [String] = []
        for piece in text[..<mark].split(separator: "/", omittingEmptySubsequences: true) {
            guard let part = PercentCoding.decode(piece, plusIsSpace: false),
                !part.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
            else { throw .badRequest }
            if part == "." || part == ".." { throw .pageNotFound }
            parts.append(part)
        }
        if let first = parts.first, let version = APIVersion(prefix: first) {
            try version.check()
            self.version = version
            parts.removeFirst()
        } else {
            version = .newest
        }
        self.parts = parts
    }

    package init(parts: [String], query: QueryItems, version: APIVersion = .newest) {
        self.parts = parts
        self.query = query
        self.version = version
    }
}

/// A version of the Engine API, 1.24 to 1.44.
package struct APIVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// The newest version that is served, as it is advertised.
    package static let newest = APIVersion(1, 44)
    package static let oldest = APIVersion(1, 24)

    /// Reads a path's first part such as `v1.41`; `nil` for any other part.
    init?(prefix text: String) {
        let numbers = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        guard text.first == "v", numbers.count == 2,
            numbers.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 4 && $0.allSatisfy(\.isNumber) }),
            let major = Int(numbers[0]), let minor = Int(numbers[1])
        else { return nil }
        self.init(major, minor)
    }

    func check() throws(EngineError) {
        if self > .newest {
            throw EngineError(
                status: 400,
                message: "client version \(self) is too new. "
                    + "Maximum supported API version is \(Self.newest)"
            )
        }
        if self < .oldest {
            throw EngineError(
                status: 400,
                message: "client version \(self) is too old. Minimum supported API version is "
                    + "\(Self.oldest), please upgrade your client to a newer version"
            )
        }
    }

    package static func < (one: Self, other: Self) -> Bool {
        (one.major, one.minor) < (other.major, other.minor)
    }

    package var description: String { "\(major).\(minor)" }
}

extension EngineError {
    package static let badRequest = EngineError(status: 400, message: "Bad Request")
    package static let pageNotFound = EngineError(status: 404, message: "page not found")
}
