/// A part of a template that was read.
indirect enum TemplateNode: Sendable {
    case text(String)
    /// What the pipeline gives is printed, unless it is kept in a variable.
    case action(TemplatePipeline)
    case branch(Branch)
    case range(Branch)
    case with(Branch)
    case template(name: String, argument: TemplatePipeline?, place: TemplatePlace)
    case breakLoop, continueLoop

    struct Branch: Sendable {
        var condition: TemplatePipeline
        var body: [TemplateNode]
        var otherwise: [TemplateNode]
    }
}

/// Where something stands in the source, and what it says there.
struct TemplatePlace: Sendable {
    var position: Int
    var text: String
}

/// Commands, each of which gets what the one before it gives as its last argument.
struct TemplatePipeline: Sendable {
    /// Variables that get the value.
    var variables: [String] = []
    /// Whether the variables are new ones.
    var declares = false
    var commands: [[TemplateOperand]] = []

    var text: String {
        let names = variables.joined(separator: ", ")
        let start = variables.isEmpty ? "" : names + (declares ? " := " : " = ")
        return start
            + commands.map { $0.map(\.place.text).joined(separator: " ") }.joined(separator: " | ")
    }
}

/// One word of a command.
struct TemplateOperand: Sendable {
    indirect enum Kind: Sendable {
        case dot, null
        case field([String])
        case variable(String, [String])
        case function(String)
        case literal(TemplateValue)
        case pipeline(TemplatePipeline, [String])
    }

    var kind: Kind
    var place: TemplatePlace
}
