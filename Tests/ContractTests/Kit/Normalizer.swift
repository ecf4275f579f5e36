/// Takes out of an answer what two engines never have in common: ids, times, sizes, addresses.
///
/// What is left has to be the same, line by line.
enum Normalizer {
    /// - Parameters:
    ///   - text: what a command printed.
    ///   - command: how it is compared.
    /// - Returns: the lines that count.
    static func lines(_ text: String, for command: ContractScript.Command) -> [String] {
        var lines = text.replacing("\r", with: "").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        .map { line(String($0)) }
        while lines.last?.isEmpty == true { lines.removeLast() }
        if command.showsProgress { lines = settled(lines) }
        return command.isSorted ? lines.filter { !$0.isEmpty }.sorted() : lines
    }

    /// One line, with placeholders for what differs by nature.
    static func line(_ text: String) -> String {
        var line = text
        masks(&line)
        // Columns are as wide as what is in them.
        let indentation = line.prefix { $0 == " " || $0 == "\t" }
        var rest = String(line.dropFirst(indentation.count))
        rest.replace(/\s{2,}/, with: "  ")
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest.isEmpty ? "" : indentation + rest
    }

    private static var time: Regex<Substring> {
        /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/
    }
    private static var longTime: Regex<Substring> {
        /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \+0000 (?:UTC|utc)/
    }
    private static var clock: Regex<Substring> {
        /\b\d\d:\d\d[.:]\d\d\b/
    }
    private static var age: Regex<Substring> {
        /\b(?:[Ll]ess than a|[Aa]bout an?|\d+) (?:second|minute|hour)s?(?: ago)?\b/
    }
    private static var mac: Regex<Substring> {
        /\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/
    }
    private static var hash: Regex<Substring> {
        /\b(?:sha256:)?[0-9a-f]{64}\b/
    }
    private static var id: Regex<Substring> {
        /\b[0-9a-z]{25}\b/
    }
    private static var short: Regex<Substring> {
        /\b[0-9a-z]{12}\b/
    }

    private static func masks(_ line: inout String) {
        line.replace(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "")
        line.replace(/SWMTKN-1-[0-9a-z]+-[0-9a-z]+/, with: "<token>")
        line.replace(/SWMKEY-1-[0-9A-Za-z+\/]+/, with: "<unlock key>")
        line.replace(/"(TrustRoot|CertIssuerSubject|CertIssuerPublicKey)": ".*"/) {
            "\"\($0.1)\": \"<certificate>\""
        }
        line.replace(mac.wordBoundaryKind(.simple), with: "<mac>")
        times(&line)
        line.replace(hash.wordBoundaryKind(.simple), with: "<hash>")
        line.replace(id.wordBoundaryKind(.simple)) { isMixed($0.0) ? "<id>" : String($0.0) }
        line.replace(short.wordBoundaryKind(.simple)) { isMixed($0.0) ? "<short>" : String($0.0) }
        // Where only ids can be, one may have no digit.
        line.replace(/^[0-9a-z]{12}(?=\s|$)/, with: "<short>")
        line.replace(/"ID":"[0-9a-z]{12}"/, with: #""ID":"<short>""#)
        line.replace(/\b192\.168\.\d+\.\d+\b/, with: "<address>")
        line.replace(/\b10\.(\d+)\.(\d+)\.\d+\b/) { "10.\($0.1).\($0.2).<n>" }
        line.replace(/"(time|timeNano)":\d+/) { "\"\($0.1)\":<n>" }
        line.replace(/"(Index|PID|Pid)": ?\d+/) { "\"\($0.1)\": <n>" }
        line.replace(/vxlanid_list": "\d+"/, with: "vxlanid_list\": \"<n>\"")
    }

    private static func times(_ line: inout String) {
        line.replace(time, with: "<time>")
        line.replace(longTime, with: "<time>")
        line.replace(clock, with: "<clock>")
        line.replace(age, with: "<age>")
    }

    /// Ids have digits and letters; words and numbers have not.
    private static func isMixed(_ word: Substring) -> Bool {
        word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
    }

    /// The end of a progress display: how far it came, what each task was last, and the verdict.
    ///
    /// How often it is drawn, and in which order tasks get ahead, is a matter of time.
    static func settled(_ lines: [String]) -> [String] {
        var kept: [String] = []
        var overall: String?
        var tasks: [String: String] = [:]
        var verdict: String?
        for line in lines {
            if line == "job progress: waiting for tasks" {
                // Said only by a client that looks before the first task is there.
                continue
            } else if line.hasPrefix("overall progress:") || line.hasPrefix("job progress:") {
                overall = line
            } else if line.hasPrefix("active tasks:") {
                continue
            } else if let match = line.firstMatch(of: /^(\d+[\/]\d+|<short>|<id>):\s?/) {
                tasks[String(match.1)] = line
            } else if line.hasPrefix("verify:") {
                // The service that comes next has a display of its own.
                verdict =
                    line.hasPrefix("verify: Waiting") ? "verify: Waiting" : "verify: converged"
            } else if !kept.contains(line) || line.isEmpty {
                kept.append(line)
            }
        }
        if let overall { kept.append(overall) }
        // A display without a terminal tells no task's end, only its first state.
        kept += tasks.keys.sorted()
        if let verdict { kept.append(verdict) }
        return kept
    }
}
