import SwarmModel

// The files of a simulated container: configs and secrets that are mounted, and no others.
extension ContainerShell {
    /// Prints files one after the other; what is typed where none is named, or for `-`.
    func cat(_ arguments: [String]) -> Deed {
        guard arguments.count != 1 else { return showing(arguments[0]) }
        return arguments.isEmpty ? .copyInput : .all(arguments.map(showing))
    }

    private func showing(_ name: String) -> Deed {
        if name == "-" { return .copyInput }
        let path = absolute(name)
        switch setting.files[path] {
        case .config(let bytes): return .output(.bytes(bytes))
        case .secret(let id): return .show(id)
        case nil:
            let isFolder = !entries(of: path).isEmpty
            let reason = isFolder ? "Is a directory" : "No such file or directory"
            let note = isFolder ? "" : " (only mounted configs and secrets are here)"
            return .output(.error("cat: can't open '\(name)': \(reason)\(note)\n", code: 1))
        }
    }

    /// Names files, then what is in folders; with the folders' names where several are asked for.
    func list(_ arguments: [String]) -> ShellOutput {
        var names = arguments.filter { !$0.hasPrefix("-") }
        if names.isEmpty { names = [setting.directory] }
        var output = ShellOutput()
        var folders: [(name: String, entries: [String])] = []
        for name in names {
            let path = absolute(name)
            let entries = entries(of: path)
            if setting.files[path] != nil {
                output.out += Array((name + "\n").utf8)
            } else if entries.isEmpty, path != "/", path != setting.directory {
                let note = " (only mounted configs and secrets are here)"
                output.error += Array("ls: \(name): No such file or directory\(note)\n".utf8)
                output.code = 1
            } else {
                folders.append((name, entries))
            }
        }
        for folder in folders {
            if names.count > 1 {
                output.out += Array(((output.out.isEmpty ? "" : "\n") + folder.name + ":\n").utf8)
            }
            for entry in folder.entries { output.out += Array((entry + "\n").utf8) }
        }
        return output
    }

    /// The names in a folder, in order; none for a path that is no folder.
    package func entries(of folder: String) -> [String] {
        let path = absolute(folder)
        let prefix = path == "/" ? "/" : path + "/"
        var names: Set<String> = []
        for file in setting.files.keys where file.hasPrefix(prefix) {
            names.insert(String(file.dropFirst(prefix.count).prefix { $0 != "/" }))
        }
        return names.sorted()
    }

    private func absolute(_ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : setting.directory + "/" + path
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
