import Cells

extension ConsoleModel {
    mutating func changeRollout(_ change: (inout RolloutPage) -> Void) {
        guard case .rollout(var page) = pages.top.body else { return }
        change(&page)
        pages.top.body = .rollout(page)
    }

    mutating func moveInRollout(_ movement: Movement) {
        let height = RolloutLayout(layout.content).rows.rows
        guard case .rollout(let page) = pages.top.body else { return }
        let reading = rollouts.tracker(of: page.service).map {
            RolloutReading(tracker: $0, now: clusterNow)
        }
        let count = reading?.total ?? 0
        let first = reading.map { page.firstRow($0, height: height) } ?? 0
        changeRollout { page in
            let last = max(0, count - height)
            let target =
                movement == .bottom
                ? last : movement.target(from: first, count: count, height: height)
            page.top = min(max(0, target), last)
            page.follows = false
        }
    }
}

extension RolloutPage {
    /// The first row that is drawn: the user's, or one that shows where work is done.
    func firstRow(_ reading: RolloutReading, height: Int) -> Int {
        let last = max(0, reading.total - height)
        guard follows, let active = reading.firstActivePlace else { return min(top, last) }
        return min(max(0, active - height / 3), last)
    }
}
