/// What becomes of one object, for the user: words, and what stands in them kept apart.
///
/// Whoever shows it in another language finds that language's words by the English ones.
package struct StackPlanLine: Hashable, Sendable {
    /// The English words, with `%@` for the object's kind, if there is one, and then for each value.
    package let words: String
    package let kind: StackPlan.Kind?
    /// Names and values, which are the same in every language.
    package let values: [String]

    /// The line in English.
    package var text: String {
        var rest = [kind?.rawValue].compactMap(\.self) + values
        return words.split(separator: "%@", omittingEmptySubsequences: false)
            .enumerated()
            .map { index, part in index == 0 ? String(part) : rest.removeFirst() + part }
            .joined()
    }
}

extension StackPlan.Item {
    /// One line for the user.
    package var line: StackPlanLine {
        func line(_ words: String, _ values: String...) -> StackPlanLine {
            StackPlanLine(words: words, kind: kind, values: [name] + values)
        }
        switch change {
        case .add: return line("%@ %@")
        case .unchanged: return line("%@ %@ is unchanged")
        case .fixed(let fields):
            return line(
                "%@ %@ stays as it is, though the file differs: %@",
                fields.joined(separator: ", ")
            )
        case .unreadable: return line("%@ %@ stays as it is; what it holds cannot be compared")
        case .leftOver(isPruned: true): return line("%@ %@ is no longer in the file")
        case .leftOver: return line("%@ %@ is no longer in the file, and stays")
        // Docker's own words.
        case .refused(let error):
            return StackPlanLine(words: "%@", kind: nil, values: [error.message])
        case .change(let fields, let effect):
            let list = fields.map(\.text).joined(separator: "; ")
            switch effect {
            case .none where kind == .service: return line("%@ %@: %@ (its tasks run on)", list)
            case .none: return line("%@ %@: %@", list)
            case .misplaced: return line("%@ %@: %@ (tasks in wrong places move)", list)
            case .replaced:
                let reasons = fields.filter(\.replacesTasks).map(\.name)
                guard !reasons.isEmpty, reasons.count < fields.count else {
                    return line("%@ %@: %@ (all its tasks are replaced)", list)
                }
                return line(
                    "%@ %@: %@ (all its tasks are replaced, for: %@)",
                    list,
                    reasons.joined(separator: ", ")
                )
            }
        }
    }

    /// The line in English.
    package var text: String { line.text }
}
