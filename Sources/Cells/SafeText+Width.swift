package import Basics

/// Where text stands in a field that is wider than it.
package enum TextAlignment: Hashable, Sendable {
    case leading, center, trailing
}

extension SafeText {
    /// The columns the text takes.
    package var width: Int { DisplayWidth.of(self) }

    /// The text if it fits into `width` columns, else its beginning and `ellipsis`.
    package func truncated(toWidth width: Int, ellipsis: SafeText = "…") -> SafeText {
        guard self.width > width else { return self }
        let mark = ellipsis.width
        guard width >= mark else { return prefix(fittingWidth: width) }
        return prefix(fittingWidth: width - mark) + ellipsis
    }

    /// As many characters from the front as fit into `width` columns.
    package func prefix(fittingWidth width: Int) -> SafeText {
        if isASCII { return prefix(width) }
        var used = 0
        var count = 0
        TextWalk.walk(string[...]) { step in
            let columns = DisplayWidth.of(step)
            switch step {
            case .ascii: count += min(columns, max(0, width - used))
            default: count += used + columns <= width ? 1 : 0
            }
            used += columns
            return used <= width
        }
        return prefix(count)
    }

    /// The text made exactly `width` columns wide: cut with an ellipsis, or filled with spaces.
    package func padded(toWidth width: Int, alignment: TextAlignment = .leading) -> SafeText {
        guard width > 0 else { return SafeText() }
        let missing = width - self.width
        guard missing > 0 else {
            return missing == 0 ? self : truncated(toWidth: width).padded(toWidth: width)
        }
        let space: SafeText = " "
        switch alignment {
        case .leading:
            return self + space.repeated(missing)
        case .trailing:
            return space.repeated(missing) + self
        case .center:
            let left = missing / 2
            return space.repeated(left) + self + space.repeated(missing - left)
        }
    }

    /// Cuts the text into lines of at most `width` columns, between words where it can.
    package func wrapped(toWidth width: Int) -> [SafeText] {
        guard width > 0 else { return [] }
        var lines: [SafeText] = []
        var line = SafeText()
        for word in words {
            let joined = line.isEmpty ? word : line + " " + word
            if joined.width <= width {
                line = joined
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = word.cutting(toWidth: width, into: &lines)
        }
        lines.append(line)
        return lines
    }

    private var words: [SafeText] {
        string.split(separator: " ").map { SafeText(sanitizing: String($0)) }
    }

    /// Appends full lines of a word that is too long and returns its last piece.
    private func cutting(toWidth width: Int, into lines: inout [SafeText]) -> SafeText {
        var rest = self
        while rest.width > width {
            let head = rest.prefix(fittingWidth: width)
            guard !head.isEmpty else { return SafeText() }
            lines.append(head)
            rest = rest.dropFirst(head.count)
        }
        return rest
    }
}
