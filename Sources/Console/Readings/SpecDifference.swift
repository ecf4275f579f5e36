import Basics
import SwarmModel

/// One field in which two specs differ, in words.
struct SpecDifference: Hashable, Sendable {
    let field: String
    let old: String
    let new: String

    var words: String { "\(field) \(old) → \(new)" }

    /// All fields in which two service specs differ, in a fixed order.
    static func between(_ old: ServiceSpec, _ new: ServiceSpec) -> [SpecDifference] {
        var list = DifferenceList()
        list.compare("name", old.name, new.name)
        list.compare("mode", old.mode.words, new.mode.words)
        list.compare(old.task, new.task)
        list.compare("update", old.update.words, new.update.words)
        list.compare("rollback", old.rollback.words, new.rollback.words)
        list.compare("endpoint mode", old.endpoint.modeWord, new.endpoint.modeWord)
        list.compare("ports", old.endpoint.portWords, new.endpoint.portWords)
        list.compare(labels: "label", old.labels, new.labels)
        if list.found.isEmpty, old != new { list.compare("spec", "before", "now") }
        return list.found
    }

    static func between(_ old: NodeSpec, _ new: NodeSpec) -> [SpecDifference] {
        var list = DifferenceList()
        list.compare("availability", old.availability.rawValue, new.availability.rawValue)
        list.compare("role", old.role.rawValue, new.role.rawValue)
        list.compare(labels: "label", old.labels, new.labels)
        list.compare("name", old.name, new.name)
        return list.found
    }
}

extension SpecDifference {
    /// What became different in an object, in words a question can be judged by.
    static func between(_ old: RowSubject?, _ new: RowSubject) -> [String] {
        switch (old, new) {
        case (.service(let old)?, .service(let new)):
            return between(old.spec, new.spec).map(\.words)
                + changed(
                    "update",
                    old.updateStatus?.state.rawValue,
                    new.updateStatus?.state.rawValue
                )
        case (.node(let old)?, .node(let new)):
            return between(old.spec, new.spec).map(\.words)
                + changed("status", old.status.state.rawValue, new.status.state.rawValue)
                + changed("observed role", old.role.rawValue, new.role.rawValue)
        case (.task(let old)?, .task(let new)):
            return changed("state", old.state.word, new.state.word)
        default: return []
        }
    }

    private static func changed(_ field: String, _ old: String?, _ new: String?) -> [String] {
        old == new ? [] : ["\(field) \(old ?? said("none")) → \(new ?? said("none"))"]
    }
}

private struct DifferenceList {
    var found: [SpecDifference] = []

    mutating func compare(_ field: String, _ old: String, _ new: String) {
        guard old != new else { return }
        let difference = SpecDifference(
            field: field,
            old: old.isEmpty ? said("none") : old,
            new: new.isEmpty ? said("none") : new
        )
        // A value that is the word "none" itself looks as if there was none.
        if difference.old != difference.new { found.append(difference) }
    }

    mutating func compare(
        labels field: String,
        _ old: [String: String],
        _ new: [String: String]
    ) {
        guard old != new else { return }
        for key in Set(old.keys).union(new.keys).sorted() {
            compare("\(field) \(key)", old[key] ?? "", new[key] ?? "")
        }
    }

    mutating func compare(_ old: TaskSpec, _ new: TaskSpec) {
        guard old != new else { return }
        compare(old.container, new.container)
        compare("limits", old.resources.limits.words, new.resources.limits.words)
        compare("reservations", old.resources.reservations.words, new.resources.reservations.words)
        compare("restart", old.restart.words, new.restart.words)
        compare(
            "constraints",
            old.placement.constraints.joined(separator: ", "),
            new.placement.constraints.joined(separator: ", ")
        )
        compare(
            "preferences",
            old.placement.preferences.joined(separator: ", "),
            new.placement.preferences.joined(separator: ", ")
        )
        compare("max per node", "\(old.placement.maxReplicas)", "\(new.placement.maxReplicas)")
        compare(
            "networks",
            old.networks.map(\.target.short).joined(separator: ", "),
            new.networks.map(\.target.short).joined(separator: ", ")
        )
        compare("log driver", old.logDriver?.name ?? "", new.logDriver?.name ?? "")
        compare("force counter", "\(old.forceUpdate)", "\(new.forceUpdate)")
    }

    private mutating func compare(_ old: ContainerSpec, _ new: ContainerSpec) {
        compare("image", old.image, new.image)
        compareEnvironment(old, new)
        compare("command", old.command.joined(separator: " "), new.command.joined(separator: " "))
        compare("args", old.args.joined(separator: " "), new.args.joined(separator: " "))
        compare("health check", old.healthCheck.words, new.healthCheck.words)
        compare("mounts", old.mounts.words, new.mounts.words)
        compare(
            "secrets",
            old.secrets.map(\.name).joined(separator: ", "),
            new.secrets.map(\.name).joined(separator: ", ")
        )
        compare(
            "configs",
            old.configs.map(\.name).joined(separator: ", "),
            new.configs.map(\.name).joined(separator: ", ")
        )
        compare(labels: "container label", old.labels, new.labels)
        compare("user", old.user, new.user)
        compare("hostname", old.hostname, new.hostname)
        compare("directory", old.directory, new.directory)
        compare("stop signal", old.stopSignal, new.stopSignal)
        compare("stop grace", Self.words(old.stopGracePeriod), Self.words(new.stopGracePeriod))
        compare("groups", old.groups.joined(separator: ", "), new.groups.joined(separator: ", "))
        compare("hosts", old.hosts.joined(separator: ", "), new.hosts.joined(separator: ", "))
        compare("read-only", old.readOnly ? "yes" : "no", new.readOnly ? "yes" : "no")
        compare("tty", old.tty ? "yes" : "no", new.tty ? "yes" : "no")
    }

    private static func words(_ duration: Duration?) -> String {
        duration.map { GoDuration.format($0) } ?? ""
    }

    private mutating func compareEnvironment(_ old: ContainerSpec, _ new: ContainerSpec) {
        guard old.environment != new.environment else { return }
        let names = Set((old.environment + new.environment).map { String($0.prefix { $0 != "=" }) })
        for name in names.sorted() {
            compare(
                "env \(name)",
                old.environmentValue(name) ?? "",
                new.environmentValue(name) ?? ""
            )
        }
    }
}
