import Agents
import Basics
import Yams

/// A value of the file with its place.
struct Field {
    let key: String
    let node: Node
    let path: String
    let file: String

    var line: Int { node.mark?.line ?? 1 }
    /// Whether nothing stands behind the key.
    var isNull: Bool {
        node.scalar.map { $0.style == .plain && ["", "~"].contains($0.string) } ?? false
    }
    var isList: Bool { node.sequence != nil }
    /// The value, if it is a single one.
    var scalar: String? { node.scalar?.string }

    func error(_ problem: ImageCatalogError.Problem) -> ImageCatalogError {
        ImageCatalogError(file: file, line: line, path: path, problem: problem)
    }

    func expected(_ form: String) -> ImageCatalogError {
        error(.badValue(scalar ?? "…", expected: form))
    }

    // MARK: Reading

    func text() throws(ImageCatalogError) -> String {
        guard let scalar else { throw error(.notAText) }
        return scalar
    }

    func list() throws(ImageCatalogError) -> [Field] {
        guard let sequence = node.sequence else { throw error(.notAList) }
        return sequence.enumerated().map { index, item in
            Field(key: key, node: item, path: "\(path)[\(index)]", file: file)
        }
    }

    func texts() throws(ImageCatalogError) -> [String] {
        var texts: [String] = []
        for item in try list() { texts.append(try item.text()) }
        return texts
    }

    func reader(keys: [String]?) throws(ImageCatalogError) -> FieldReader {
        try FieldReader(node, path: path, file: file, keys: keys)
    }

    func bool() throws(ImageCatalogError) -> Bool {
        switch try text().lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: throw expected("true or false")
        }
    }

    func integer(_ range: ClosedRange<Int>) throws(ImageCatalogError) -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            throw expected("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func duration() throws(ImageCatalogError) -> Duration {
        guard let duration = GoDuration.parse(try text()), duration >= .zero else {
            throw expected("a duration such as 500ms, 2s or 1m30s")
        }
        return duration
    }

    /// `2s`, or `1s..3s`.
    func range() throws(ImageCatalogError) -> DurationRange {
        let text = try text()
        let form = "a duration such as 2s, or a range such as 1s..3s"
        guard let dots = text.firstRange(of: "..") else { return DurationRange(try duration()) }
        guard let low = GoDuration.parse(String(text[..<dots.lowerBound])),
            let high = GoDuration.parse(String(text[dots.upperBound...])), low >= .zero, low <= high
        else { throw expected(form) }
        return DurationRange(low, high)
    }

    /// `73MB`, `1.2GB`, `900kB`, or bytes.
    func size() throws(ImageCatalogError) -> Int64 {
        let text = try text()
        let units: [(String, Double)] = [("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("B", 1), ("", 1)]
        for (unit, factor) in units where text.hasSuffix(unit) {
            if let number = Double(text.dropLast(unit.count)), number >= 0, number * factor < 1e15 {
                return Int64(number * factor)
            }
        }
        throw expected("a size such as 73MB")
    }

    func rate() throws(ImageCatalogError) -> Double {
        guard let rate = Double(try text()), rate >= 0, rate <= 10_000 else {
            throw expected("requests a second, from 0 to 10000")
        }
        return rate
    }

    func template() throws(ImageCatalogError) -> LogTemplate {
        let source = try text()
        do { return try LogTemplate(source) } catch {
            let fields = LogTemplate.Field.keywords.joined(separator: ", ")
            switch error {
            case .unclosed(let rest): throw self.error(.badTemplate(rest, expected: "closed by }}"))
            case .unknownField(let field):
                throw self.error(.badTemplate(field, expected: "one of \(fields)"))
            }
        }
    }

    /// `KEY: value` pairs, in the order of the file.
    func pairs() throws(ImageCatalogError) -> [(name: String, value: String)] {
        var pairs: [(String, String)] = []
        for field in try reader(keys: nil).all { pairs.append((field.key, try field.text())) }
        return pairs
    }

    func conditions() throws(ImageCatalogError) -> [EnvironmentCondition] {
        try pairs().map { EnvironmentCondition(name: $0.name, value: $0.value) }
    }
}

/// The keys of one mapping, each of which must be known.
struct FieldReader {
    /// In the order of the file.
    let all: [Field]
    private let place: ImageCatalogError

    // `keys` are those that may stand here; `nil` = any.
    init(
        _ node: Node,
        path: String,
        file: String,
        keys: [String]?
    ) throws(ImageCatalogError) {
        place = ImageCatalogError(
            file: file,
            line: node.mark?.line ?? 1,
            path: path,
            problem: .notAMapping
        )
        guard let mapping = node.mapping else {
            if node.scalar?.string.isEmpty == true {
                all = []
                return
            }
            throw place
        }
        var fields: [Field] = []
        for (keyNode, value) in mapping {
            let key = keyNode.scalar?.string ?? ""
            let line = keyNode.mark?.line ?? place.line
            if let keys, !keys.contains(key) {
                let nearest = NearestKey.find(key, among: keys)
                throw ImageCatalogError(
                    file: file,
                    line: line,
                    path: path,
                    problem: .unknownKey(key, nearest: nearest)
                )
            }
            let inner = path.isEmpty ? key : "\(path) › \(key)"
            fields.append(Field(key: key, node: value, path: inner, file: file))
        }
        all = fields
    }

    /// The value behind a key; `nil` when the key is absent or nothing stands behind it.
    func take(_ key: String) -> Field? {
        all.first { $0.key == key && !$0.isNull }
    }

    func missing(_ keys: String) -> ImageCatalogError {
        var error = place
        error.problem = .missingKey(keys)
        return error
    }
}
