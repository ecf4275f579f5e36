import Cells
import SwarmModel

/// Labels as one line of text: `zone=a "note=two words"`.
enum LabelText {
    static func write(_ labels: [String: String]) -> String {
        labels.keys.sorted().map { key in
            let entry = labels[key].map { $0.isEmpty ? key : "\(key)=\($0)" } ?? key
            return entry.contains(" ") ? "\"\(entry)\"" : entry
        }.joined(separator: " ")
    }

    /// Reads labels; `nil` if one has no key.
    static func read(_ text: String) -> [String: String]? {
        var labels: [String: String] = [:]
        for word in CommandWords.split(text) {
            let key = String(word.prefix { $0 != "=" })
            guard !key.isEmpty else { return nil }
            labels[key] = String(word.dropFirst(key.count + 1))
        }
        return labels
    }

    /// The docker command that makes one set of labels another.
    static func docker(
        _ kind: String,
        _ name: String,
        _ old: [String: String],
        to new: [String: String]
    ) -> String {
        let removed = old.keys.filter { new[$0] == nil }.sorted().map { "--label-rm \($0)" }
        let added = new.keys.filter { new[$0] != old[$0] }.sorted().map {
            "--label-add \($0)=\(new[$0] ?? "")"
        }
        return (["docker \(kind) update"] + removed + added + [name]).joined(separator: " ")
    }
}

extension BoxContents {
    /// Reads the labels that were typed and says what becomes different.
    ///
    /// - Parameters:
    ///   - input: what was typed.
    ///   - changes: what is different in the object with those labels.
    /// - Returns: the labels; `nil` when there is nothing to send, which the box then says.
    mutating func readLabels(
        _ input: String,
        changes: ([String: String]) -> [SpecDifference]
    ) -> [String: String]? {
        fieldLabel = "labels (key=value …)"
        guard let labels = LabelText.read(input) else {
            fieldError = "a label needs a key: key=value"
            return nil
        }
        let changes = changes(labels)
        guard !changes.isEmpty else {
            say("No label is different.", .dim)
            return nil
        }
        for change in changes { say(change.words, change.new == "none" ? .removed : .added) }
        return labels
    }
}

extension BoxReader {
    func labelContents(_ service: Service, input: String) -> BoxContents {
        var contents = BoxContents(
            title: "Labels of service \(service.name)",
            docker: "docker service update --label-add KEY=VALUE \(service.name)",
            verb: "Save"
        )
        var spec = service.spec
        let labels = contents.readLabels(input) { labels in
            spec.labels = labels
            return SpecDifference.between(service.spec, spec)
        }
        guard let labels else { return contents }
        contents.say("They are the service's own, not its containers': no task is replaced.", .dim)
        if let name = service.stack, labels[StackLabel.namespace] != name {
            contents.warn("it is no part of stack \(name) any more")
        }
        contents.docker = LabelText.docker(
            "service",
            service.name,
            service.spec.labels,
            to: labels
        )
        contents.deed = .command(
            .updateService(service.id, version: service.meta.version, spec: spec)
        )
        return contents
    }
}
