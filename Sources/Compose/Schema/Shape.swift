/// What may stand at one place of a Compose file.
indirect enum Shape: Sendable {
    case anything
    case text
    /// Text or a number, kept as text; booleans must be quoted, as for docker.
    case scalar
    /// The same, or nothing.
    case scalarOrNothing
    /// The same; nothing counts as an empty text.
    case scalarOrEmpty
    case boolean
    case integer(ClosedRange<Int64>)
    case number
    /// `1m30s`.
    case duration
    /// `100M`; kept as a text that tells the bytes.
    case size
    /// The same, kept as a number.
    case byteCount
    /// A share of cores, as text or number.
    case cpus
    /// Permission bits; text is read as octal.
    case mode
    case choice([String])
    case list(Shape)
    /// Keys of the user's own.
    case dictionary(Shape)
    case record(Record)
    /// Something that may also be written in a shorter way.
    case short(ShortForm, Shape)
}

/// A mapping whose keys are known.
struct Record: Sendable {
    let fields: [String: Field]
    /// Keys of the Compose Specification that the stack format does not have.
    let composeOnly: Set<String>
    /// Keys that docker refuses, with its advice.
    let forbidden: [String: String]
    /// Keys that `docker compose config` writes and docker skips; they are dropped.
    let skipped: Set<String>

    init(
        _ fields: [String: Field],
        composeOnly: Set<String> = [],
        forbidden: [String: String] = [:],
        skipped: Set<String> = []
    ) {
        self.fields = fields
        self.composeOnly = composeOnly
        self.forbidden = forbidden
        self.skipped = skipped
    }
}

/// One key of a record.
struct Field: Sendable {
    /// What docker does with a service's key.
    enum Effect: Sendable, Hashable {
        case used
        /// Named in "Ignoring unsupported options".
        case unsupported
        /// Named in "Ignoring deprecated options", with the reason.
        case deprecated(String)
        /// Dropped by docker without a word.
        case withoutEffect
    }

    let shape: Shape
    let merge: MergeRule
    let effect: Effect

    init(_ shape: Shape, merge: MergeRule = .deep, _ effect: Effect = .used) {
        self.shape = shape
        self.merge = merge
        self.effect = effect
    }
}

/// How a later file's value meets an earlier one's.
enum MergeRule: Sendable, Hashable {
    /// Mappings by key, lists one after the other, everything else replaced.
    case deep
    case replace
    /// Lists one after the other; of those with the same key the last counts, in the first's place.
    case unique(UniqueKey)
    /// Options are merged only for the same driver.
    case logging
}

/// What makes two entries of a list one.
enum UniqueKey: Sendable, Hashable {
    /// The whole entry.
    case whole
    /// Address, published and target port, protocol; not the mode.
    case port
    /// The path inside the container; relative ones are below the given folder.
    case target(folder: String)
    case subnet
}

/// Ways to write something shorter than in full.
enum ShortForm: Sendable, Hashable {
    /// One text instead of a list of one.
    case single
    /// `- NAME=value` instead of a mapping.
    case pairs
    /// A command line instead of its words.
    case words
    /// A command line for the shell instead of `["CMD-SHELL", …]`.
    case healthTest
    /// A name instead of `{source: name}`.
    case source
    /// `8080:80` instead of published and target, ranges included.
    case ports
    /// `data:/path:ro` instead of type, source and target.
    case volume
    /// A list of names instead of a mapping.
    case names
    /// A mapping of names to conditions, of which only the names count.
    case keys
    /// One number for soft and hard.
    case ulimit
    /// `external: {name: x}`, the way before `name:`.
    case external
    /// Mappings and both separators instead of `host:address`.
    case hosts
    /// A folder instead of `{context: folder}`.
    case build
}
