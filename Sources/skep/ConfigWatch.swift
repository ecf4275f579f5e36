import Basics
import Console
import ConsoleLoop
import Glibc
import Theming

/// Looks whether the user has changed the configuration or the theme that is worn.
///
/// It looks at the files' times once a second, off the screen's thread: an editor may replace
/// a file, and a folder may be a link, so that there is nothing more dependable to wait for.
struct ConfigWatch {
    private static let pause = Duration.seconds(1)
    /// The same while a file is being written.
    private static let shortPause = Duration.milliseconds(100)

    let desk: Desk
    /// What the console is told of a configuration.
    let settings: @Sendable (UserConfig) -> ConsoleSettings
    /// What else follows a configuration: the mouse.
    let apply: @Sendable (UserConfig) -> Void

    /// Watches until the task is cancelled; tells what became different.
    func run(from start: UserConfig, post: @escaping ConsoleLoop.Post) async {
        var before = start
        var configuration = Watched(stamp(ofConfiguration: UserConfig.path))
        var worn = desk.themeName
        var places = ThemeLibrary.ofThisProgram.places(ofThemeNamed: worn)
        var theme = Watched(FileStamp(of: places))
        var isBeingWritten = false
        while (try? await Task.sleep(for: isBeingWritten ? Self.shortPause : Self.pause)) != nil {
            if configuration.hasChanged(to: stamp(ofConfiguration: UserConfig.path)) {
                let read = UserConfig.load()
                if let problem = read.summary {
                    post(.misconfigured(SafeText(sanitizing: problem)))
                } else {
                    takeOver(read, after: before, post)
                    before = read
                }
            }
            let name = desk.themeName
            let isRewritten = name == worn && theme.hasChanged(to: FileStamp(of: places))
            if name != worn || isRewritten {
                worn = name
                // One that was rewritten may have another base now.
                places = ThemeLibrary.ofThisProgram.places(ofThemeNamed: worn)
                theme = Watched(FileStamp(of: places))
            }
            if isRewritten { post(.themeWanted(worn)) }
            isBeingWritten = configuration.isMoving || theme.isMoving
        }
    }

    private func takeOver(_ read: UserConfig, after before: UserConfig, _ post: ConsoleLoop.Post) {
        let new = settings(read)
        apply(read)
        // First, so that the theme is told in the language that holds now.
        post(.configured(new))
        // A theme that was chosen by hand stays, unless the configuration names another one now.
        if new.themeName != settings(before).themeName {
            post(.themeWanted(new.themeName))
        }
    }

    private func stamp(ofConfiguration path: String?) -> FileStamp {
        FileStamp(of: path.map { [$0] } ?? [])
    }
}

/// A file that is looked at again and again.
struct Watched {
    private var known: FileStamp
    private var last: FileStamp

    init(_ stamp: FileStamp) {
        known = stamp
        last = stamp
    }

    /// Whether what was seen last has not been told yet: it may still be being written.
    var isMoving: Bool { last != known }

    /// Whether the file is another one than before, and is not being written any more.
    mutating func hasChanged(to now: FileStamp) -> Bool {
        defer { last = now }
        guard now == last, now != known else { return false }
        known = now
        return true
    }
}

/// What tells a file from what it was before: its time, its size, and which file it is.
struct FileStamp: Hashable {
    private struct Mark: Hashable {
        let seconds: Int
        let nanoseconds: Int
        let size: Int
        let file: UInt
    }

    /// `nil` for what is not there.
    private let marks: [Mark?]

    init(of paths: [String]) {
        marks = paths.map { path in
            var facts = stat()
            guard stat(path, &facts) == 0 else { return nil }
            return Mark(
                seconds: facts.st_mtim.tv_sec,
                nanoseconds: facts.st_mtim.tv_nsec,
                size: facts.st_size,
                file: facts.st_ino
            )
        }
    }
}
