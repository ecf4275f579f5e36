import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// How much of the cluster the map shows for each cell.
enum MapScale: Hashable, Sendable {
    /// A row for each service, a column of cells for each node, a glyph for each task.
    case matrix(nodeWidth: Int)
    /// A row for each node, a glyph for each task.
    case strips
    /// A glyph for each node.
    case nodes

    /// The finest scale that fits.
    static func fitting(_ cluster: ClusterState, in area: Rect) -> MapScale {
        let nodes = max(1, cluster.nodeOrder.count)
        let tasks = cluster.store.taskTally.live
        let names = serviceNameWidth(cluster, in: area)
        // A column more for tasks without a node.
        let columns = nodes + (cluster.store.taskTally.waiting > 0 ? 1 : 0)
        let width = (area.columns - names) / columns
        let perNode = (tasks + nodes - 1) / nodes
        if width >= nodeWidths.lowerBound, cluster.serviceOrder.count <= 60, tasks <= 2_000 {
            return .matrix(nodeWidth: min(width, nodeWidths.upperBound))
        }
        if nodes <= max(1, area.rows) * 3, perNode <= area.columns * 2, tasks <= 4_000 {
            return .strips
        }
        return .nodes
    }

    private static let nodeWidths = 5...14

    /// As wide as the longest name in sight, as far as the nodes leave room.
    static func serviceNameWidth(_ cluster: ClusterState, in area: Rect) -> Int {
        let longest = cluster.serviceOrder.prefix(60).reduce(0) {
            max($0, cluster.store.service($1)?.name.utf8.count ?? 0)
        }
        let room = area.columns - cluster.nodeOrder.count * 8
        return min(longest + 1, max(area.columns / 4, room), 32)
    }
}

extension Painter {
    mutating func drawMap(_ deck: DeckPage, in rect: Rect) {
        guard let cluster = model.cluster else { return }
        let area = PaneLayout(rect).inner
        let scale = MapScale.fitting(cluster, in: area.splitBottom(1).rest)
        let title: Line = [Span("replica map", .title), Span(Self.scaleWords(scale), .dim)]
        _ = drawFrame(rect, title: title, isFocused: deck.focus == .map)
        let hasLegend = area.rows >= 4
        let (body, legend) = area.splitBottom(hasLegend ? 1 : 0)
        switch scale {
        case .matrix(let width): drawMatrix(cluster, nodeWidth: width, top: deck.mapTop, in: body)
        case .strips: drawStrips(cluster, top: deck.mapTop, in: body)
        case .nodes: drawNodeGlyphs(cluster, top: deck.mapTop, in: body)
        }
        if hasLegend { drawLegend(scale, in: legend) }
    }

    private static func scaleWords(_ scale: MapScale) -> Phrase {
        switch scale {
        case .matrix: " services × nodes"
        case .strips: " a row a node"
        case .nodes: " a glyph a node"
        }
    }

    // MARK: - Services × nodes

    private mutating func drawMatrix(
        _ cluster: ClusterState,
        nodeWidth: Int,
        top: Int,
        in area: Rect
    ) {
        let names = MapScale.serviceNameWidth(cluster, in: area)
        let (heading, body) = area.splitTop(area.rows >= 3 ? 1 : 0)
        let services = cluster.serviceOrder
        let first = min(top, max(0, services.count - body.rows))
        let shown = services.dropFirst(first).prefix(body.rows)
        let rowOf = Dictionary(uniqueKeysWithValues: zip(shown, body.row...))
        for (id, row) in zip(shown, body.row...) {
            let name = (cluster.store.service(id)?.name ?? "").safe.truncatedFront(
                toWidth: names - 1
            )
            grid.write(name, row: row, column: body.column, slot: .text, in: body)
        }
        for (index, node) in cluster.nodeOrder.enumerated() {
            let column = area.column + names + index * nodeWidth
            let place = Rect(row: area.row, column: column, rows: area.rows, columns: nodeWidth - 1)
                .intersection(area)
            guard !place.isEmpty else { break }
            drawNodeName(node, cluster, in: place.intersection(heading))
            drawNodeColumn(cluster.mapTasks(on: node), rowOf, cluster, in: place.intersection(body))
        }
        guard cluster.store.taskTally.waiting > 0 else { return }
        let end = area.column + names + cluster.nodeOrder.count * nodeWidth
        let waiting = area.splitLeft(end - area.column).rest
        grid.write(
            said("no node").safe,
            row: heading.row,
            column: waiting.column,
            slot: .warn,
            in: waiting.intersection(heading)
        )
        drawWaiting(cluster, rowOf, in: waiting.intersection(body))
    }

