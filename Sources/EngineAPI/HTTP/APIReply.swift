import Basics
package import SwarmModel

/// A whole answer: a status, a kind of content, and bytes.
package struct APIReply: Hashable, Sendable {
    package var status: Int
    /// `nil` = no content, and none is named.
    package var contentType: String?
    package var body: [UInt8]
    /// Headers besides those that every answer has.
    package var headers: [Header] = []

    package struct Header: Hashable, Sendable {
        package let name: String
        package let value: String
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(status: Int, contentType: String? = nil, body: [UInt8] = []) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// Exactly this, without a character set: clients compare it (engine-api 2).
    package static let jsonType = "application/json"

    /// A value as JSON, ended by a line end as the engine does.
    ///
    /// - Throws: 500 for a value that has no JSON.
    package static func json(
        _ value: some Encodable,
        status: Int = 200
    ) throws(EngineError) -> APIReply {
        APIReply(status: status, contentType: jsonType, body: try jsonBytes(value))
    }

    /// The answer to the creation of an object; its id is letters and digits.
    package static func created(_ id: String) -> APIReply {
        APIReply(status: 201, contentType: jsonType, body: Array("{\"ID\":\"\(id)\"}\n".utf8))
    }

    /// JSON that ends with a line end already.
    static func json(encoded bytes: [UInt8]) -> APIReply {
        APIReply(status: 200, contentType: jsonType, body: bytes)
    }

    /// A value as one line of JSON.
    package static func jsonBytes(_ value: some Encodable) throws(EngineError) -> [UInt8] {
        do {
            return Array((try JSONText.compact(value) + "\n").utf8)
        } catch {
            throw EngineError(status: 500, message: "\(error)")
        }
    }

    /// Each value as JSON.
    static func pieces(_ values: [some Encodable]) throws(EngineError) -> [[UInt8]] {
        do {
            return try JSONText.pieces(values)
        } catch {
            throw EngineError(status: 500, message: "\(error)")
        }
    }

    /// A success without content.
    package static func empty(_ status: Int = 200) -> APIReply { APIReply(status: status) }

    package static func text(_ text: String, status: Int = 200) -> APIReply {
        APIReply(
            status: status,
            contentType: "text/plain; charset=utf-8",
            body: Array(text.utf8)
        )
    }

    /// A refusal; clients print its message.
    package static func failure(_ error: EngineError) -> APIReply {
        // An empty message makes clients print something ugly.
        let message = error.message.isEmpty ? "unknown error" : error.message
        let body: JSONValue = ["message": .string(message)]
        let text = (try? JSONText.compact(body)) ?? #"{"message":"unknown error"}"#
        return APIReply(
            status: error.status,
            contentType: jsonType,
            body: Array((text + "\n").utf8)
        )
    }
}
