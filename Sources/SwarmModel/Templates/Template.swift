/// A template in Go's language, as specs, configs and secrets may hold.
///
/// Actions, conditions, loops, variables, definitions and Go's own functions work; methods and
/// `call` do not, as nothing a template gets to see has any.
///
/// - Source: LIF-52.
package struct Template: Sendable {
    /// A function that a template may call, besides Go's own.
    package typealias Function = @Sendable ([TemplateValue]) throws(TemplateError) -> TemplateValue

    private let source: String
    private let nodes: [TemplateNode]
    private let definitions: [String: [TemplateNode]]
    private let functions: [String: Function]

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - source: its text.
    ///   - functions: what it may call besides Go's functions and `join`.
    /// - Throws: The first fault, in Go's words.
    package init(
        _ source: String,
        functions: [String: Function] = [:]
    ) throws(TemplateError) {
        self.source = source
        self.functions = functions
        let known = TemplateFunctions.names.union(functions.keys)
        var parser = TemplateParser(try TemplateLexer.tokens(of: source), functions: known)
        nodes = try parser.parse()
        definitions = parser.definitions
    }

    /// The text that the template gives for a value.
    ///
    /// - Throws: The fault that ended it, in Go's words.
    package func expand(_ value: TemplateValue) throws(TemplateError) -> String {
        var run = TemplateRun(source, definitions: definitions, functions: functions, root: value)
        return try run.text(of: nodes)
    }
}
