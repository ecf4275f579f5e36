package import SwarmModel
package import SwarmStore

extension QueryItems {
    /// The `filters` parameter, in either of its two forms: lists, or maps of what is true.
    ///
    /// - Throws: 400 with the decoder's words.
    package func filters() throws(EngineError) -> EngineFilters {
        let text = self["filters"] ?? ""
        guard !text.isEmpty else { return EngineFilters() }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(Array(text.utf8))
        } catch {
            throw EngineError(status: 400, message: error.description)
        }
        var filters = EngineFilters()
        switch value {
        case .null: break
        case .object(let members):
            for member in members { filters.values[member.key] = try Self.wishes(member.value) }
        default: throw EngineError(status: 400, message: "invalid filter")
        }
        return filters
    }

    private static func wishes(_ value: JSONValue) throws(EngineError) -> [String] {
        switch value {
        case .object(let members): return members.filter { $0.value == .bool(true) }.map(\.key)
        case .array(let elements):
            let texts = elements.compactMap(\.text)
            if texts.count == elements.count { return texts }
            throw EngineError(status: 400, message: "invalid filter")
        case .null: return []
        default: throw EngineError(status: 400, message: "invalid filter")
        }
    }
}
