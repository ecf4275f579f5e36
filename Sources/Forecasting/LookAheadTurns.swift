/// Lets one look ahead after the other be worked out.
///
/// A World cannot be made half: a forecast that nobody wants any more still ends what it is at. Those
/// behind it wait here, where giving them up costs nothing.
package struct LookAheadTurns {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init() {}

    /// How many wait for their turn.
    package var queueLength: Int { waiting.count }

    /// Lets the caller go on as soon as nobody before it is at work.
    package mutating func take(_ turn: CheckedContinuation<Void, Never>) {
        guard isTaken else {
            isTaken = true
            return turn.resume()
        }
        waiting.append(turn)
    }

    /// Lets the next one begin, who came first.
    package mutating func giveBack() {
        guard !waiting.isEmpty else {
            isTaken = false
            return
        }
        waiting.removeFirst().resume()
    }
}
