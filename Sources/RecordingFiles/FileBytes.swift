import Glibc
import Recording

/// A file that is read where it is needed, and never held in memory.
package final class FileBytes: RecordedBytes {
    private let file: Int32
    private let path: String
    /// Of when it was opened: what is written afterwards is not looked at.
    package let count: Int

    /// - Throws: ``FileTrouble``.
    package init(path: String) throws(FileTrouble) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileTrouble(path, errno) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw FileTrouble(path, Self.complaint(about: status.st_mode & S_IFMT))
        }
        self.file = file
        self.path = path
        count = Int(status.st_size)
    }

    deinit { close(file) }

    /// Why something of another kind than a file is not read, and what is.
    private static func complaint(about kind: mode_t) -> String {
        kind == S_IFDIR
            ? "this is a folder: name a recording in it, as skep record FILE makes one"
            : "this is no plain file, and a recording is read at many places: copy it into one"
    }

    package func bytes(in range: Range<Int>) throws -> [UInt8] {
        let range = range.clamped(to: 0..<count)
        let path = path
        return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, length in
            length = 0
            while length < range.count {
                let read = pread(
                    file,
                    buffer.baseAddress.map { $0 + length },
                    range.count - length,
                    off_t(range.lowerBound + length)
                )
                if read < 0, errno == EINTR { continue }
                if read < 0 { throw FileTrouble(path, errno) }
                if read == 0 { return }
                length += read
            }
        }
    }
}
