import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// An object in words, section by section.
struct Describer {
    let cluster: ClusterState
    let rollouts: RolloutBook
    var store: Store { cluster.store }

    func lines(about reference: ObjectReference) -> [Line] {
        switch reference {
        case .node(let id): store.node(id).map(lines) ?? Self.gone
        case .service(let id): store.service(id).map(lines) ?? Self.gone
        case .task(let id): store.task(id).map(lines) ?? Self.gone
        case .network(let id): store.network(id).map(lines) ?? Self.gone
        case .config(let id): store.config(id).map(lines) ?? Self.gone
        case .secret(let id): store.secret(id).map(lines) ?? Self.gone
        case .volume(let name, let node):
            store.volume(named: name, on: node).map(lines) ?? Self.gone
        case .stack(let name): cluster.stack(named: name).map(lines) ?? Self.gone
        case .image(let name): cluster.image(named: name).map(lines) ?? Self.gone
        }
    }

    private static var gone: [Line] { [Line("It is gone.", .bad)] }

    /// A date with seconds.
    func date(_ moment: Moment) -> String {
        Age.date(nanoseconds: cluster.snapshot.wallTime(of: moment).nanoseconds)
    }
}

/// Sections of named values.
struct Description {
    private(set) var lines: [Line] = []

    private static let nameWidth = 18

    mutating func section(_ title: Phrase) {
        if !lines.isEmpty { lines.append(Line()) }
        lines.append(Line(title, .heading))
    }

    mutating func field(_ name: Phrase, _ value: Phrase, _ slot: Slot = .text) {
        field(name, said(value), slot)
    }

    @_disfavoredOverload
    mutating func field(_ name: Phrase, _ value: some StringProtocol, _ slot: Slot = .text) {
        guard !value.isEmpty else { return }
        lines.append([
            Span("  " + name.safe.padded(toWidth: Self.nameWidth), .dim), Span(String(value), slot),
        ])
    }

    mutating func list(_ name: Phrase, _ values: [String]) {
        for (index, value) in values.enumerated() { field(index == 0 ? name : "", value) }
    }

    mutating func labels(_ name: Phrase, _ labels: [String: String]) {
        list(name, labels.keys.sorted().map { "\($0)=\(labels[$0] ?? "")" })
    }

    mutating func line(_ line: Line) { lines.append(line) }

    /// All lines, none wider than that: what is longer goes on below, a value in its column.
    func lines(width: Int) -> [Line] {
        lines.flatMap { line in
            line.wrapped(toWidth: width, indent: Self.isField(line) ? Self.nameWidth + 2 : nil)
        }
    }

    /// The same of fields alone: rows of a table stay as they are.
    static func fitting(_ lines: [Line], width: Int) -> [Line] {
        lines.flatMap {
            isField($0) ? $0.wrapped(toWidth: width, indent: nameWidth + 2) : [$0]
        }
    }

    private static func isField(_ line: Line) -> Bool {
        line.spans.count == 2 && line.spans[0].text.width == nameWidth + 2
    }
}

extension Describer {
    func meta(_ meta: ObjectMeta, id: String, into text: inout Description) {
        text.field("ID", id)
        text.field("Version", "\(meta.version)")
        text.field("Created", date(meta.createdAt))
        text.field("Updated", date(meta.updatedAt))
    }

    func users(of reference: ObjectReference, into text: inout Description) {
        let names = cluster.usage.users(of: reference).compactMap { store.service($0)?.name }
        text.section("Used by")
        if names.isEmpty {
            text.line(Line("  no service", .dim))
        } else {
            text.list("services", names)
        }
    }

    private func lines(_ config: Config) -> [Line] {
        var text = Description()
        text.section("Config")
        text.field("Name", config.name)
        meta(config.meta, id: config.id.description, into: &text)
        text.field("Size", Amount.bytes(Int64(config.spec.data.count)))
        text.labels("Labels", config.spec.labels)
        users(of: .config(config.id), into: &text)
        text.section("Data")
        let data = String(decoding: config.spec.data.prefix(65_536), as: UTF8.self)
        for line in data.split(separator: "\n", omittingEmptySubsequences: false).prefix(1_000) {
            text.line(Line("  " + String(line)))
        }
        return text.lines
    }

    private func lines(_ secret: Secret) -> [Line] {
        var text = Description()
        text.section("Secret")
        text.field("Name", secret.name)
        meta(secret.meta, id: secret.id.description, into: &text)
        text.field(
            "Size",
            secret.spec.data.size.map { Amount.bytes(Int64($0)) } ?? said("not told")
        )
        text.field("Data", "never shown", .dim)
        text.labels("Labels", secret.spec.labels)
        users(of: .secret(secret.id), into: &text)
        return text.lines
    }

    private func lines(_ volume: Volume) -> [Line] {
        var text = Description()
        text.section("Volume")
        text.field("Name", volume.name)
        text.field("Node", cluster.nodeName(volume.node).string)
        text.field("Driver", volume.driver)
        text.field("Created", date(volume.createdAt))
        text.labels("Labels", volume.labels)
        users(of: .volume(name: volume.name, node: volume.node), into: &text)
        return text.lines
    }

    private func lines(_ stack: StackSummary) -> [Line] {
        var text = Description()
        text.section("Stack")
        text.field("Name", stack.name)
        text.field(
            "Tasks",
            "\(stack.running) of \(stack.wanted) running",
            stack.running < stack.wanted ? .warn : .ok
        )
        text.section("Parts")
        text.list("Services", stack.members.services.compactMap { store.service($0)?.name })
        text.list("Networks", stack.members.networks.compactMap { store.network($0)?.name })
        text.list("Configs", stack.members.configs.compactMap { store.config($0)?.name })
        text.list("Secrets", stack.members.secrets.compactMap { store.secret($0)?.name })
        return text.lines
    }
}
