/// A command in a container, and the terminal it has there.
package protocol ContainerTerminal: Sendable {
    /// What the command writes, until it ends.
    var output: AsyncStream<[UInt8]> { get }

    /// What was typed.
    func type(_ bytes: [UInt8]) async

    func resize(to size: TerminalExtent) async

    /// Hangs up.
    func close() async
}

/// How large a terminal is, in cells.
package struct TerminalExtent: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}
