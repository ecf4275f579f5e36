/// Reads the pieces of a template.
struct TemplateParser {
    /// Deeper templates are refused: no task's template needs more, and the program's stack is finite.
    static let depthMaximum = 100

    private let tokens: [TemplateToken]
    private var next = 0
    private let functions: Set<String>
    /// Names of variables that may be used here; `$` always.
    private var variables = ["$"]
    private var depth = 0
    private var loopDepth = 0
    private(set) var definitions: [String: [TemplateNode]] = [:]

    init(_ tokens: [TemplateToken], functions: Set<String>) {
        self.tokens = tokens
        self.functions = functions
    }

    private var token: TemplateToken { tokens[min(next, tokens.count - 1)] }

    private mutating func take() -> TemplateToken {
        defer { next += 1 }
        return token
    }

    private mutating func skipSpace() { if token.kind == .space { next += 1 } }

    private func fault(_ text: String) -> TemplateError { .reading(text, line: token.line) }

    private func unexpected(_ context: String) -> TemplateError {
        fault("unexpected \(token.name)\(token.kind == .end ? "" : " in \(context)")")
    }

    private mutating func expectClose(_ context: String) throws(TemplateError) {
        skipSpace()
        guard token.kind == .closeAction else { throw unexpected(context) }
        next += 1
    }

    mutating func parse() throws(TemplateError) -> [TemplateNode] {
        let (nodes, stop) = try list(isTop: true)
        if let stop { throw fault("unexpected {{\(stop)}}") }
        return nodes
    }

    /// Nodes up to `{{end}}`, `{{else}}` or the end; the word that stopped it.
    private mutating func list(
        isTop: Bool = false
    ) throws(TemplateError) -> (nodes: [TemplateNode], stop: String?) {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthMaximum { throw fault("template is nested too deeply") }
        var nodes: [TemplateNode] = []
        while true {
            let piece = take()
            switch piece.kind {
            case .text: nodes.append(.text(piece.text))
            case .openAction:
                skipSpace()
                if token.kind == .keyword, token.text == "end" || token.text == "else" {
                    let word = take().text
                    if word == "end" { try expectClose("end") }
                    return (nodes, word)
                }
                if let node = try action() { nodes.append(node) }
            case .end:
                if isTop { return (nodes, nil) }
                throw fault("unexpected EOF")
            default: throw unexpected("input")
            }
        }
    }

    private mutating func action() throws(TemplateError) -> TemplateNode? {
        guard token.kind == .keyword else {
            let pipeline = try pipeline("command", until: .closeAction)
            return .action(pipeline)
        }
        let word = take().text
        switch word {
        case "if": return .branch(try branch("if"))
        case "with": return .with(try branch("with"))
        case "range": return .range(try branch("range"))
        case "break", "continue":
            if loopDepth == 0 { throw fault("{{\(word)}} outside {{range}}") }
            try expectClose("{{\(word)}}")
            return word == "break" ? .breakLoop : .continueLoop
        case "define":
            let name = try definitionName("define clause")
            try expectClose("define clause")
            definitions[name] = try definitionBody()
            return nil
        case "template":
            return try invocation("template clause")
        default:
            let node = try invocation("block clause")
            if case .template(let name, _, _) = node { definitions[name] = try definitionBody() }
            return node
        }
    }

    private mutating func definitionBody() throws(TemplateError) -> [TemplateNode] {
        let outer = (variables, loopDepth)
        (variables, loopDepth) = (["$"], 0)
        defer { (variables, loopDepth) = outer }
        let (nodes, stop) = try list()
        if stop != "end" { throw fault("unexpected {{else}} in define clause") }
        return nodes
    }

    private mutating func definitionName(_ context: String) throws(TemplateError) -> String {
        skipSpace()
        guard token.kind == .string else { throw unexpected(context) }
        return take().text
    }

    private mutating func invocation(_ context: String) throws(TemplateError) -> TemplateNode {
        let start = token.position
        let name = try definitionName(context)
        skipSpace()
        let place = TemplatePlace(position: start, text: "{{template \(goQuoted(name))}}")
        if token.kind == .closeAction {
            next += 1
            return .template(name: name, argument: nil, place: place)
        }
        let argument = try pipeline(context, until: .closeAction)
        return .template(name: name, argument: argument, place: place)
    }

    private mutating func branch(_ word: String) throws(TemplateError) -> TemplateNode.Branch {
        let known = variables.count
        defer { variables.removeLast(variables.count - known) }
        let condition = try pipeline(word, until: .closeAction)
        if word == "range" { loopDepth += 1 }
        let (body, stop) = try list()
        if word == "range" { loopDepth -= 1 }
        var otherwise: [TemplateNode] = []
        if stop == "else" { otherwise = try alternative(to: word) }
        return .init(condition: condition, body: body, otherwise: otherwise)
    }

    /// What follows `{{else`: another condition of the same kind, or a list.
    private mutating func alternative(to word: String) throws(TemplateError) -> [TemplateNode] {
        skipSpace()
        if token.kind == .keyword, token.text == word, word != "range" {
            next += 1
            depth += 1
            defer { depth -= 1 }
            if depth > Self.depthMaximum { throw fault("template is nested too deeply") }
            let inner = try branch(word)
            return [word == "if" ? .branch(inner) : .with(inner)]
        }
        try expectClose("else")
        let (nodes, stop) = try list()
        if stop == "else" { throw fault("expected end; found {{else}}") }
        return nodes
    }
}

// MARK: - Pipelines

