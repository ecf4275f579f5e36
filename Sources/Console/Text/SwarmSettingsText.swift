import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// The swarm itself: its settings, and what machines join it with.
struct SwarmSettingsText {
    let cluster: ClusterState
    /// Whether join tokens and the unlock key are written out.
    let reveals: Bool

    private var swarm: Cluster { cluster.store.cluster }

    func lines() -> [Line] {
        var text = Description()
        text.section("Swarm")
        text.field("ID", swarm.id.description)
        text.field("Name", swarm.spec.name)
        if swarm.meta.version > 0 { text.field("Version", "\(swarm.meta.version)") }
        text.field("Managers", cluster.snapshot.managers.sentence)
        text.labels("Labels", swarm.spec.labels)
        orchestration(into: &text)
        network(into: &text)
        security(into: &text)
        joining(into: &text)
        return text.lines
    }

    private func orchestration(into text: inout Description) {
        text.section("Orchestration")
        let kept = swarm.spec.taskHistoryRetentionLimit
        text.field("Tasks per slot", kept < 0 ? "all are kept" : "\(kept) are kept")
        text.field("Heartbeat", Self.words(swarm.spec.heartbeatPeriod))
        let driver = swarm.spec.taskLogDriver.map { driver in
            ([driver.name]
                + driver.options.keys.sorted().map { "\($0)=\(driver.options[$0] ?? "")" })
                .joined(separator: " ")
        }
        text.field("Log driver", driver ?? said("as the engines have it"))
    }

    private func network(into text: inout Description) {
        text.section("Addresses")
        text.list("Pools", swarm.spec.defaultAddressPool)
        text.field("Subnets", "/\(swarm.spec.subnetSize)")
    }

    private func security(into text: inout Description) {
        text.section("Security")
        text.field("Certificates", "hold \(Self.words(swarm.spec.certificateExpiry))")
        let isLocked = swarm.spec.locksManagers
        text.field(
            "Autolock",
            isLocked ? "on: a manager that starts again needs the unlock key" : "off",
            isLocked ? .ok : .text
        )
        if let key = swarm.unlockKey { text.field("Unlock key", shown(key), .accent) }
    }

    private func joining(into text: inout Description) {
        text.section("Joining")
        guard let tokens = swarm.joinTokens else {
            text.line(Line("  This cluster does not tell its join tokens.", .dim))
            return
        }
        text.field("Worker token", shown(tokens[.worker]), .accent)
        text.field("Manager token", shown(tokens[.manager]), .accent)
        text.field("Address", SwarmText(cluster: cluster).address + ":2377")
        let keys: Phrase = reveals ? "x hides them again" : "x writes them out"
        text.line(Line("  Whoever has a token can join; \(keys).", .warn))
    }

    /// As much of a secret as tells it from another one.
    private func shown(_ secret: String) -> String {
        reveals ? secret : Self.shortened(secret)
    }

    static func shortened(_ secret: String) -> String {
        "\(secret.prefix(9))…\(secret.suffix(4))"
    }

    private static func words(_ moment: Moment) -> String { Age.text(moment - .zero) }
}

extension Describer {
    /// What has happened, newest first.
    static func events(
        _ events: [ClusterEvent],
        dropped: Int,
        in cluster: ClusterState
    ) -> [Line] {
        guard !events.isEmpty else {
            return [
                Line("Nothing has happened yet.", .dim),
                Line("What changes from now on is listed here: try scale, or drain.", .dim),
            ]
        }
        var lines = events.reversed().map { event -> Line in
            let wall = cluster.snapshot.wallTime(of: event.moment).nanoseconds
            return [
                Span(Age.timeOfDay(nanoseconds: wall) + "  ", .dim), Span(event.words, event.slot),
            ]
        }
        if dropped > 0 {
            lines.append(Line("\(dropped) older ones are forgotten", .dim))
        }
        return lines
    }
}

/// What else commands answer to: the console's own short names, and the user's.
enum AliasText {
    static func lines(_ own: [CommandAlias]) -> [Line] {
        var lines = [Line("Your own", .heading)]
        if own.isEmpty {
            lines.append(
                Line("  none yet: aliases: in ~/.config/skep/config.yml makes some", .dim)
            )
        }
        for alias in own {
            lines.append([
                Span("  " + alias.name.safe.padded(toWidth: 16), .key), Span(alias.line),
            ])
        }
        lines += [Line(), Line("The console's", .heading)]
        for command in CommandRegistry.all where !command.aliases.isEmpty {
            lines.append([
                Span("  " + command.aliases.joined(separator: " ").safe.padded(toWidth: 16), .key),
                Span(command.name + "  "), Span(command.summary, .dim),
            ])
        }
        return lines
    }
}
