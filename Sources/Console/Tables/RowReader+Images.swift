import Basics
import Cells
import SwarmModel

extension RowReader {
    func cell(_ column: ColumnID, of image: ImageSummary) -> CellText {
        switch column {
        case .name: CellText(image.parts.repository)
        case .version: CellText(image.parts.tag, .accent)
        case .users: CellText("\(image.services.count)")
        case .tasks:
            CellText(
                "\(image.running)/\(image.wanted)",
                image.running < image.wanted ? .warn : .text
            )
        case .stack: CellText(image.stacks.joined(separator: " "), .dim)
        case .id: CellText(image.parts.digest, .dim)
        default: .empty
        }
    }

    func sortKey(_ column: ColumnID, of image: ImageSummary) -> SortKey {
        switch column {
        case .users: .number(Int64(image.services.count))
        case .tasks: .number(Int64(image.running))
        default: .text(cell(column, of: image).text.string)
        }
    }
}

extension Describer {
    func lines(_ image: ImageSummary) -> [Line] {
        var text = Description()
        let parts = image.parts
        text.section("Image")
        text.field("Repository", parts.repository)
        text.field("Tag", parts.tag.isEmpty ? said("none; latest is meant") : parts.tag)
        text.field("Digest", parts.digest.isEmpty ? said("not pinned") : parts.digest)
        text.field(
            "Tasks",
            "\(image.running) of \(image.wanted) running",
            image.running < image.wanted ? .warn : .ok
        )
        text.section("Named by")
        for service in image.services {
            text.field(
                Phrase(named: service.name),
                service.stack.map { said("stack \($0)") } ?? said("no stack")
            )
        }
        text.section("Elsewhere")
        text.line(Line("  Which nodes have pulled it only their engines can say.", .dim))
        return text.lines
    }
}