extension TemplateParser {
    private mutating func pipeline(
        _ context: String,
        until end: TemplateToken.Kind
    ) throws(TemplateError) -> TemplatePipeline {
        var pipeline = TemplatePipeline()
        skipSpace()
        try readVariables(into: &pipeline, isRange: context == "range")
        while true {
            skipSpace()
            if token.kind == end {
                next += 1
                try check(pipeline, context)
                if pipeline.declares { variables += pipeline.variables }
                return pipeline
            }
            guard Self.mayBegin.contains(token.kind) else { throw unexpected(context) }
            pipeline.commands.append(try command())
        }
    }

    private static let mayBegin: Set<TemplateToken.Kind> = [
        .bool, .character, .dot, .field, .identifier, .number, .null, .string, .variable,
        .openParenthesis,
    ]

    /// `$a :=`, `$a =` or, in a range, `$a, $b :=`.
    private mutating func readVariables(
        into pipeline: inout TemplatePipeline,
        isRange: Bool
    ) throws(TemplateError) {
        let start = next
        var names: [String] = []
        while token.kind == .variable {
            names.append(take().text)
            skipSpace()
            switch token.kind {
            case .declare, .assign:
                pipeline.declares = take().kind == .declare
                if !pipeline.declares, let name = names.first(where: { !variables.contains($0) }) {
                    throw fault("undefined variable \(goQuoted(name))")
                }
                pipeline.variables = names
                return
            case .comma where isRange && names.count < 2:
                next += 1
                skipSpace()
            case .comma: throw fault("too many declarations in \(isRange ? "range" : "command")")
            default:
                next = start
                return
            }
        }
        next = start
    }

    private func check(
        _ pipeline: TemplatePipeline,
        _ context: String
    ) throws(TemplateError) {
        if pipeline.commands.isEmpty { throw fault("missing value for \(context)") }
        for (stage, command) in pipeline.commands.enumerated().dropFirst() {
            switch command[0].kind {
            case .dot, .null, .literal:
                throw fault("non executable command in pipeline stage \(stage + 1)")
            default: break
            }
        }
    }

    private mutating func command() throws(TemplateError) -> [TemplateOperand] {
        var operands: [TemplateOperand] = []
        while true {
            skipSpace()
            guard Self.mayBegin.contains(token.kind) else { throw unexpected("operand") }
            operands.append(try operand())
            switch token.kind {
            case .space:
                skipSpace()
                if token.kind == .pipe {
                    next += 1
                    try requireMore()
                    return operands
                }
                if token.kind == .closeAction || token.kind == .closeParenthesis {
                    return operands
                }
            case .closeAction, .closeParenthesis: return operands
            case .pipe:
                next += 1
                try requireMore()
                return operands
            default: throw unexpected("operand")
            }
        }
    }

    /// A pipe must have something behind it.
    private mutating func requireMore() throws(TemplateError) {
        skipSpace()
        if token.kind == .closeAction || token.kind == .closeParenthesis {
            throw fault("missing value for command")
        }
    }

    private mutating func operand() throws(TemplateError) -> TemplateOperand {
        let first = token
        var operand = try term()
        var names: [String] = []
        var position: Int?
        while token.kind == .field {
            position = position ?? token.position
            names.append(String(take().text.dropFirst()))
        }
        guard let position else { return operand }
        let tail = names.map { "." + $0 }.joined()
        switch operand.kind {
        case .field(let head): operand.kind = .field(head + names)
        case .variable(let name, let head): operand.kind = .variable(name, head + names)
        case .pipeline(let inner, let head): operand.kind = .pipeline(inner, head + names)
        case .dot, .null, .literal:
            throw .reading(
                "unexpected . after term \(goQuoted(operand.place.text))",
                line: first.line
            )
        case .function:
            throw .reading(
                "unexpected . after term \(goQuoted(operand.place.text))",
                line: first.line
            )
        }
        operand.place = TemplatePlace(position: position, text: operand.place.text + tail)
        return operand
    }

    private mutating func term() throws(TemplateError) -> TemplateOperand {
        let piece = take()
        let place = TemplatePlace(position: piece.position, text: piece.text)
        func made(_ kind: TemplateOperand.Kind) -> TemplateOperand {
            TemplateOperand(kind: kind, place: place)
        }
        switch piece.kind {
        case .dot: return made(.dot)
        case .null: return made(.null)
        case .bool: return made(.literal(.bool(piece.text == "true")))
        case .number: return made(.literal(TemplateValue(number: piece.text) ?? .missing))
        case .character: return made(.literal(.int(Int(piece.text) ?? 0)))
        case .string:
            var operand = made(.literal(.string(piece.text)))
            operand.place.text = goQuoted(piece.text)
            return operand
        case .field: return made(.field([String(piece.text.dropFirst())]))
        case .variable:
            guard variables.contains(piece.text) else {
                throw .reading("undefined variable \(goQuoted(piece.text))", line: piece.line)
            }
            return made(.variable(piece.text, []))
        case .identifier:
            guard functions.contains(piece.text) else {
                throw .reading("function \(goQuoted(piece.text)) not defined", line: piece.line)
            }
            return made(.function(piece.text))
        default: return try parenthesis(piece)
        }
    }

    private mutating func parenthesis(
        _ piece: TemplateToken
    ) throws(TemplateError) -> TemplateOperand {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthMaximum { throw fault("max expression depth exceeded") }
        let inner = try pipeline("parenthesized pipeline", until: .closeParenthesis)
        return TemplateOperand(
            kind: .pipeline(inner, []),
            place: TemplatePlace(position: piece.position, text: "(\(inner.text))")
        )
    }
}
