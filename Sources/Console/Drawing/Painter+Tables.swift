import Basics
import Cells

extension Painter {
    mutating func drawTable(
        _ table: TablePage,
        in rect: Rect,
        isFocused: Bool,
        showsAges: Bool = true
    ) {
        let pane = drawFrame(rect, title: title(of: table), isFocused: isFocused)
        guard let cluster = model.cluster else { return }
        let reader = RowReader(cluster: cluster, rollouts: model.rollouts, now: model.clusterNow)
            .reading(table.kind)
        let body = pane.tableBody
        let entries = Array(table.visibleEntries(height: body.rows))
        let columns = table.columns.filter { showsAges || !$0.isAge }
        let rows = entries.map { cells(of: $0, columns: columns, reader: reader) }
        rowsBuilt += rows.count
        let layout = ColumnLayout(
            columns: columns,
            rows: rows,
            width: body.columns,
            keeping: [table.chosenColumn, table.order?.column].compactMap(\.self),
            shift: table.showsColumnsInOrder ? table.columnShift : nil
        )
        if pane.hasHeading {
            drawHeading(layout, table, row: pane.inner.row, in: pane.inner)
        }
        for (index, row) in rows.enumerated() {
            drawRow(row, layout, table, entry: entries[index], row: body.row + index, in: body)
            hits.add(body.rows(index..<index + 1), .row(table.firstRow(height: body.rows) + index))
            if table.marks.contains(entries[index].reference) {
                grid.restyle(body.rows(index..<index + 1), slot: .mark)
            }
            if entries[index].reference == table.selection {
                let bar = body.rows(index..<index + 1)
                grid.restyle(
                    bar,
                    slot: isFocused ? .cursor : nil,
                    attributes: isFocused ? [] : .bold
                )
            }
        }
        if rows.isEmpty {
            let words = table.emptyWords(
                keymap: model.settings.keymap,
                in: model.cluster?.snapshot
            ).safe
            grid.write(words, row: body.row, column: body.column + 1, slot: .dim, in: body)
        }
    }

    private func cells(of entry: RowEntry, columns: [Column], reader: RowReader) -> [CellText] {
        guard let subject = reader.cluster.subject(entry.reference) else {
            var gone = columns.map { _ in CellText.empty }
            gone[0] = CellText(entry.reference.shortID + " (gone)", .dim)
            return gone
        }
        return columns.map { reader.cell($0.id, of: subject, isHistory: entry.isHistory) }
    }

    private mutating func drawHeading(
        _ layout: ColumnLayout,
        _ table: TablePage,
        row: Int,
        in rect: Rect
    ) {
        // On the frame beside the headings: there are more columns that way.
        let more = [(layout.hasLeft, rect.column - 1, "‹"), (layout.hasRight, rect.endColumn, "›")]
        for (isThere, column, sign) in more where isThere {
            grid.write(sign.safe, row: row, column: column, slot: .accent)
        }
        for (column, place) in layout.places {
            let isSorted = table.order?.column == column.id
            let sign: SafeText = isSorted ? (table.order?.isAscending == true ? "↑" : "↓") : ""
            let text = (column.heading + sign).padded(
                toWidth: place.width,
                alignment: column.alignment
            )
            let isChosen = table.chosenColumn == column.id
            hits.add(
                Rect(row: row, column: rect.column + place.start, rows: 1, columns: place.width),
                .heading(column.id)
            )
            grid.write(
                text,
                row: row,
                column: rect.column + place.start,
                slot: isSorted ? .accent : .heading,
                attributes: isChosen ? .underline : [],
                in: rect
            )
        }
    }

    private mutating func drawRow(
        _ cells: [CellText],
        _ layout: ColumnLayout,
        _ table: TablePage,
        entry: RowEntry,
        row: Int,
        in rect: Rect
    ) {
        let flash = table.flashes[entry.reference].flatMap { $0.until > model.now ? $0 : nil }
        for (column, place) in layout.places {
            let cell = cells[place.index]
            let text = cell.text.padded(toWidth: place.width, alignment: column.alignment)
            let isNew = flash?.columns.contains(column.id) == true
            grid.write(
                text,
                row: row,
                column: rect.column + place.start,
                slot: isNew ? .added : cell.slot,
                attributes: isNew ? .bold : [],
                in: rect
            )
            highlight(text, table.filter, row: row, column: rect.column + place.start, in: rect)
        }
    }

    /// Shows where a filter's text was found.
    private mutating func highlight(
        _ text: SafeText,
        _ filter: RowFilter,
        row: Int,
        column: Int,
        in rect: Rect
    ) {
        guard !filter.isEmpty else { return }
        for range in filter.highlights(in: text.string) {
            let start = text.isASCII ? range.lowerBound : text.utf8Width(upTo: range.lowerBound)
            let end = text.isASCII ? range.upperBound : text.utf8Width(upTo: range.upperBound)
            let place = Rect(row: row, column: column + start, rows: 1, columns: end - start)
            grid.restyle(place.intersection(rect), slot: .match)
        }
    }

