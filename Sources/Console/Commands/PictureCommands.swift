import Basics
import Cells
import SwarmModel

/// Commands about the picture: its columns, its rows in a file, the clipboard.
enum PictureCommands {
    static let all: [Command] = [
        Command(
            "columns [COLUMN …]",
            "which columns this table has: names, +name -name, or none for the usual ones",
            arguments: [.column],
            counts: 0...20
        ) { model, call throws(CommandRefusal) in
            try model.chooseColumns(call.words)
            return []
        },
        Command(
            "export csv|json [FILE]",
            "this table's rows to a file, as filtered and sorted; export! writes over one",
            arguments: [.words(TableExport.Form.allCases.map(\.rawValue)), .text],
            counts: 1...2,
            takesForce: true
        ) { model, call throws(CommandRefusal) in
            guard let form = TableExport.Form(rawValue: call.word(0)) else {
                throw CommandRefusal("usage: export csv|json [FILE]")
            }
            return try model.export(form, call: call)
        },
        Command(
            "copy [name|id|row|screen]",
            "to the terminal's clipboard (OSC 52)",
            arguments: [.words(["id", "name", "row", "screen"])],
            counts: 0...1
        ) { model, call throws(CommandRefusal) in
            switch call.word(0) {
            case "", "name": return model.copyEffect()
            case "id":
                guard let selection = model.selection else {
                    throw CommandRefusal("nothing is selected")
                }
                return model.copy(selection.fullID)
            case "row": return model.copy(try model.rowText())
            case "screen": return model.copy(view(model, size: model.size).text)
            default: throw CommandRefusal("usage: copy [name|id|row|screen]")
            }
        },
        Command(
            "fields [NAME …]",
            "the members of JSON lines that this log shows; a.b looks into an object",
            arguments: [.text],
            counts: 0...20
        ) { model, call throws(CommandRefusal) in
            try model.chooseLogFields(call.words)
            return []
        },
        Command("freeze", "hold the picture still while the cluster goes on; again: go on") {
            model,
            _ throws(CommandRefusal) in
            model.toggleFreeze()
            return []
        },
        Command(
            "swarm",
            "settings of the swarm, and its join tokens",
            aliases: ["settings"],
            docker: "docker info"
        ) { model, _ throws(CommandRefusal) in
            model.openText(.swarm(reveals: false))
        },
        Command(
            "events",
            "what has happened, newest first",
            docker: "docker events"
        ) { model, _ throws(CommandRefusal) in
            model.openText(.events)
        },
        Command("messages", "what was said at the bottom, newest first") {
            model,
            _ throws(CommandRefusal) in
            model.openText(.messages)
        },
        Command("aliases", "short names of commands, the console's and yours", aliases: ["alias"]) {
            model,
            _ throws(CommandRefusal) in
            model.openText(.aliases)
        },
    ]
}

extension ConsoleModel {
    /// The selected row's cells, with tabs between them.
    fileprivate func rowText() throws(CommandRefusal) -> String {
        guard let table, let selection = table.selection, let cluster = shownCluster,
            let subject = cluster.subject(selection)
        else { throw CommandRefusal("nothing is selected") }
        let reader = RowReader(cluster: cluster, rollouts: shownRollouts, now: clusterNow)
            .reading(table.kind)
        return table.columns.map { reader.cell($0.id, of: subject).text.string }
            .joined(separator: "\t")
    }
}
