extension ContainerSpec {
    /// Whether anything in it is a template.
    package var hasTemplates: Bool {
        environment.contains { $0.contains("{{") } || hostname.contains("{{")
            || mounts.contains(where: \.hasTemplates)
    }

    /// The container with its templates expanded: environment, mounts and host name.
    ///
    /// - Throws: The first fault, with the words of the swarm around Go's.
    /// - Source: LIF-52.
    package func expanded(_ context: TaskContext) throws(TemplateError) -> ContainerSpec {
        guard hasTemplates else { return self }
        var spec = self
        for index in environment.indices {
            spec.environment[index] = try wrapping("expanding env failed") {
                () throws(TemplateError) in
                try environment[index].expandedEntry(context)
            }
        }
        for index in mounts.indices {
            spec.mounts[index] = try wrapping("expanding mounts failed") {
                () throws(TemplateError) in
                try mounts[index].expanded(context)
            }
        }
        spec.hostname = try wrapping("expanding hostname failed") {
            () throws(TemplateError) in
            try context.expand(hostname)
        }
        return spec
    }
}

extension Mount {
    fileprivate var hasTemplates: Bool {
        source.contains("{{") || target.contains("{{")
            || volumeLabels.values.contains { $0.contains("{{") }
            || volumeDriver?.options.values.contains { $0.contains("{{") } ?? false
    }

    fileprivate func expanded(_ context: TaskContext) throws(TemplateError) -> Mount {
        guard hasTemplates else { return self }
        var mount = self
        mount.source = try wrapping("expanding mount source \(goQuoted(source))") {
            () throws(TemplateError) in
            try context.expand(source)
        }
        mount.target = try wrapping("expanding mount target \(goQuoted(target))") {
            () throws(TemplateError) in
            try context.expand(target)
        }
        mount.volumeLabels = try wrapping("expanding volume labels") {
            () throws(TemplateError) in
            try volumeLabels.expanded(context)
        }
        if let options = volumeDriver?.options {
            mount.volumeDriver?.options = try wrapping("expanding volume driver config") {
                () throws(TemplateError) in
                try options.expanded(context)
            }
        }
        return mount
    }
}

extension [String: String] {
    fileprivate func expanded(_ context: TaskContext) throws(TemplateError) -> Self {
        var expanded = self
        for key in keys.sorted() {
            let value = self[key] ?? ""
            expanded[key] = try wrapping("expanding map entry \(goQuoted(key))=\(goQuoted(value))")
            {
                () throws(TemplateError) in
                try context.expand(value)
            }
        }
        return expanded
    }
}

extension String {
    /// `KEY=value` with the value expanded; the key never is.
    fileprivate func expandedEntry(_ context: TaskContext) throws(TemplateError) -> String {
        guard let mark = firstIndex(of: "="), contains("{{") else { return self }
        let value = String(self[index(after: mark)...])
        return try self[...mark]
            + wrapping("expanding env \(goQuoted(self))") {
                () throws(TemplateError) in
                try context.expand(value)
            }
    }
}

/// Puts words before a fault's own.
private func wrapping<Value>(
    _ words: @autoclosure () -> String,
    _ body: () throws(TemplateError) -> Value
) throws(TemplateError) -> Value {
    do throws(TemplateError) {
        return try body()
    } catch {
        throw TemplateError("\(words()): \(error.description)")
    }
}
