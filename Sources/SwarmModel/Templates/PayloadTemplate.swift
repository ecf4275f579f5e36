package import Basics

/// The data of a secret or config that is a template itself.
///
/// Besides what every template can do, it may call `env`, `secret` and `config`, which give what
/// the task's own container has: a variable as it was written, a file by its target's name.
///
/// - Source: LIF-52.
package struct PayloadTemplate: Sendable {
    private let context: TaskContext
    private let container: ContainerSpec
    private let secret: @Sendable (SecretID) -> [UInt8]?
    private let config: @Sendable (ConfigID) -> [UInt8]?

    /// Takes what the template may look at.
    ///
    /// - Parameters:
    ///   - context: the task's own.
    ///   - container: the task's container, not expanded.
    ///   - secret: the data of a secret; `nil` = there is none.
    ///   - config: the data of a config; `nil` = there is none.
    package init(
        context: TaskContext,
        container: ContainerSpec,
        secret: @escaping @Sendable (SecretID) -> [UInt8]?,
        config: @escaping @Sendable (ConfigID) -> [UInt8]?
    ) {
        self.context = context
        self.container = container
        self.secret = secret
        self.config = config
    }

    /// The data as the container sees it.
    ///
    /// - Parameters:
    ///   - data: as it is kept.
    ///   - templating: how it is expanded; `nil` = not at all.
    /// - Returns: the bytes of the file.
    /// - Throws: The fault, in Go's words.
    package func expand(
        _ data: [UInt8],
        templating: DriverSpec?
    ) throws(TemplateError) -> [UInt8] {
        guard let templating else { return data }
        guard templating.name == "golang" else {
            throw TemplateError("unrecognized template type")
        }
        let template = try Template(
            String(decoding: data, as: UTF8.self),
            functions: ["env": variable, "secret": secretText, "config": configText]
        )
        return Array(try template.expand(context.value).utf8)
    }

    private func argument(
        of name: String,
        _ arguments: [TemplateValue]
    ) throws(TemplateError) -> String {
        guard arguments.count == 1 else {
            throw TemplateError(
                "wrong number of args for \(name): want 1 got \(arguments.count)"
            )
        }
        if case .string(let text) = arguments[0] { return text }
        throw TemplateError("wrong type for value; expected string; got \(arguments[0].typeName)")
    }

    /// The first variable of that name, as it was written; empty if there is none.
    private func variable(_ arguments: [TemplateValue]) throws(TemplateError) -> TemplateValue {
        let name = try argument(of: "env", arguments)
        let entry = container.environment.first { $0.hasPrefix(name + "=") }
        return .string(entry.map { String($0.dropFirst(name.count + 1)) } ?? "")
    }

    private func secretText(_ arguments: [TemplateValue]) throws(TemplateError) -> TemplateValue {
        let target = try argument(of: "secret", arguments)
        guard let reference = container.secrets.first(where: { $0.file?.name == target }) else {
            throw TemplateError("error calling secret: secret target \(target) not found")
        }
        guard let data = secret(reference.id) else {
            throw TemplateError("error calling secret: secret \(reference.id) not found")
        }
        return .string(String(decoding: data, as: UTF8.self))
    }

    private func configText(_ arguments: [TemplateValue]) throws(TemplateError) -> TemplateValue {
        let target = try argument(of: "config", arguments)
        guard let reference = container.configs.first(where: { $0.file?.name == target }) else {
            throw TemplateError("error calling config: config target \(target) not found")
        }
        guard let data = config(reference.id) else {
            throw TemplateError("error calling config: config \(reference.id) not found")
        }
        return .string(String(decoding: data, as: UTF8.self))
    }
}
