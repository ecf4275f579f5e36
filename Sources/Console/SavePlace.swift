package import Basics

/// Where a text is written to.
package enum SavePlace: Hashable, Sendable {
    /// A file of skep's own naming; where there is one already, the next number is added to it.
    case named(String)
    /// The path that the user typed, and the line that writes over a file that is there.
    ///
    /// Without such a line it is written over.
    case chosen(String, forcedBy: String?)
}

/// What came of writing a file.
package enum SaveOutcome: Hashable, Sendable {
    /// It was written to that path.
    case written(SafeText)
    /// There is such a file, and it was left as it is; the line would write over it.
    case exists(path: SafeText, forcedBy: SafeText)
    /// It could not be: why, in words for the user.
    case failed(SafeText)
}

extension ConsoleModel {
    /// Tells the user where a file is, or why there is none.
    mutating func take(_ outcome: SaveOutcome) {
        switch outcome {
        case .written(let path): toast("saved to \(path)", .success)
        case .exists(let path, let line):
            toast("\(path) exists and was left as it is; :\(line) writes over it", .warning)
        case .failed(let reason): toast(reason, .failure)
        }
    }
}

extension Command.Call {
    /// Where the word of that number says that a file goes; to a name of skep's own without it.
    func place(_ index: Int, or name: String) -> SavePlace {
        guard words.count > index else { return .named(name) }
        return .chosen(words[index], forcedBy: isForced ? nil : forcedLine)
    }
}
