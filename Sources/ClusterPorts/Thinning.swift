package import Basics

/// Which of the moments that a past keeps can be done without.
///
/// The longer ago a moment is, the wider it may be apart from its neighbours: what is kept of a day
/// is as fine for the last seconds as what is kept of a minute, and no finer for the first hours than
/// they need.
package enum Thinning {
    /// The moment whose neighbours are closest, measured by how long ago it is.
    ///
    /// - Parameter moments: in order. The first and the last are never named: how far back the past
    ///   reaches, and the present.
    /// - Returns: an index; `nil` for fewer than three moments.
    package static func leastMissed(of moments: [Moment]) -> Int? {
        guard moments.count > 2, let last = moments.last else { return nil }
        var best = 1
        var least = Double.infinity
        for index in 1..<moments.count - 1 {
            let gap = Double((moments[index + 1] - moments[index - 1]).nanoseconds)
            // A clock that stands still makes several of one moment.
            let age = Double(max(1, (last - moments[index]).nanoseconds))
            guard gap / age < least else { continue }
            (best, least) = (index, gap / age)
        }
        return best
    }
}
