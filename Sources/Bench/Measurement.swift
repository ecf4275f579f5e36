/// Something that is measured in a fresh process, a few times over.
struct Measurement: Sendable {
    let name: String
    /// How many processes; figures are the medians.
    let runs: Int
    /// Whether it needs the program's binary.
    let needsProgram: Bool
    let body: @Sendable (Subject) throws -> [Figure]

    init(
        _ name: String,
        runs: Int = 3,
        needsProgram: Bool = false,
        body: @escaping @Sendable (Subject) throws -> [Figure]
    ) {
        self.name = name
        self.runs = runs
        self.needsProgram = needsProgram
        self.body = body
    }

    /// All there is, in the order in which it is printed.
    static let all: [Measurement] =
        scheduling + store + raft + wholeCluster + copies + slopes + frames + attaching + program
        + day + server
}

/// What is measured.
struct Subject: Sendable {
    /// The path of the program.
    var program: String
}

/// Why a part has no figures.
struct Unmeasurable: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
