package import Basics
import Cells
import ClusterPorts

extension ConsoleModel {
    mutating func take(_ time: WallTime) {
        let before = now
        now = max(now, time)
        let now = now
        if coversToasts { toasts.hold(from: before, to: now) }
        toasts.expire(at: now)
        if expiresFlashes {
            forEachVisibleTable { table, _ in
                table.flashes = table.flashes.filter { $0.value.until > now }
            }
        }
        let names = logNames
        for id in logs.keys.sorted() { logs[id]?.release(at: now, names: names) }
        goOnScanning()
    }

    /// Shows a message for a while.
    mutating func toast(_ phrase: Phrase, _ severity: Severity) { toast(phrase.safe, severity) }

    @_disfavoredOverload
    mutating func toast(_ words: SafeText, _ severity: Severity) {
        say(words, severity)
    }

    /// Says what is about this screen and this key: it goes with the next one.
    mutating func remark(_ phrase: Phrase) { say(phrase.safe, .information, isRemark: true) }

    private mutating func say(_ words: SafeText, _ severity: Severity, isRemark: Bool = false) {
        let until = now + Toast.time(for: words)
        toasts.add(Toast(words: words, severity: severity, until: until, isRemark: isRemark))
        messages.add(words, severity, at: now)
        if case .text(let page) = pages.top.body, page.content == .messages { refreshText() }
    }

    /// When the picture changes by the passing of time alone; `nil` if it never does.
    ///
    /// Send ``ConsoleMessage/time(_:)`` then. Until then an idle console can sleep.
    package var nextWake: WallTime? {
        var times = coversToasts ? [] : toasts.toasts.map(\.until)
        times += logs.values.compactMap(\.nextRelease)
        times += visibleTables.flatMap { $0.table.flashes.values.map(\.until) }
        times += visibleTables.filter { $0.table.isStale }.map { $0.table.nextBuild }
        if logs.values.contains(where: \.isScanning) { times.append(now) }
        if let tick = nextTick { times.append(tick) }
        if let change = nextDeckLogChange { times.append(change) }
        if let step = nextDrainStep { times.append(step) }
        return times.min().map { max($0, now + .milliseconds(1)) }
    }

    /// Whether something stands over the messages, which then wait until they can be read.
    private var coversToasts: Bool {
        switch layer {
        case .box, .menu, .themes: true
        case .prompt, .training, nil: false
        }
    }

    private var expiresFlashes: Bool {
        let now = now
        return visibleTables.contains { $0.table.flashes.values.contains { $0.until <= now } }
    }

    var visibleTables: [(table: TablePage, height: Int)] {
        let layout = layout
        switch pages.top.body {
        case .table(let table): return [(table, layout.tableHeight)]
        case .deck(let deck):
            let deckLayout = DeckLayout(deck, in: layout.content)
            return [
                (deck.services, deckLayout.height(of: .services)),
                (deck.nodes, deckLayout.height(of: .nodes)),
            ]
        default: return []
        }
    }

    /// When an age or a count of seconds in sight goes on.
    ///
    /// All go on with the whole seconds of the wall's clock: young tasks that were born at any time
    /// of a second cost one frame a second, not one each.
    private var nextTick: WallTime? {
        guard let cluster, frozen == nil else { return nil }
        if case .lost = connection { return now + .seconds(1) }
        let clock = cluster.snapshot.clock
        guard !clock.isPaused, clock.speed > 0 else { return nil }
        var ticks: [Duration] = []
        if clock.speed != 1 { ticks.append(.seconds(1)) }
        switch pages.top.body {
        case .table(let table): ticks += ageTicks(table, in: cluster).map { $0 / clock.speed }
        case .rollout(let page):
            if rollouts.tracker(of: page.service)?.state?.isActive == true {
                ticks.append(.seconds(1))
            }
        case .deck: ticks += fadingFailure(in: cluster).map { $0 / clock.speed }
        case .logs(let page):
            if page.view.times == .relative { ticks.append(.seconds(1)) }
        case .text: break
        }
        return ticks.min().map { (now + $0).nextWholeSecond }
    }

    /// How long the map still shows the last failure.
    private func fadingFailure(in cluster: ClusterState) -> [Duration] {
        guard let last = events.events.last(where: { $0.slot == .bad }) else { return [] }
        let left = ClusterState.failureStays - (clusterNow - last.moment)
        return left > .zero ? [left] : []
    }

    /// How long the ages in sight stay as they are.
    private func ageTicks(_ table: TablePage, in cluster: ClusterState) -> [Duration] {
        guard table.columns.contains(where: \.isAge) else { return [] }
        let reader = RowReader(cluster: cluster, rollouts: rollouts, now: clusterNow)
        return table.visibleEntries(height: layout.tableHeight).compactMap { entry in
            cluster.subject(entry.reference).flatMap { reader.shownMoment(of: $0) }
                .map { Age.staysFor(reader.now - $0) }
        }
    }
}

extension WallTime {
    /// This second's begin, or that of the next one if this has begun.
    fileprivate var nextWholeSecond: WallTime {
        let second: Int64 = 1_000_000_000
        let begun = ((nanoseconds % second) + second) % second
        return begun == 0 ? self : self + .nanoseconds(second - begun)
    }
}
