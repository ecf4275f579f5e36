/// Why the console cannot have a screen, in words that say what to do about it.
package enum ScreenError: Error, Hashable, Sendable {
    /// Standard input or output is a file, a pipe or nothing.
    case noTerminal(stream: String)
    case termNotSet
    case termUnknown(String)
    /// The terminal cannot place its cursor.
    case termTooSimple(String)
    case noTerminfo
    case alreadyOpen
    case failed(String)
}

extension ScreenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noTerminal(let stream):
            "\(stream) is not a terminal: run the console in a terminal, without a pipe"
        case .termNotSet:
            "TERM is not set: say what your terminal is, for example `export TERM=xterm-256color`"
        case .termUnknown(let term):
            "TERM is \"\(term)\", which terminfo does not know here: "
                + "try `export TERM=xterm-256color`, or install the ncurses-term package"
        case .termTooSimple(let term):
            "TERM is \"\(term)\", a terminal that cannot place its cursor: "
                + "try `export TERM=xterm-256color`"
        case .noTerminfo:
            "this machine has no terminfo database: install the ncurses-base package"
        case .alreadyOpen:
            "the terminal is in use by this program already"
        case .failed(let term):
            "ncurses cannot start on TERM \"\(term)\""
        }
    }
}