    /// Tasks that have no node yet would be on no node's column.
    private mutating func drawWaiting(
        _ cluster: ClusterState,
        _ rowOf: [ServiceID: Int],
        in place: Rect
    ) {
        for id in cluster.serviceOrder {
            guard let row = rowOf[id], cluster.store.service(id)?.isReplicated == true else {
                continue
            }
            let count = cluster.store.tally(of: id).waiting
            guard count > 0 else { continue }
            let dots = Self.dot.repeated(min(count, max(0, place.columns - 4)))
            let rest: SafeText = count > dots.count ? "+" + SafeText(count - dots.count) : ""
            grid.write(dots + rest, row: row, column: place.column, slot: .warn, in: place)
        }
    }

    private mutating func drawNodeName(_ id: NodeID, _ cluster: ClusterState, in place: Rect) {
        guard let node = cluster.store.node(id), !place.isEmpty else { return }
        let sign: SafeText =
            node.status.state != .ready ? "✗" : (node.spec.availability == .active ? "" : "-")
        let slot: Slot =
            node.status.state != .ready
            ? .bad : (node.spec.availability == .active ? .heading : .off)
        let room = place.columns - sign.width
        let name = sign + cluster.nodeName(id).truncatedFront(toWidth: room)
        grid.write(name, row: place.row, column: place.column, slot: slot, in: place)
    }

    /// One node's tasks, each service's in its row; more than fit are counted.
    private mutating func drawNodeColumn(
        _ tasks: [SwarmTask],
        _ rowOf: [ServiceID: Int],
        _ cluster: ClusterState,
        in place: Rect
    ) {
        var start = 0
        while start < tasks.count {
            let service = tasks[start].serviceID
            var end = start
            while end < tasks.count, tasks[end].serviceID == service { end += 1 }
            if let row = rowOf[service] {
                drawGlyphs(
                    tasks[start..<end],
                    cluster,
                    in: place.intersection(
                        Rect(row: row, column: place.column, rows: 1, columns: place.columns)
                    )
                )
            }
            start = end
        }
    }

    private mutating func drawGlyphs(
        _ tasks: ArraySlice<SwarmTask>,
        _ cluster: ClusterState,
        in place: Rect
    ) {
        let room = place.columns
        let isCut = tasks.count > room
        let count = SafeText("+") + SafeText(tasks.count)
        let shown = isCut ? max(0, room - count.width) : tasks.count
        for (offset, task) in tasks.prefix(shown).enumerated() {
            drawGlyph(task, cluster, row: place.row, column: place.column + offset, in: place)
        }
        if isCut {
            grid.write(count, row: place.row, column: place.column + shown, slot: .dim, in: place)
        }
    }

    /// The state gives the glyph, the version its hue; trouble has a colour of its own.
    private mutating func drawGlyph(
        _ task: SwarmTask,
        _ cluster: ClusterState,
        row: Int,
        column: Int,
        in place: Rect
    ) {
        let look = TaskLook(task)
        // What a node that does not answer said last is not what is.
        let isKnown = task.nodeID.flatMap { cluster.store.node($0) }?.status.state == .ready
        let isUp = task.state == .running || look.slot == .progress
        let slot =
            !isKnown
            ? .unknown
            : isUp
                ? cluster.hues.slot(service: task.serviceID, version: task.specVersion) : look.slot
        grid.write(look.sign, row: row, column: column, slot: slot, in: place)
    }

    // MARK: - A row a node