    private func title(of table: TablePage) -> Line {
        var line = Line(table.kind.noun.said, .title)
        if let scope = table.kind.scopeName(in: model.cluster) {
            line += Span(" of ", .dim)
            line += Span(scope, .accent)
        }
        let position = table.count == 0 ? 0 : table.index + 1
        let of =
            table.count == table.list.total
            ? "\(table.count)" : said("\(table.count) of \(table.list.total)")
        line += Span(" \(position)/\(of)", .text)
        if let problem = table.filter.problem {
            line += Span(" /" + table.filter.text, .dim)
            line += Span(" not in effect: \(problem)", .warn)
        } else if !table.filter.isEmpty {
            line += Span(" /" + table.filter.text, .match)
        }
        if !table.marks.isEmpty { line += Span(" \(table.marks.count) marked", .mark) }
        if table.showsOnlyFaulty { line += Span(" only in trouble", .warn) }
        if table.list.hidden > 0 { line += Span(" \(table.list.hidden) finished hidden", .dim) }
        if let order = table.order {
            let title = table.kind.columns.first { $0.id == order.column }?.title.string
            let name = Phrase(order.column.rawValue, foundBy: title ?? "")
            line += Span(order.isAscending ? " by \(name)" : " by \(name) down", .dim)
        }
        if let words = model.cluster?.headWords(of: table.kind), !words.isEmpty {
            line += Span(" · " + words.safe, .dim)
        }
        return line
    }
}

/// Which columns fit, and where they are.
struct ColumnLayout {
    struct Place {
        /// Among all columns of the row.
        let index: Int
        let start: Int
        let width: Int
    }

    private(set) var places: [(column: Column, place: Place)] = []
    /// Whether columns are out of sight on that side.
    private(set) var hasLeft = false
    private(set) var hasRight = false

    private static let gap = 2
    /// Names are left this many cells where columns that matter need room.
    private static let leastName = 24

    /// Columns are as wide as what is in sight; when there are too many, the least important go,
    /// but for those that the user has chosen.
    ///
    /// With a `shift`, so many columns after the first one are passed over instead; those that have
    /// no place are then the last ones, and none is left out between them.
    init(
        columns: [Column],
        rows: [[CellText]],
        width: Int,
        keeping chosen: [ColumnID] = [],
        shift: Int? = nil
    ) {
        let rank = { (index: Int) in
            chosen.contains(columns[index].id) ? 0 : columns[index].rank
        }
        let contents = columns.indices.map { index in
            rows.reduce(0) { max($0, $1[index].text.width) }
        }
        var widths = zip(columns, contents).map { column, content in
            // One column of the title's width is kept for the sign of the order.
            max(column.heading.width + 1, min(column.maximum, content))
        }
        var kept = Array(columns.indices)
        func total() -> Int {
            kept.reduce(0) { $0 + minimum($1) } + Self.gap * max(0, kept.count - 1)
        }
        func minimum(_ index: Int) -> Int {
            columns[index].isFlexible
                ? min(widths[index], columns[index].heading.width + 6) : widths[index]
        }
        // A long name leaves half of the width to what is said of it.
        let nameWish = widths.first ?? 0
        if !kept.isEmpty, total() > width {
            widths[0] = min(nameWish, max(Self.leastName, width / 2))
        }
        if let shift {
            kept = [0] + (min(1 + shift, columns.count)..<columns.count)
            while total() > width, kept.count > 2 { kept.removeLast() }
            hasLeft = shift > 0
            hasRight = (kept.last ?? 0) < columns.count - 1
        }
        while shift == nil, total() > width, kept.count > 1,
            let victim = kept.dropFirst().max(by: { rank($0) <= rank($1) })
        {
            // Rather a long name is cut than that what matters is not seen at all.
            let spare = widths[0] - Self.leastName
            if rank(victim) <= 1, spare > 0 {
                widths[0] -= min(spare, total() - width)
                continue
            }
            if rank(victim) == 0 { break }
            kept.removeAll { $0 == victim }
        }
        if !kept.isEmpty { widths[0] += min(nameWish - widths[0], max(0, width - total())) }
        let spare = width - total()
        let flexible = kept.filter { columns[$0].isFlexible }
        for index in flexible {
            let wish = widths[index] - minimum(index)
            widths[index] = minimum(index) + min(wish, max(0, spare / flexible.count))
        }
        // Room that is left goes to what would be cut.
        let used = kept.reduce(Self.gap * max(0, kept.count - 1)) { $0 + widths[$1] }
        var room = max(0, width - used)
        for index in kept where contents[index] > widths[index] {
            let more = min(contents[index] - widths[index], room)
            widths[index] += more
            room -= more
        }
        var start = 0
        for index in kept {
            places.append((columns[index], Place(index: index, start: start, width: widths[index])))
            start += widths[index] + Self.gap
        }
    }
}
