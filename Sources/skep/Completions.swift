import ArgumentParser
import EngineClient
import FoundationEssentials
import Theming

// What a shell offers for words that only the program knows.
extension CompletionKind {
    static var themes: CompletionKind { .custom { _, _, _ in ThemeLibrary.ofThisProgram.names } }

    static var dockerContexts: CompletionKind {
        .custom { _, _, _ in
            ["default"] + DockerContexts(environment: ProcessInfo.processInfo.environment).names
        }
    }
}
