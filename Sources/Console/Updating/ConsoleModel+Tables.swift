import Basics

extension ConsoleModel {
    /// The table that has the focus, if one has.
    var table: TablePage? {
        switch pages.top.body {
        case .table(let table): table
        case .deck(let deck) where deck.focus == .services: deck.services
        case .deck(let deck) where deck.focus == .nodes: deck.nodes
        default: nil
        }
    }

    /// Changes the table that has the focus.
    mutating func withTable(_ change: (inout TablePage, Int) -> Void) {
        let layout = layout
        switch pages.top.body {
        case .table(var table):
            change(&table, layout.tableHeight)
            pages.top.body = .table(table)
        case .deck(var deck):
            let deckLayout = DeckLayout(deck, in: layout.content)
            if deck.focus == .services { change(&deck.services, deckLayout.height(of: .services)) }
            if deck.focus == .nodes { change(&deck.nodes, deckLayout.height(of: .nodes)) }
            pages.top.body = .deck(deck)
        default: break
        }
    }

    /// All tables of the screen that is seen, with the heights they are drawn in.
    mutating func forEachVisibleTable(_ change: (inout TablePage, Int) -> Void) {
        let layout = layout
        switch pages.top.body {
        case .table(var table):
            change(&table, layout.tableHeight)
            pages.top.body = .table(table)
        case .deck(var deck):
            let deckLayout = DeckLayout(deck, in: layout.content)
            change(&deck.services, deckLayout.height(of: .services))
            change(&deck.nodes, deckLayout.height(of: .nodes))
            pages.top.body = .deck(deck)
        default: break
        }
    }

    mutating func forEachTable(_ change: (inout TablePage) -> Void) { pages.forEachTable(change) }

    /// Changes what a table lists, and lists it anew at once.
    mutating func changeTable(_ change: (inout TablePage) -> Void) {
        withTable { table, _ in
            change(&table)
            table.isStale = true
            table.builtAt = WallTime(nanoseconds: .min)
        }
    }

    mutating func applyFilter(_ text: String) { changeTable { $0.filter = RowFilter(text) } }

    // MARK: - Sorting

    mutating func sort(by column: ColumnID) {
        changeTable { table in
            let columns = table.kind.columns.map(\.id)
            let wanted = column == .status && !columns.contains(.status) ? .state : column
            guard columns.contains(wanted) else { return }
            table.chosenColumn = wanted
            table.turnOrder(for: wanted)
        }
        rememberOrder()
    }

    /// The next table of this kind is sorted so too, also after the next start.
    private mutating func rememberOrder() {
        guard let table else { return }
        memory.orders[table.kind.noun] = table.order
    }

    mutating func chooseColumn(by step: Int) {
        changeTable { table in
            let columns = table.columns.map(\.id)
            let current = table.chosenColumn ?? table.order?.column
            let index = current.flatMap { columns.firstIndex(of: $0) } ?? (step > 0 ? -1 : 0)
            table.chosenColumn = columns[(index + step + columns.count) % columns.count]
        }
    }

    mutating func sortByChosenColumn() {
        changeTable { table in
            guard let column = table.chosenColumn ?? table.order?.column else { return }
            table.turnOrder(for: column)
        }
        rememberOrder()
    }

    // MARK: - Keeping lists

    /// Lists anew what is stale and in sight.
    ///
    /// Huge tables are listed once a second only.
    mutating func refreshLists() {
        guard let cluster = shownCluster else { return }
        let reader = RowReader(cluster: cluster, rollouts: shownRollouts, now: clusterNow)
        let now = now
        var builds: [RowList] = []
        var lost = 0
        forEachVisibleTable { table, height in
            guard table.isStale, table.nextBuild <= now else { return }
            let list = RowListBuilder(table, reader: reader.reading(table.kind))
                .list(from: table.list, table.upkeep)
            table.show(list, height: height)
            lost += table.takeLostMarks()
            table.isStale = false
            table.builtAt = now
            builds.append(list)
        }
        for list in builds { countBuild(of: list) }
        // The next action would be about other objects than the user thinks.
        if lost > 0 { toast("\(Amount.count(lost, "mark")) went with the rows", .warning) }
    }

    mutating func keepSelectionsInSight() {
        forEachVisibleTable { table, height in table.scroll(height: height) }
    }
}

extension TablePage {
    /// Natural, ascending, descending, and natural again.
    fileprivate mutating func turnOrder(for column: ColumnID) {
        guard let order, order.column == column else {
            order = SortOrder(column: column, isAscending: true)
            return
        }
        self.order = order.isAscending ? SortOrder(column: column, isAscending: false) : nil
    }

    /// The earliest time to list anew.
    var nextBuild: WallTime { builtAt.nanoseconds == .min ? builtAt : builtAt + pause }

    /// How long a list is kept at least, by what making it costs.
    private var pause: Duration {
        switch list.total + list.hidden {
        case ...200: return .zero
        case ...2_000: return isPlain ? .zero : .milliseconds(250)
        case ...20_000: return .milliseconds(isPlain ? 200 : 500)
        default: return .milliseconds(isPlain ? 1_000 : 2_000)
        }
    }
}

extension RowListBuilder {
    init(_ table: TablePage, reader: RowReader) {
        self.init(
            kind: table.kind,
            reader: reader,
            filter: table.filter,
            order: table.order,
            showsFinished: table.showsFinished,
            showsOnlyFaulty: table.showsOnlyFaulty
        )
    }
}

extension PageStack {
    mutating func forEachTable(_ change: (inout TablePage) -> Void) {
        for index in path.indices { Self.change(&path[index].body, change) }
    }

    private static func change(_ body: inout PageBody, _ change: (inout TablePage) -> Void) {
        switch body {
        case .table(var table):
            change(&table)
            body = .table(table)
        case .deck(var deck):
            change(&deck.services)
            change(&deck.nodes)
            body = .deck(deck)
        case .rollout, .logs, .text: break
        }
    }
}
