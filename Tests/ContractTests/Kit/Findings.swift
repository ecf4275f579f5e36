/// What one telling of a script found to differ.
struct Findings: Equatable {
    var all: [Finding] = []

    var isEmpty: Bool { all.isEmpty }

    struct Finding: Equatable {
        var place: Place
        /// For the reader: where it was, and what was said on both sides.
        var text: String
    }

    /// What two tellings of the same script have in common, whatever was said there.
    enum Place: Hashable {
        /// The command in that line of the script.
        case line(Int)
        /// A known difference that was not met.
        case row(String)
        /// The machines themselves: they did not start, or a command could not be run.
        case machines
    }

    /// A second telling, held against the first.
    ///
    /// A telling that broke off excuses nothing that the other one found.
    ///
    /// - Returns: what differed both times, as it was the second time, and what did only once.
    func weighed(against first: Findings) -> (repeated: [Finding], single: [Finding]) {
        let before = Set(first.all.map(\.place))
        let now = Set(all.map(\.place))
        if now.contains(.machines) {
            return (first.all.filter { !now.contains($0.place) } + all, [])
        }
        return (
            all.filter { before.contains($0.place) || before.contains(.machines) },
            first.all.filter { !now.contains($0.place) }
                + all.filter { !before.contains($0.place) && !before.contains(.machines) }
        )
    }
}
