#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension PseudoTerminal {
    /// What to run, and with what.
    package struct Program: Sendable {
        package var path: String
        package var arguments: [String]
        package var environment: [String: String]
        package var directory: String?
        /// A file to take instead of the terminal as standard input.
        package var input: String?
        /// A file to write instead of the terminal as standard output.
        package var output: String?

        package init(
            path: String,
            arguments: [String] = [],
            environment: [String: String] = [:],
            directory: String? = nil,
            input: String? = nil,
            output: String? = nil
        ) {
            self.path = path
            self.arguments = arguments
            self.environment = environment
            self.directory = directory
            self.input = input
            self.output = output
        }
    }
}

/// What goes wrong in a terminal under test.
package enum TerminalFault: Error, CustomStringConvertible {
    case cannotStart(_ path: String, _ reason: String)
    case unknownKeys(String)
    /// What was awaited did not come; with the last screen.
    case neverSeen(what: String, reason: String, screen: String)

    package var description: String {
        switch self {
        case .cannotStart(let path, let reason): "cannot start \(path): \(reason)"
        case .unknownKeys(let keys): "no terminal sends these keys: \(keys)"
        case .neverSeen(let what, let reason, let screen):
            "never saw \(what): \(reason)\n\(screen)"
        }
    }
}

/// Strings as C wants them: a list that ends with a null pointer.
final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() {
            pointers.advanced(by: index).initialize(to: strdup(string))
        }
        pointers.advanced(by: count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deinitialize(count: count + 1)
        pointers.deallocate()
    }
}
