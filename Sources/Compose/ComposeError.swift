/// Why a Compose file, or a set of them, cannot be used.
package enum ComposeError: Error, Hashable, Sendable {
    package enum Encoding: String, Hashable, Sendable {
        case utf8 = "UTF-8"
        case utf16 = "UTF-16"
        case utf32 = "UTF-32"
    }

    package enum AliasFault: Hashable, Sendable {
        case unknown, containsItself
    }

    /// The kinds of object that a service may refer to.
    package enum Reference: String, Hashable, Sendable {
        case network, config, secret, volume
    }

    // The file as text.
    case noFiles
    case tooLarge(file: String, bytes: Int, limit: Int)
    case encoding(Encoding, at: SourcePlace)

    // The text as YAML.
    case syntax(String, at: SourcePlace)
    case duplicateKey(String, first: SourcePlace, at: SourcePlace)
    case key(found: String, at: SourcePlace)
    case mergeKey(found: String, at: SourcePlace)
    case alias(String, AliasFault, at: SourcePlace)
    case tag(String, at: SourcePlace)
    case tooDeep(limit: Int, at: SourcePlace)
    case tooManyNodes(limit: Int, at: SourcePlace)
    case empty(file: String)
    case topLevel(found: String, at: SourcePlace)

    // Variables.
    case interpolation(String, path: String, at: SourcePlace)
    case requiredVariable(String, reason: String, path: String, at: SourcePlace)
    case environmentFile(String, at: SourcePlace)

    // The YAML as Compose.
    case unsupportedVersion(String, at: SourcePlace)
    case differentVersions(String, String, at: SourcePlace)
    case unknownKey(String, path: String, nearest: String?, at: SourcePlace)
    case composeOnlyKey(String, path: String, at: SourcePlace)
    case forbiddenKey(String, path: String, advice: String, at: SourcePlace)
    case wrongType(path: String, expected: String, found: String, at: SourcePlace)
    case invalidValue(path: String, reason: String, at: SourcePlace)
    case missingKey(String, path: String, at: SourcePlace)
    case mergeConflict(path: String, base: String, override: String, at: SourcePlace)

    // The parts together.
    case noServices(file: String)
    case invalidImage(service: String, reason: String, at: SourcePlace)
    case undefined(Reference, String, service: String, nearest: String?, at: SourcePlace)
    case invalidService(String, reason: String, at: SourcePlace)
    case conflict(String, at: SourcePlace)
    case unreadableFile(String, path: String, reason: String, at: SourcePlace)

    // Conversion to specs.
    case invalidStackName(String)
    case notFound(Reference, String, service: String)
}

extension ComposeError: CustomStringConvertible {
    /// One line, `file:line: text`; syntax errors name the column, too.
    package var message: String {
        guard let place else { return text }
        if case .syntax = self { return "\(place.file):\(place.line):\(place.column): \(text)" }
        return "\(place.file):\(place.line): \(text)"
    }

    package var description: String { message }

    /// Where the fault is written, if it is written anywhere.
    package var place: SourcePlace? {
        switch self {
        case .encoding(_, let place), .syntax(_, let place), .duplicateKey(_, _, let place),
            .key(_, let place), .mergeKey(_, let place), .alias(_, _, let place),
            .tag(_, let place), .tooDeep(_, let place), .tooManyNodes(_, let place),
            .topLevel(_, let place), .interpolation(_, _, let place),
            .requiredVariable(_, _, _, let place), .environmentFile(_, let place),
            .unsupportedVersion(_, let place), .differentVersions(_, _, let place),
            .unknownKey(_, _, _, let place), .composeOnlyKey(_, _, let place),
            .forbiddenKey(_, _, _, let place), .wrongType(_, _, _, let place),
            .invalidValue(_, _, let place), .missingKey(_, _, let place),
            .mergeConflict(_, _, _, let place), .invalidImage(_, _, let place),
            .undefined(_, _, _, _, let place), .invalidService(_, _, let place),
            .conflict(_, let place), .unreadableFile(_, _, _, let place):
            place
        case .tooLarge(let file, _, _), .empty(let file), .noServices(let file):
            SourcePlace(file: file, line: 1)
        case .noFiles, .invalidStackName, .notFound:
            nil
        }
    }

