import CNcurses
import Theming

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What is known about the terminal before it is touched.
struct TerminalSetup: Sendable {
    let term: String
    let depth: ColorDepth
    let numbering: ColorNumbering
    /// Stands in for `TERMINFO`, when colours by red, green and blue need it.
    let terminfo: String?
    let isUTF8: Bool

    /// Looks at the streams, the environment and terminfo.
    init(wanting wanted: ColorDepth?, asciiOnly: Bool) throws(ScreenError) {
        guard isatty(STDIN_FILENO) == 1 else { throw .noTerminal(stream: "standard input") }
        guard isatty(STDOUT_FILENO) == 1 else { throw .noTerminal(stream: "standard output") }
        let environment = Self.environment()
        guard let term = environment["TERM"], !term.isEmpty else { throw .termNotSet }
        let description = try Self.describe(term)
        let found = ColorDepth.detect(
            environment: environment,
            terminfoColors: Int(description.colors)
        )
        // A terminal without colours has none to offer, whatever is wanted.
        var depth = description.colors < 8 ? .mono : wanted ?? found
        var terminfo: String?
        if depth == .trueColor, !description.direct {
            terminfo = TrueColorTerminfo.environmentValue(term: term, environment: environment)
            if terminfo == nil { depth = .palette256 }
        }
        self.term = term
        self.depth = depth
        self.terminfo = terminfo
        numbering = description.direct ? .direct : terminfo == nil ? .palette : .extended
        isUTF8 = cn_use_utf8_locale() && !asciiOnly
    }

    private static func describe(_ term: String) throws(ScreenError) -> cn_description {
        var description = cn_description()
        switch cn_describe(term, &description) {
        case CN_FINE: return description
        case CN_UNKNOWN_TERMINAL where term == "dumb": throw .termTooSimple(term)
        case CN_UNKNOWN_TERMINAL: throw .termUnknown(term)
        case CN_NO_DATABASE: throw .noTerminfo
        case CN_TOO_SIMPLE: throw .termTooSimple(term)
        default: throw .failed(term)
        }
    }

    private static func environment() -> [String: String] {
        let names = ["TERM", "COLORTERM", "NO_COLOR", "TERMINFO", "TERMINFO_DIRS", "HOME"]
        var environment: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        return environment
    }
}
