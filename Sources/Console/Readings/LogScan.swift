import Basics
import ClusterPorts

/// How far a log was looked through for what a filter keeps and a search finds.
///
/// Lines that come are looked at as they come. Old ones are looked through from the newest back,
/// a piece at a time, so that a million of them hold nobody up.
struct LogScan: Sendable {
    var filter = LogFilter.none
    var search = TextSearch(words: "")
    /// Numbers of the lines that the filter keeps, ascending; unused without a filter.
    fileprivate(set) var kept: [Int] = []
    /// The place of the first of ``kept``.
    fileprivate(set) var firstPlace = 0
    /// Lines with smaller numbers are still to be filtered.
    fileprivate(set) var filteredTo = 0
    /// Places of shown lines with the searched text, ascending.
    fileprivate(set) var matches: [Int] = []
    /// Places before this one are still to be searched.
    fileprivate var searchedTo = 0

    /// Bytes of text that are looked through at once.
    static let piece = 1 << 20
    /// A pattern takes about so many times longer than words.
    private static let patternCost = 16

    fileprivate var costs: Int { filter.text.contains("-r") ? Self.patternCost : 1 }
    fileprivate var searchCosts: Int { search.isPattern ? Self.patternCost : 1 }

    /// Forgets lines that the log has forgotten.
    mutating func drop(before number: Int) {
        filteredTo = max(filteredTo, number)
        if let first = kept.first, first < number {
            let gone = kept.prefix { $0 < number }.count
            kept.removeFirst(gone)
            firstPlace += gone
        }
        let lowest = filter.isEmpty ? number : firstPlace
        if let first = matches.first, first < lowest {
            matches.removeFirst(matches.prefix { $0 < lowest }.count)
        }
        searchedTo = max(searchedTo, lowest)
    }
}

extension LogBuffer {
    /// The places of the lines that are shown.
    var places: Range<Int> {
        scan.filter.isEmpty
            ? numbers : scan.firstPlace..<scan.firstPlace + scan.kept.count
    }

    /// The number of the line at one of ``places``.
    func number(at place: Int) -> Int {
        scan.filter.isEmpty ? place : scan.kept[place - scan.firstPlace]
    }

    /// The line at one of ``places``.
    func entry(at place: Int) -> LogEntry { self[number(at: place)] }

    /// Places of lines with the searched text, ascending.
    var matches: [Int] { scan.matches }

    /// Whether old lines are still to be looked through.
    var isScanning: Bool {
        !scan.filter.isEmpty && scan.filteredTo > dropped
            || !scan.search.isEmpty && scan.searchedTo > places.lowerBound
    }

    /// The share of lines that were looked through, in hundredths.
    var scannedShare: Int {
        guard count > 0 else { return 100 }
        let left = scan.filter.isEmpty ? 0 : scan.filteredTo - dropped
        let unsearched = scan.search.isEmpty ? 0 : max(0, scan.searchedTo - places.lowerBound)
        return 100 - min(100, max(left, unsearched) * 100 / count)
    }

    /// Shows only what a filter keeps, from the newest lines back.
    mutating func keep(_ filter: LogFilter, names: LogNames) {
        scan.filter = filter
        scan.kept = []
        scan.firstPlace = 0
        scan.filteredTo = endNumber
        find(scan.search, names: names)
    }

    /// Looks for a text, from the newest lines back.
    mutating func find(_ search: TextSearch, names: LogNames = .none) {
        scan.search = search
        scan.matches = []
        scan.searchedTo = places.upperBound
        goOn(names: names)
    }

    /// Looks through the next piece of what is left.
    mutating func goOn(names: LogNames) {
        filterOlder(names)
        searchOlder()
    }

    private mutating func filterOlder(_ names: LogNames) {
        guard !scan.filter.isEmpty, scan.filteredTo > dropped else { return }
        var budget = LogScan.piece / scan.costs
        var found: [Int] = []
        var number = scan.filteredTo
        while number > dropped, budget > 0 {
            number -= 1
            let line = self[number].line
            let words = Self.words(of: line)
            budget -= words.utf8.count + 32
            if scan.filter.keeps(line, words: words, names: names) { found.append(number) }
        }
        scan.filteredTo = number
        guard !found.isEmpty else { return }
        scan.kept.insert(contentsOf: found.reversed(), at: 0)
        scan.firstPlace -= found.count
    }

    private mutating func searchOlder() {
        guard !scan.search.isEmpty else { return }
        var budget = LogScan.piece / scan.searchCosts
        var found: [Int] = []
        let lowest = places.lowerBound
        var place = scan.searchedTo
        while place > lowest, budget > 0 {
            place -= 1
            let words = Self.words(of: entry(at: place).line)
            budget -= words.utf8.count + 32
            if scan.search.isFound(in: words) { found.append(place) }
        }
        scan.searchedTo = place
        if !found.isEmpty { scan.matches.insert(contentsOf: found.reversed(), at: 0) }
    }

    /// Looks at lines that have just come.
    mutating func takeNew(from first: Int, _ names: LogNames) {
        guard !scan.filter.isEmpty || !scan.search.isEmpty else {
            // Nothing was looked for yet: what comes later begins at the end.
            scan.filteredTo = endNumber
            scan.searchedTo = endNumber
            return
        }
        for number in first..<max(first, endNumber) {
            let line = self[number].line
            let words = Self.words(of: line)
            var place = number
            if !scan.filter.isEmpty {
                guard scan.filter.keeps(line, words: words, names: names) else { continue }
                place = scan.firstPlace + scan.kept.count
                scan.kept.append(number)
            }
            if !scan.search.isEmpty, scan.search.isFound(in: words) { scan.matches.append(place) }
        }
    }
}
