import Compose
import Foundation
import SwarmModel

/// Loads texts as the files `a.yml`, `b.yml` and so on, in the folder `/project`.
func load(
    _ texts: String...,
    environment: [String: String] = [:],
    dotEnv: String? = nil,
    files: [String: String] = [:]
) throws(ComposeError) -> ComposeStack {
    let sources = zip("abcdef", texts).map { SourceFile(path: "\($0).yml", text: $1) }
    let input = ComposeInput(
        files: sources,
        environment: environment,
        dotEnv: dotEnv.map { SourceFile(path: ".env", text: $0) },
        projectFolder: "/project"
    )
    return try ComposeLoader.load(input) { path throws(UnreadableFile) in
        guard let text = files[path] else { throw UnreadableFile(reason: "no such file") }
        return Array(text.utf8)
    }
}

/// The message with which the texts are refused; says so if they are not.
func refusal(
    _ texts: String...,
    environment: [String: String] = [:],
    files: [String: String] = [:]
) -> String {
    let sources = zip("abcdef", texts).map { SourceFile(path: "\($0).yml", text: $1) }
    let input = ComposeInput(files: sources, environment: environment, projectFolder: "/project")
    do throws(ComposeError) {
        _ = try ComposeLoader.load(input) { path throws(UnreadableFile) in
            guard let text = files[path] else { throw UnreadableFile(reason: "no such file") }
            return Array(text.utf8)
        }
        return "it is accepted"
    } catch {
        return error.message
    }
}

/// A file with one service `web` that has an image and the given lines.
func service(_ lines: String, top: String = "") -> String {
    let indented = lines.split(separator: "\n", omittingEmptySubsequences: false)
    return "services:\n  web:\n    image: web:1\n"
        + indented.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n") + "\n" + top
}

extension ComposeStack {
    /// The spec of a service, `web` if no other is named, before it gets a stack's name.
    func spec(_ name: String = "web") -> ServiceSpec? { services.first { $0.name == name }?.spec }
    var container: ContainerSpec? { spec()?.task.container }
}

/// The project's own files, beside the tests.
enum Repository {
    static func bytes(_ path: String) throws -> [UInt8] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: root.appendingPathComponent(path)))
    }

    /// Loads files from `stacks/`.
    static func stack(_ paths: [String]) throws -> ComposeStack {
        let files = try paths.map {
            SourceFile(path: "stacks/\($0)", bytes: try bytes("stacks/\($0)"))
        }
        return try ComposeLoader.load(ComposeInput(files: files)) { path throws(UnreadableFile) in
            guard let bytes = try? bytes(path) else { throw UnreadableFile(reason: "no such file") }
            return bytes
        }
    }
}
