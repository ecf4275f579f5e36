/// What one telling of a script found to differ.
struct Findings: Equatable {
    var all: [Finding] = []
    /// Why it was not told to its end.
    var stop: Stop?

    /// Told to its end, and all the same.
    var isClean: Bool { all.isEmpty && stop == nil }

    /// What ends a telling early, and says nothing against skep.
    enum Stop: Equatable, CustomStringConvertible {
        case muchDiffers
        case timeIsUp(told: Int, steps: Int)
        /// The real machines did not come up, or were lost.
        case noRealMachines(String)

        var description: String {
            switch self {
            case .muchDiffers: "too much differed"
            case .timeIsUp(let told, let steps):
                "SKIPPED: the time was up after \(told) of \(steps) steps"
            case .noRealMachines(let why): "SKIPPED: there were no real machines: \(why)"
            }
        }
    }

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
        /// skep's machines: they did not start, or a command could not be run.
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
