import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// What a name stands for, in words.
struct LookupText {
    let cluster: ClusterState
    let query: NameQuery
    let lookup: Lookup?

    func lines() -> [Line] {
        var text = Description()
        text.section("Question")
        text.field("Name", query.name)
        text.field("Asked by", asker)
        text.field("Networks", networks)
        text.section("Answer")
        switch lookup?.answer {
        case nil: text.line(Line("  asking …", .dim))
        case .failure(let error): text.field("Refused", error.message, .bad)
        case .success(let answer): tell(answer, into: &text)
        }
        text.line(Line())
        text.line(Line("  simulated: the embedded DNS at 127.0.0.11 of that container", .dim))
        return text.lines
    }

    private var asker: String {
        guard let task = cluster.store.task(query.task) else { return said("a task that is gone") }
        let node = task.nodeID.map { said(" on \(cluster.nodeName($0))") } ?? ""
        return "\(cluster.placeName(of: task))\(node)"
    }

    private var networks: String {
        guard case .success(let answer)? = lookup?.answer else { return "" }
        let names = answer.searched.map { cluster.name(of: .network($0)).string }
        return names.isEmpty ? said("none with names") : names.joined(separator: ", ")
    }

    private func tell(_ answer: NameAnswer, into text: inout Description) {
        text.field("Found", found(answer), answer.kind == .unknown ? .bad : .ok)
        text.field("Why", answer.note, .warn)
        if answer.records.isEmpty { return }
        text.line(Line())
        for record in answer.records { text.line(line(record)) }
        switch answer.kind {
        case .virtualIP:
            let network = answer.network.map { cluster.name(of: .network($0)).string } ?? ""
            text.line(Line())
            text.line(
                Line("  every connection to it goes to the next task on \(network), in turn", .dim)
            )
        case .roundRobin, .tasks:
            text.line(Line())
            text.line(Line("  the DNS shuffles them for each answer", .dim))
        case .container, .reverse, .hostsFile, .unknown: break
        }
    }

    private func found(_ answer: NameAnswer) -> Phrase {
        let place = answer.network.map { said(" on \(cluster.name(of: .network($0)))") } ?? ""
        return switch answer.kind {
        case .virtualIP: "a service's virtual address\(place)"
        case .roundRobin: "a service in endpoint mode dnsrr: all of its tasks\(place)"
        case .tasks: "all tasks\(place)"
        case .container: "a container's own name\(place)"
        case .reverse: "the name of an address\(place)"
        case .hostsFile: "an extra host in the container's /etc/hosts"
        case .unknown: "nothing (NXDOMAIN)"
        }
    }

    private func line(_ record: NameAnswer.Record) -> Line {
        var line: Line = [Span("  " + record.address.safe.padded(toWidth: 16), .accent)]
        switch record.owner {
        case .service: line += Span("service \(record.name)", .text)
        case .host: line += Span(record.name, .text)
        case .task(let id):
            let task = cluster.store.task(id)
            line += Span((task.map { cluster.placeName(of: $0) } ?? "").padded(toWidth: 24), .text)
            line += Span(" ", .text)
            if let node = task?.nodeID {
                line += Span(cluster.nodeName(node).padded(toWidth: 10), .text)
            }
            line += Span(" " + record.name, .dim)
        }
        return line
    }
}
