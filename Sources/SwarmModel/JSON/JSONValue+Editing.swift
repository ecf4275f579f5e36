import Basics

/// Specs of a live cluster are edited as the engine wrote them: what skep does not model survives.
extension JSONValue {
    /// Reads one JSON text.
    ///
    /// - Throws: ``JSONError`` for bytes that are no JSON.
    package init(bytes: [UInt8]) throws(JSONError) { self = try JSONParser.parse(bytes) }

    /// The JSON that a value is written as.
    ///
    /// - Throws: what the value's own encoding throws.
    package init(encoding value: some Encodable) throws {
        self = try JSONParser.parse(Array(JSONText.compact(value).utf8))
    }

    /// The value read as one of a type.
    ///
    /// - Throws: ``JSONError`` with words.
    package func decoded<Value: Decodable>(_ type: Value.Type) throws(JSONError) -> Value {
        try JSONValueDecoder.decode(type, from: self)
    }

    mutating func set(_ value: JSONValue?, for key: String) {
        guard case .object(var members) = self else { return }
        let index = members.lastIndex { $0.key == key }
        switch (index, value) {
        case (let index?, let value?): members[index] = Member(key: key, value: value)
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(Member(key: key, value: value))
        case (nil, nil): return
        }
        self = .object(members)
    }

    /// The value of the key that is spelled exactly so.
    private func exact(_ key: String) -> JSONValue? { members.last { $0.key == key }?.value }

    /// Whether both say the same; the order of an object's keys says nothing.
    package func saysTheSame(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            mine.count == theirs.count
                && mine.allSatisfy { member in
                    other.exact(member.key).map { member.value.saysTheSame(as: $0) } ?? false
                }
        case (.array(let mine), .array(let theirs)):
            mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.saysTheSame(as: $1) }
        default: self == other
        }
    }

    /// What becomes of this value when somebody turned `before` into `after` in a copy of it that
    /// may lack parts.
    ///
    /// Only what differs between the two is changed: keys that neither mentions stay. Arrays and
    /// single values are replaced as wholes.
    package func applying(changeFrom before: JSONValue?, to after: JSONValue) -> JSONValue {
        if let before, before.saysTheSame(as: after) { return self }
        guard case .object(let wanted) = after, case .object = self else { return after }
        var result = self
        for member in wanted {
            let known = before?.exact(member.key)
            if let known, known.saysTheSame(as: member.value) { continue }
            result[member.key] =
                exact(member.key)?.applying(changeFrom: known, to: member.value) ?? member.value
        }
        for member in before?.members ?? [] where after.exact(member.key) == nil {
            result[member.key] = nil
        }
        return result
    }
}
