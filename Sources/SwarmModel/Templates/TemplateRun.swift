/// One use of a template.
struct TemplateRun {
    /// Templates must not keep a manager busy: no honest one comes near.
    private static let stepMaximum = 100_000
    private static let outputMaximum = 8_000_000
    private static let depthMaximum = 100

    private let source: String
    private let definitions: [String: [TemplateNode]]
    private let functions: [String: Template.Function]
    private var variables: [(name: String, value: TemplateValue)]
    private var steps = 0
    private var depth = 0
    private var output = ""

    private enum Flow { case onward, breakLoop, continueLoop }

    init(
        _ source: String,
        definitions: [String: [TemplateNode]],
        functions: [String: Template.Function],
        root: TemplateValue
    ) {
        self.source = source
        self.definitions = definitions
        self.functions = functions
        variables = [("$", root)]
    }

    mutating func text(of nodes: [TemplateNode]) throws(TemplateError) -> String {
        _ = try walk(nodes, variables[0].value)
        return output
    }

    // MARK: Faults

    private func fault(_ text: String, at place: TemplatePlace) -> TemplateError {
        let before = Array(source.utf8.prefix(place.position))
        let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return TemplateError(
            "template: expansion:\(line):\(before.count - start): executing \"expansion\" at "
                + "<\(place.text)>: \(text)"
        )
    }

    private mutating func countStep() throws(TemplateError) {
        steps += 1
        if steps > Self.stepMaximum || output.utf8.count > Self.outputMaximum {
            throw TemplateError("template: expansion: the template does too much")
        }
    }

    // MARK: Nodes

    private mutating func walk(
        _ nodes: [TemplateNode],
        _ dot: TemplateValue
    ) throws(TemplateError) -> Flow {
        for node in nodes {
            try countStep()
            switch node {
            case .text(let text): output += text
            case .action(let pipeline):
                let value = try evaluate(pipeline, dot)
                if pipeline.variables.isEmpty { output += value.text }
            case .branch(let branch):
                let flow = try choose(branch, dot, changesDot: false)
                if flow != .onward { return flow }
            case .with(let branch):
                let flow = try choose(branch, dot, changesDot: true)
                if flow != .onward { return flow }
            case .range(let branch):
                let flow = try loop(branch, dot)
                if flow != .onward { return flow }
            case .template(let name, let argument, let place):
                try invoke(name, argument, dot, at: place)
            case .breakLoop: return .breakLoop
            case .continueLoop: return .continueLoop
            }
        }
        return .onward
    }

    private mutating func choose(
        _ branch: TemplateNode.Branch,
        _ dot: TemplateValue,
        changesDot: Bool
    ) throws(TemplateError) -> Flow {
        let known = variables.count
        defer { variables.removeLast(variables.count - known) }
        let value = try evaluate(branch.condition, dot)
        if value.isTrue { return try walk(branch.body, changesDot ? value : dot) }
        return try walk(branch.otherwise, dot)
    }

    private mutating func loop(
        _ branch: TemplateNode.Branch,
        _ dot: TemplateValue
    ) throws(TemplateError) -> Flow {
        let known = variables.count
        defer { variables.removeLast(variables.count - known) }
        var condition = branch.condition
        condition.variables = []
        let value = try evaluate(condition, dot)
        let entries: [(TemplateValue, TemplateValue)]
        switch value {
        case .map(let map):
            entries = map.keys.sorted().map { (.string($0), .string(map[$0] ?? "")) }
        case .missing: entries = []
        default:
            let place = branch.condition.commands[0][0].place
            throw fault("range can't iterate over \(value.text)", at: place)
        }
        if entries.isEmpty { return try walk(branch.otherwise, dot) }
        let names = branch.condition.variables
        for (key, element) in entries {
            let before = variables.count
            if let last = names.last { variables.append((last, element)) }
            if names.count == 2 { variables.append((names[0], key)) }
            let flow = try walk(branch.body, element)
            variables.removeLast(variables.count - before)
            if flow == .breakLoop { break }
        }
        return .onward
    }

    private mutating func invoke(
        _ name: String,
        _ argument: TemplatePipeline?,
        _ dot: TemplateValue,
        at place: TemplatePlace
    ) throws(TemplateError) {
        guard let body = definitions[name] else {
            throw fault("template \(goQuoted(name)) not defined", at: place)
        }
        var value = TemplateValue.missing
        if let argument { value = try evaluate(argument, dot) }
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthMaximum {
            throw fault("exceeded maximum template depth (\(Self.depthMaximum))", at: place)
        }
        let outer = variables
        variables = [("$", value)]
        defer { variables = outer }
        _ = try walk(body, value)
    }

