import Basics
import Compose

/// The stack files that the demo starts with, as they lie in `stacks/`.
enum DemoFiles {
    /// The stacks of the demo, in the order in which they are deployed.
    static let stacks: [(name: String, files: [String])] = [
        ("todo", ["stacks/demo/todo.yml"]),
        ("gallery", ["stacks/image-gallery/docker-compose.yml", "stacks/demo/image-gallery.yml"]),
        ("timecheck", ["stacks/timecheck/timecheck.yml"]),
        ("numbers", ["stacks/demo/numbers.yml"]),
    ]

    /// The numbers stack with its next version.
    static let update = ("numbers", ["stacks/demo/numbers.yml", "stacks/demo/numbers-v4.yml"])

    /// Reads and merges some of the files.
    static func stack(of paths: [String]) throws(ComposeError) -> ComposeStack {
        let files = paths.map { path in
            SourceFile(path: path, bytes: Array((texts[path] ?? "").utf8))
        }
        return try ComposeLoader.load(ComposeInput(files: files)) { path throws(UnreadableFile) in
            // Paths in the demo's files begin at their own folder.
            let parts = path.split(separator: "/", omittingEmptySubsequences: true)
            var shortened: [Substring] = []
            for part in parts {
                if part == ".." { _ = shortened.popLast() } else { shortened.append(part) }
            }
            guard let text = texts[shortened.joined(separator: "/")] else {
                throw UnreadableFile(reason: "\(path): not among the demo's files")
            }
            return Array(text.utf8)
        }
    }
}
