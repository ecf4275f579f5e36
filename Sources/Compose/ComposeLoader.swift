import SwarmModel

/// What is loaded: files in order, and the values for their variables.
package struct ComposeInput: Sendable {
    /// Later files are laid over earlier ones.
    package var files: [SourceFile]
    package var environment: [String: String]
    /// The project's `.env`; the environment goes before it.
    package var dotEnv: SourceFile?
    /// The folder to which all paths in the files relate; that of the first file if not said.
    package var projectFolder: String

    package init(
        files: [SourceFile],
        environment: [String: String] = [:],
        dotEnv: SourceFile? = nil,
        projectFolder: String? = nil
    ) {
        self.files = files
        self.environment = environment
        self.dotEnv = dotEnv
        self.projectFolder = projectFolder ?? FilePath.folder(of: files.first?.path ?? "")
    }
}

/// Reads Compose files the way `docker compose config` and `docker stack deploy` do.
package enum ComposeLoader {
    /// Reads, merges and checks the files.
    ///
    /// - Parameters:
    ///   - input: the files and the values for their variables.
    ///   - readFile: reads what the files name: configs, secrets, environment files.
    /// - Returns: the one stack that the files amount to.
    /// - Throws: the first fault, with its place.
    package static func load(
        _ input: ComposeInput,
        readFile: ComposeFileReader
    ) throws(ComposeError) -> ComposeStack {
        var input = input
        if let dotEnv = input.dotEnv {
            let values = try EnvironmentFile.dotEnv(dotEnv, outside: input.environment)
            input.environment.merge(values) { outside, _ in outside }
        }
        let files = try LoadedFiles(input)
        return try StackReading(files: files, input: input).stack(readFile: readFile)
    }
}

/// The files as one tree in canonical form, and what there is to say about them.
struct LoadedFiles {
    private(set) var tree: YAMLNode
    private(set) var warnings: [ComposeWarning] = []

    init(_ input: ComposeInput) throws(ComposeError) {
        guard let first = input.files.first else { throw .noFiles }
        tree = YAMLNode(
            .mapping(YAMLMapping()),
            at: SourcePlace(file: first.path, line: 1)
        )
        var version: String?
        var interpolation = TreeInterpolation(environment: input.environment)
        for file in input.files {
            let raw = try interpolation.interpolate(Self.document(of: file))
            version = try Self.version(of: raw, after: version)
            warnings += PortAddresses.warnings(in: raw)
            let checked = try ShapeChecker().check(raw, as: .record(.file), at: TreePath())
            try Self.checkKeys(of: checked)
            tree = try TreeMerge.settled(TreeMerge.merge(tree, checked)) ?? tree
        }
        warnings = interpolation.unset.map(ComposeWarning.unsetVariable) + warnings
        warnings += IgnoredOptions(in: tree).warnings
    }

    private static func document(of file: SourceFile) throws(ComposeError) -> YAMLNode {
        let text = try TextDecoding.text(of: file)
        guard let root = try YAMLReader.read(text, file: file.path) else {
            throw .empty(file: file.path)
        }
        guard root.mapping != nil else { throw .topLevel(found: root.found, at: root.place) }
        return root
    }

    private static func version(
        of root: YAMLNode,
        after earlier: String?
    ) throws(ComposeError) -> String? {
        guard let node = root.mapping?["version"], !node.isNull else { return earlier }
        guard let version = node.text else {
            throw .wrongType(
                path: "version",
                expected: "a text such as \"3.8\" (put it in quotes)",
                found: node.found,
                at: node.place
            )
        }
        let known = ["", "3"] + (0...13).map { "3.\($0)" }
        guard known.contains(version) else { throw .unsupportedVersion(version, at: node.place) }
        if let earlier, earlier != version {
            throw .differentVersions(earlier, version, at: node.place)
        }
        return version
    }

    /// Names of objects are made of letters, digits and `._-`.
    private static func checkKeys(of root: YAMLNode) throws(ComposeError) {
        for section in ["services", "networks", "volumes", "configs", "secrets"] {
            for entry in root.mapping?[section]?.mapping?.entries ?? [] {
                let isName = entry.key.utf8.allSatisfy { byte in
                    byte < 128
                        && (Character(Unicode.Scalar(byte)).isLetter || (48...57).contains(byte))
                        || "._-".utf8.contains(byte)
                }
                guard isName, !entry.key.isEmpty else {
                    throw .invalidValue(
                        path: section,
                        reason: "\(Quoted.text(entry.key)) is no name: "
                            + "letters, digits, dots, dashes and underscores only",
                        at: entry.keyPlace
                    )
                }
            }
        }
    }
}

/// The options of services that a swarm has no use for.
private struct IgnoredOptions {
    private var unsupported: Set<String> = []
    private var deprecated: [String: String] = [:]
    private var withoutEffect: Set<String> = []

    init(in tree: YAMLNode) {
        if tree.mapping?["name"] != nil { withoutEffect.insert("name") }
        for network in tree.mapping?.mapping("networks")?.entries ?? [] {
            let driver = network.value.mapping?.mapping("ipam")?.text("driver")
            if let driver, driver != "default" { withoutEffect.insert("ipam.driver") }
        }
        for service in tree.mapping?["services"]?.mapping?.entries ?? [] {
            for entry in service.value.mapping?.entries ?? [] {
                switch Record.service.fields[entry.key]?.effect {
                case .unsupported: unsupported.insert(entry.key)
                case .deprecated(let reason): deprecated[entry.key] = reason
                case .withoutEffect: withoutEffect.insert(entry.key)
                case .used, nil: break
                }
            }
        }
    }

    var warnings: [ComposeWarning] {
        var warnings: [ComposeWarning] = []
        if !unsupported.isEmpty { warnings.append(.unsupportedOptions(unsupported.sorted())) }
        if !deprecated.isEmpty {
            let sorted = deprecated.sorted { $0.key < $1.key }
            warnings.append(
                .deprecatedOptions(sorted.map { .init(option: $0.key, reason: $0.value) })
            )
        }
        if !withoutEffect.isEmpty { warnings.append(.withoutEffect(withoutEffect.sorted())) }
        return warnings
    }
}

/// Ports that are bound to one address, which a swarm does not do.
private enum PortAddresses {
    static func warnings(in root: YAMLNode) -> [ComposeWarning] {
        var warnings: [ComposeWarning] = []
        for service in root.mapping?["services"]?.mapping?.entries ?? [] {
            for port in service.value.mapping?["ports"]?.list ?? [] {
                guard let text = port.text else { continue }
                let parts = text.split(separator: ":", omittingEmptySubsequences: false)
                let address = parts.dropLast(2).joined(separator: ":")
                if ["", "0.0.0.0", "[::]", "::"].contains(address) { continue }
                warnings.append(.ignoredAddress(text, service: service.key))
            }
        }
        return warnings
    }
}