    // MARK: Pipelines

    private mutating func evaluate(
        _ pipeline: TemplatePipeline,
        _ dot: TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        var value: TemplateValue?
        for command in pipeline.commands { value = try evaluate(command, dot, piped: value) }
        let result = value ?? .missing
        for name in pipeline.variables {
            if pipeline.declares {
                variables.append((name, result))
            } else if let index = variables.lastIndex(where: { $0.name == name }) {
                variables[index].value = result
            }
        }
        return result
    }

    private mutating func evaluate(
        _ command: [TemplateOperand],
        _ dot: TemplateValue,
        piped: TemplateValue?
    ) throws(TemplateError) -> TemplateValue {
        try countStep()
        let first = command[0]
        let hasArguments = command.count > 1 || piped != nil
        switch first.kind {
        case .function(let name):
            return try call(name, command, dot, piped: piped)
        case .field(let names):
            return try fields(names, of: dot, at: first.place, hasArguments: hasArguments)
        case .variable(let name, let names) where !names.isEmpty:
            let value = variables.last { $0.name == name }?.value ?? .missing
            return try fields(names, of: value, at: first.place, hasArguments: hasArguments)
        default:
            if hasArguments {
                throw fault(
                    "can't give argument to non-function \(first.place.text)",
                    at: first.place
                )
            }
            if case .null = first.kind { throw fault("nil is not a command", at: first.place) }
            return try value(of: first, dot)
        }
    }

    private mutating func value(
        of operand: TemplateOperand,
        _ dot: TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        switch operand.kind {
        case .dot: return dot
        case .null: return .missing
        case .literal(let value): return value
        case .field(let names): return try fields(names, of: dot, at: operand.place)
        case .variable(let name, let names):
            let value = variables.last { $0.name == name }?.value ?? .missing
            return try fields(names, of: value, at: operand.place)
        case .function: return try evaluate([operand], dot, piped: nil)
        case .pipeline(let inner, let names):
            let known = variables.count
            defer { variables.removeLast(variables.count - known) }
            let value = try evaluate(inner, dot)
            return try fields(names, of: value, at: operand.place)
        }
    }

    private func fields(
        _ names: [String],
        of value: TemplateValue,
        at place: TemplatePlace,
        hasArguments: Bool = false
    ) throws(TemplateError) -> TemplateValue {
        var value = value
        for (index, name) in names.enumerated() {
            let takesArguments = hasArguments && index == names.count - 1
            let found = try field(name, of: value, at: place)
            if takesArguments {
                let words =
                    if case .map = value {
                        "is not a method but has arguments"
                    } else {
                        "has arguments but cannot be invoked as function"
                    }
                throw fault("\(name) \(words)", at: place)
            }
            value = found
        }
        return value
    }

    private func field(
        _ name: String,
        of value: TemplateValue,
        at place: TemplatePlace
    ) throws(TemplateError) -> TemplateValue {
        switch value {
        case .record(let record):
            if let field = record[name] { return field }
            throw fault("can't evaluate field \(name) in type \(value.typeName)", at: place)
        case .map(let entries):
            if let entry = entries[name] { return .string(entry) }
            throw fault("map has no entry for key \(goQuoted(name))", at: place)
        case .missing: throw fault("nil data; no entry for key \(goQuoted(name))", at: place)
        default:
            throw fault("can't evaluate field \(name) in type \(value.typeName)", at: place)
        }
    }

    // MARK: Functions

    private mutating func call(
        _ name: String,
        _ command: [TemplateOperand],
        _ dot: TemplateValue,
        piped: TemplateValue?
    ) throws(TemplateError) -> TemplateValue {
        let place = command[0].place
        var arguments: [TemplateValue] = []
        for operand in command.dropFirst() {
            let argument = try value(of: operand, dot)
            arguments.append(argument)
            // `and` and `or` look no further than they must.
            if name == "and", !argument.isTrue { return argument }
            if name == "or", argument.isTrue { return argument }
        }
        if let piped { arguments.append(piped) }
        do throws(TemplateError) {
            if let own = functions[name] { return try own(arguments) }
            return try TemplateFunctions.call(name, arguments)
        } catch {
            throw fault(error.description, at: place)
        }
    }
}
