import Basics
package import Cells
import SwarmModel
import SwarmStore

/// A shell command of the user's own, with a key in some lists.
package struct Plugin: Hashable, Sendable {
    package var name: String
    package var title: String
    package var keys: [Key]
    /// The lists it is for, such as `nodes`.
    package var places: [String]
    /// What `/bin/sh -c` is given; the object's fields are in `SKEP_NAME` and its like.
    package var command: String
    /// Whether it has the terminal for itself; else its output is shown when it comes.
    package var takesTerminal: Bool
    /// Whether it may change the cluster, and is refused by a read-only console.
    package var changesCluster: Bool

    package init(
        name: String,
        title: String = "",
        keys: [Key],
        places: [String],
        command: String,
        takesTerminal: Bool = false,
        changesCluster: Bool = false
    ) {
        self.name = name
        self.title = title.isEmpty ? name : title
        self.keys = keys
        self.places = places
        self.command = command
        self.takesTerminal = takesTerminal
        self.changesCluster = changesCluster
    }

    static let idPrefix = "plugin."

    static let places: [Context] = [
        .nodes, .services, .tasks, .stacks, .networks, .configs, .secrets, .volumes, .images,
    ]

    /// The plugin as keys, hints and menus see it.
    var action: Action {
        Action(
            Self.idPrefix + name,
            Phrase(named: title),
            hint: Phrase(named: name),
            keys: keys,
            in: Self.places.filter { places.contains($0.rawValue) },
            risk: changesCluster ? .change : .none,
            docker: command
        ) { $0.run(self) }
    }
}

/// A plugin that is to be run, with what it is told of the object.
package struct PluginCall: Hashable, Sendable {
    package var name: String
    package var command: String
    package var takesTerminal: Bool
    /// Variables for its environment, in this order.
    package var fields: [PluginField]
}

/// One variable of a plugin's environment.
package struct PluginField: Hashable, Sendable {
    package var name: String
    package var value: String
}

/// A plugin at work, or how it ended.
struct PluginRun: Sendable {
    static let lineLimit = 10_000

    let title: SafeText
    var lines: [SafeText] = []
    /// Whether lines came for which there was no more room.
    var isCut = false
    /// Whether the user wanted it to end.
    var isStopped = false
    /// The exit code, once it has ended.
    var status: Int32?

    mutating func add(_ more: [SafeText]) {
        let room = max(0, Self.lineLimit - lines.count)
        lines += more.prefix(room)
        if more.count > room { isCut = true }
    }

    var text: [Line] {
        var text = lines.map { Line($0) }
        if isCut {
            text.append(Line("more was written: the first \(lines.count) lines are kept", .warn))
        }
        switch status {
        case nil where isStopped: text.append(Line("stopping …", .progress))
        case nil: text.append(Line("running …", .progress))
        case _? where isStopped: text.append(Line("stopped", .warn))
        case 0: text.append(Line("ended well", .ok))
        case let status?: text.append(Line("ended with \(status)", .bad))
        }
        return text
    }
}

extension ConsoleModel {
    /// Runs a plugin for what is selected.
    mutating func run(_ plugin: Plugin) -> [ConsoleEffect] {
        guard let selection, let cluster else { return [] }
        let call = PluginCall(
            name: plugin.name,
            command: plugin.command,
            takesTerminal: plugin.takesTerminal,
            fields: cluster.pluginFields(of: selection)
        )
        let id = operations.takeID()
        if !plugin.takesTerminal {
            let title = plugin.title.safe + " · " + cluster.name(of: selection)
            pluginRuns[id] = PluginRun(title: title)
            _ = openText(.plugin(id))
        }
        return [.runPlugin(call, id)]
    }

    mutating func take(plugin id: OperationID, _ lines: [SafeText], status: Int32?) {
        guard var run = pluginRuns[id] else {
            if let status, status != 0 { toast("it ended with \(status)", .warning) }
            return
        }
        run.add(lines)
        run.status = status ?? run.status
        pluginRuns[id] = run
        refreshText()
        guard let status, shownPluginRun?.id != id else { return }
        // Nobody looks at its page any more.
        if status == 0 || run.isStopped {
            toast("\(run.title) has ended", .information)
        } else {
            toast("\(run.title) ended with \(status)", .warning)
        }
    }

    /// The plugin whose output is looked at.
    var shownPluginRun: (id: OperationID, run: PluginRun)? {
        guard case .text(let page) = pages.top.body, case .plugin(let id) = page.content,
            let run = pluginRuns[id]
        else { return nil }
        return (id, run)
    }

    /// Ends the plugin whose output is looked at.
    mutating func stopPlugin() -> [ConsoleEffect] {
        guard let (id, run) = shownPluginRun, run.status == nil else { return [] }
        pluginRuns[id]?.isStopped = true
        refreshText()
        return [.stopPlugin(id)]
    }
}

extension ClusterState {
    /// What a plugin is told of an object; the values are as the cluster has them.
    func pluginFields(of reference: ObjectReference) -> [PluginField] {
        var fields = [
            PluginField(name: "SKEP_KIND", value: Self.kindWord(of: reference)),
            PluginField(name: "SKEP_ID", value: reference.fullID),
            PluginField(name: "SKEP_NAME", value: name(of: reference).string),
        ]
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { fields.append(PluginField(name: name, value: value)) }
        }
        switch subject(reference) {
        case .node(let node):
            add("SKEP_ADDRESS", node.status.address)
            add("SKEP_ROLE", node.role.rawValue)
        case .service(let service):
            add("SKEP_IMAGE", service.spec.task.container.image)
            add("SKEP_STACK", service.stack)
        case .task(let task):
            add("SKEP_SERVICE", task.serviceName)
            add("SKEP_IMAGE", task.image)
            add("SKEP_CONTAINER", task.status.container?.id.description)
            add("SKEP_STATE", task.state.word)
            if let id = task.nodeID {
                add("SKEP_NODE", nodeName(id).string)
                add("SKEP_ADDRESS", store.node(id)?.status.address)
            }
        case .volume(let volume): add("SKEP_NODE", nodeName(volume.node).string)
        case .network(let network): add("SKEP_STACK", network.stack)
        case .config(let config): add("SKEP_STACK", config.stack)
        case .secret(let secret): add("SKEP_STACK", secret.stack)
        case .stack, .image, nil: break
        }
        return fields
    }
}
