import Foundation

/// A folder that is gone with its owner.
package final class ScratchFolder: Sendable {
    /// Short, since a socket's path must be.
    package let path: String

    /// - Parameter purpose: a word of its name.
    /// - Throws: a ``ProgramFault`` if it cannot be made.
    package init(_ purpose: String) throws(ProgramFault) {
        var template = Array("/tmp/skep-\(purpose)-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw ProgramFault("no folder: \(errno)") }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
