package import Agents
import Yams

/// Reads image catalogues from YAML; the format is explained in `images/README.md`.
package enum ImageCatalogFile {
    /// Reads a catalogue.
    ///
    /// - Parameters:
    ///   - text: the YAML text.
    ///   - file: its name, for errors.
    /// - Returns: the catalogue; without entries for an empty text.
    /// - Throws: the first thing that is wrong with it, and where.
    package static func parse(
        _ text: String,
        file: String
    ) throws(ImageCatalogError) -> ImageCatalog {
        let root = try compose(text, file: file)
        guard let root else { return ImageCatalog() }
        let fields = try FieldReader(root, path: "", file: file, keys: ["images"])
        guard let images = fields.take("images") else { return ImageCatalog() }
        let repositories = try FieldReader(images.node, path: "images", file: file, keys: nil)
        var entries: [ImageEntry] = []
        for repository in repositories.all {
            entries.append(try ImageEntryReader(repository).entry())
        }
        return ImageCatalog(entries: entries)
    }

    private static func compose(
        _ text: String,
        file: String
    ) throws(ImageCatalogError) -> Node? {
        do { return try Yams.compose(yaml: text) } catch {
            let mark = (error as? YamlError)?.mark
            throw ImageCatalogError(
                file: file,
                line: mark?.line ?? 1,
                path: "",
                problem: .notYAML("\(error)")
            )
        }
    }
}

extension ImageCatalog {
    /// The catalogue that comes with the program.
    package static let standard: ImageCatalog = {
        // A text that cannot be read never leaves the tests.
        do { return try ImageCatalogFile.parse(standardText, file: "images/catalog.yml") } catch {
            return ImageCatalog()
        }
    }()
}

extension YamlError {
    /// Where the text stops being YAML, if that is the error.
    fileprivate var mark: Mark? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark
        case .duplicatedKeysInMapping(_, let context): context.mark
        default: nil
        }
    }
}
