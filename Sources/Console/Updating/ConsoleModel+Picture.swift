import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// The cluster as it was when the picture was held.
struct Frozen: Sendable {
    let cluster: ClusterState
    let rollouts: RolloutBook
    let wall: WallTime
    /// How many changes of objects have come since, and are not seen.
    var unseen = 0
}

extension ConsoleModel {
    /// Texts that are longer are not handed to the terminal: many drop them in silence.
    static let copyLimit = 74_000

    /// Holds the picture still, or lets it go on.
    mutating func toggleFreeze() {
        if frozen == nil, let cluster {
            frozen = Frozen(cluster: cluster, rollouts: rollouts, wall: now)
        } else {
            frozen = nil
            forEachTable { table in
                table.isStale = true
                table.builtAt = WallTime(nanoseconds: .min)
            }
            refreshText()
        }
    }

    /// What lists are made of: the cluster now, or as it was when the picture was held.
    var shownCluster: ClusterState? { frozen?.cluster ?? cluster }
    var shownRollouts: RolloutBook { frozen?.rollouts ?? past?.rollouts ?? rollouts }

    // MARK: - Copying

    /// Gives what is seen, or the names of what is selected, to the terminal's clipboard.
    mutating func copyEffect() -> [ConsoleEffect] {
        guard let text = copyText, !text.isEmpty else {
            toast("there is nothing to copy here", .information)
            return []
        }
        return copy(text)
    }

    /// Hands a text to the terminal's clipboard.
    mutating func copy(_ text: String) -> [ConsoleEffect] {
        let size = text.utf8.count
        guard size <= Self.copyLimit else {
            toast("\(size) bytes are too many to copy; save writes a file", .warning)
            return []
        }
        let lines = text.split(separator: "\n").count
        let words = lines == 1 ? text : Amount.count(lines, "line")
        toast("copied, if the terminal allows it: \(words)", .information)
        return [.copy(text)]
    }

    private var copyText: String? {
        switch pages.top.body {
        case .table, .deck:
            guard let table, let cluster = shownCluster else { return nil }
            let marked = table.markedInOrder
            let chosen = marked.isEmpty ? [table.selection].compactMap(\.self) : marked
            return chosen.map { cluster.name(of: $0).string }.joined(separator: "\n")
        case .text(let page): return page.lines.map(\.text.string).joined(separator: "\n")
        case .logs: return visibleLogText
        case .rollout: return view(self, size: size).text
        }
    }

    /// The log lines on the screen, whole.
    private var visibleLogText: String? {
        guard case .logs(let page) = pages.top.body, let buffer = logBuffer else { return nil }
        let window = LogWindow(
            buffer: buffer,
            view: page.view,
            area: layout.logArea,
            prefix: logPrefix
        )
        let start = window.start.place
        return window.places.dropFirst(start - window.places.lowerBound).prefix(window.rows).map {
            StyledText(sanitizing: buffer.entry(at: $0).line.text).text.string
        }.joined(separator: "\n")
    }

    // MARK: - Taking tables away

    /// Writes the table that is seen to a file.
    mutating func export(
        _ form: TableExport.Form,
        call: Command.Call
    ) throws(CommandRefusal) -> [ConsoleEffect] {
        guard let table, let cluster = shownCluster else {
            throw CommandRefusal("there is no table here to export; :save writes what is shown")
        }
        let reader = RowReader(cluster: cluster, rollouts: shownRollouts, now: clusterNow)
            .reading(table.kind)
        let text = TableExport(table: table, reader: reader).text(form)
        return [.save(SavedText(text), place: call.place(1, or: "skep-\(table.kind.noun).\(form)"))]
    }

    /// Chooses the columns of the table that is seen; none = the usual ones.
    mutating func chooseColumns(_ words: [String]) throws(CommandRefusal) {
        guard let table else { throw CommandRefusal("there is no table here") }
        let choice = try ColumnChoice(words, for: table.kind, now: table.columns.map(\.id))
        columnChoices[table.kind.noun] = choice.columns
        memory.columns[table.kind.noun] = choice.columns
        changeTable { $0.columnChoice = choice.columns }
    }
}

/// The columns that a user wants, in order.
struct ColumnChoice: Hashable, Sendable {
    /// `nil` = the usual ones.
    let columns: [ColumnID]?

    /// Reads `name status age`, or what to add and take away: `+address -image`.
    ///
    /// - Throws: the word that is no column of the table, and what there is.
    init(_ words: [String], for kind: TableKind, now: [ColumnID]) throws(CommandRefusal) {
        guard !words.isEmpty else {
            columns = nil
            return
        }
        let isChange = words.allSatisfy { $0.hasPrefix("+") || $0.hasPrefix("-") }
        var chosen = isChange ? now : []
        for word in words {
            let name = isChange ? String(word.dropFirst()) : word
            guard let id = Self.column(name, of: kind) else {
                let all = kind.columns.map { $0.title.string.lowercased() }
                throw CommandRefusal("\(name) is no column here: \(all.joined(separator: ", "))")
            }
            if word.hasPrefix("-") {
                chosen.removeAll { $0 == id }
            } else if !chosen.contains(id) {
                chosen.append(id)
            }
        }
        guard !chosen.isEmpty else { throw CommandRefusal("one column must stay") }
        columns = chosen
    }

    /// A column by its heading or by its own name.
    static func column(_ name: String, of kind: TableKind) -> ColumnID? {
        let wanted = name.lowercased()
        return kind.columns.first {
            $0.title.string.lowercased() == wanted || $0.id.rawValue == wanted
        }?.id
    }
}