    private mutating func drawStrips(_ cluster: ClusterState, top: Int, in area: Rect) {
        let names = min(12, max(4, area.columns / 5))
        let first = min(top, max(0, cluster.nodeOrder.count - area.rows))
        for (offset, id) in cluster.nodeOrder.dropFirst(first).prefix(area.rows).enumerated() {
            let strip = area.rows(offset..<offset + 1)
            drawNodeName(id, cluster, in: strip.splitLeft(names - 1).left)
            let tasks = cluster.mapTasks(on: id)
            drawGlyphs(tasks[...], cluster, in: strip.splitLeft(names).rest)
        }
    }

    // MARK: - A glyph a node

    private mutating func drawNodeGlyphs(_ cluster: ClusterState, top: Int, in area: Rect) {
        guard area.columns > 0 else { return }
        let rows = (cluster.nodeOrder.count + area.columns - 1) / area.columns
        let first = min(top, max(0, rows - area.rows)) * area.columns
        let room = area.rows * area.columns
        let nodes = zip(cluster.nodeOrder, cluster.nodeSigns).dropFirst(first).prefix(room)
        for (offset, (id, sign)) in nodes.enumerated() {
            let (glyph, slot) = Self.look(of: sign, cluster.store.tally(on: id))
            grid.write(
                glyph,
                row: area.row + offset / area.columns,
                column: area.column + offset % area.columns,
                slot: slot,
                in: area
            )
        }
    }

    private static func look(of sign: NodeSign, _ tally: TaskTally) -> (SafeText, Slot) {
        switch sign {
        case .down: (Self.cross, .bad)
        case .unknown: (Self.question, .unknown)
        case .inactive: (Self.dash, .off)
        case .ready where tally.wanted == 0: (Self.dot, .dim)
        case .ready: tally.running >= tally.wanted ? (Self.full, .ok) : (Self.half, .progress)
        }
    }

    private static let cross: SafeText = "✗"
    private static let question: SafeText = "?"
    private static let dash: SafeText = "-"
    private static let dot: SafeText = "·"
    private static let full: SafeText = "●"
    private static let half: SafeText = "◐"

    // MARK: - The legend

    private mutating func drawLegend(_ scale: MapScale, in rect: Rect) {
        var line: Line
        switch scale {
        case .matrix, .strips:
            line = [
                Span("● running ", .text), Span("◐ starting ", .progress),
                Span("○ preparing ", .progress),
                Span("· pending ", .warn), Span("◌ stopping ", .off), Span("✗ failed ", .bad),
                Span("hue = version", .dim),
            ]
        case .nodes:
            line = [
                Span("● all run ", .ok), Span("◐ some do not ", .progress),
                Span("- not active ", .off),
                Span("✗ down ", .bad), Span("· empty", .dim),
            ]
        }
        line = line.truncated(toWidth: rect.columns)
        grid.write(line, row: rect.row, column: rect.column, in: rect)
    }
}

extension SafeText {
    /// The end of the text, which is what tells `node11` from `node12`.
    fileprivate func truncatedFront(toWidth width: Int) -> SafeText {
        guard self.width > width, width > 0 else { return self }
        var rest = self
        while rest.width > width - 1, !rest.isEmpty { rest = rest.dropFirst(1) }
        return "…" + rest
    }
}

extension ClusterState {
    /// How long a failed task is still seen in its node's place.
    static let failureStays = Duration.seconds(10)

    /// The tasks that the map shows on a node, by service and slot.
    ///
    /// O(tasks of the node), in the order of services and slots.
    func mapTasks(on node: NodeID) -> [SwarmTask] {
        store.tasks(on: node).filter { task in
            if task.isLive { return true }
            guard task.state >= .failed, let ended = task.milestones.ended else { return false }
            return snapshot.now - ended < Self.failureStays
        }.sorted {
            if $0.serviceName != $1.serviceName { return $0.serviceName < $1.serviceName }
            if $0.slot != $1.slot { return $0.slot < $1.slot }
            return $0.id < $1.id
        }
    }
}