    /// The text without its place.
    ///
    /// Where docker has words for the fault, they are docker's.
    package var text: String {
        switch self {
        case .noFiles, .tooLarge, .encoding, .empty, .topLevel: fileText
        case .syntax, .duplicateKey, .key, .mergeKey, .alias, .tag, .tooDeep, .tooManyNodes:
            yamlText
        case .interpolation, .requiredVariable, .environmentFile: variableText
        case .noServices, .invalidImage, .undefined, .invalidService, .conflict, .unreadableFile,
            .invalidStackName, .notFound:
            stackText
        default: keyText
        }
    }
}

extension ComposeError {
    private var fileText: String {
        switch self {
        case .tooLarge(_, let bytes, let limit):
            "the file has \(bytes) bytes; at most \(limit) are read"
        case .encoding(.utf32, _): "the file is written in UTF-32; only UTF-8 and UTF-16 are read"
        case .encoding(let encoding, _): "the file is not valid \(encoding.rawValue)"
        case .empty: "the file is empty"
        case .topLevel(let found, _): "top-level object must be a mapping, found \(found)"
        default: "specify a Compose file (with --compose-file)"
        }
    }

    private var yamlText: String {
        switch self {
        case .syntax(let problem, _): problem
        case .duplicateKey(let key, let first, _):
            "duplicate key `\(Quoted.bare(key))` (first in line \(first.line))"
        case .key(let found, _): "a key must be a text, found \(found)"
        case .mergeKey(let found, _): "`<<` needs a mapping or a list of mappings, found \(found)"
        case .alias(let name, .unknown, _): "unknown alias `*\(Quoted.bare(name))`"
        case .alias(let name, .containsItself, _):
            "the alias `*\(Quoted.bare(name))` stands inside its own anchor"
        case .tag(let tag, _): "unknown tag `\(Quoted.bare(tag))`"
        case .tooDeep(let limit, _): "nested deeper than \(limit) levels"
        case .tooManyNodes(let limit, _): "more than \(limit) values, counting what aliases repeat"
        default: ""
        }
    }

    private var variableText: String {
        switch self {
        case .interpolation(let template, let path, _):
            "invalid interpolation format for \(path): \(Quoted.text(template)); "
                + "you may need to escape any $ with another $"
        case .requiredVariable(let name, let reason, let path, _):
            "error while interpolating \(path): required variable \(name) is missing a value"
                + (reason.isEmpty ? "" : ": \(reason)")
        case .environmentFile(let problem, _): problem
        default: ""
        }
    }

    private var keyText: String {
        switch self {
        case .unsupportedVersion(let version, _): "unsupported Compose file version: \(version)"
        case .differentVersions(let first, let second, _):
            "version mismatched between two composefiles : \(first) and \(second)"
        case .unknownKey(let key, let path, let nearest, _):
            "\(lead(path))unknown key `\(Quoted.bare(key))`" + suggestion(nearest)
        case .composeOnlyKey(let key, let path, _):
            "\(lead(path))`\(key)` is for Compose alone; docker stack deploy does not know it"
        case .forbiddenKey(let key, let path, let advice, _):
            "\(lead(path))unsupported option \(key): \(advice)"
        case .wrongType(let path, let expected, let found, _):
            "\(lead(path))expected \(expected), found \(found)"
        case .invalidValue(let path, let reason, _): "\(lead(path))\(reason)"
        case .missingKey(let key, let path, _): "\(lead(path))the key `\(key)` is missing"
        case .mergeConflict(let path, let base, let override, _):
            "cannot override \(path): it is \(base) before, and \(override) here"
        default: ""
        }
    }

    private var stackText: String {
        switch self {
        case .noServices: "no services are defined"
        case .invalidImage(let service, let reason, _):
            "invalid image reference for service \(service): \(reason)"
        case .undefined(let kind, let name, let service, let nearest, _):
            "service \(service): undefined \(kind.rawValue) \"\(name)\"" + suggestion(nearest)
        case .invalidService(let service, let reason, _): "service \(service): \(reason)"
        case .conflict(let problem, _): problem
        case .unreadableFile(let object, let path, let reason, _):
            "\(object): cannot read \(path): \(reason)"
        case .invalidStackName(let name): "invalid stack name: \(Quoted.text(name))"
        case .notFound(let kind, let name, let service):
            "service \(service): \(kind.rawValue) not found: \(name)"
        default: ""
        }
    }

    private func lead(_ path: String) -> String { path.isEmpty ? "" : path + ": " }

    private func suggestion(_ nearest: String?) -> String {
        nearest.map { "; did you mean `\($0)`?" } ?? ""
    }
}
