import Basics
import SwarmModel
import Testing

@Suite struct ConstraintTests {
    private static let node: Node = {
        var random = SeededGenerator(seed: 1)
        return Node(
            id: NodeID(using: &random),
            spec: NodeSpec(labels: ["Zone": "East"], role: .worker),
            role: .manager,
            status: NodeStatus(state: .ready, address: "186.17.9.41"),
            description: NodeDescription(
                hostname: "Node-1",
                platform: Platform(architecture: "x86_64", os: "linux"),
                engineLabels: ["disk": "ssd"]
            )
        )
    }()

    private func holds(_ expressions: String..., on node: Node = node) throws -> Bool {
        try Constraint.parse(expressions).allMatch(node)
    }

    private func fault(of expression: String) -> ConstraintError? {
        do throws(ConstraintError) {
            _ = try Constraint.parse([expression])
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Reading

    @Test func `CON-1 an expression is split at the first == anywhere, else at the first !=`()
        throws
    {
        let equal = try Constraint(parsing: " node.labels.a  ==  b ")
        #expect(equal.key == "node.labels.a" && equal.value == "b" && equal.comparison == .equal)
        let other = try Constraint(parsing: "node.role!=manager")
        #expect(other.key == "node.role" && other.value == "manager")
        #expect(other.comparison == .notEqual)
        #expect(fault(of: "key!=a==b") == .invalidKey("key!=a"))
        #expect(equal.description == "node.labels.a == b")
    }

    @Test(arguments: [
        "", "node.role", "node.role=manager", "node.role<>manager", "a!b", "=", "a =",
    ])
    func `CON-2 without an operator the error names both`(expression: String) {
        #expect(fault(of: expression) == .missingOperator(expression))
        #expect(
            fault(of: expression)?.description
                == "constraint expected one operator from ==, !="
        )
    }

    @Test(arguments: [
        "1node", "no de", "n*", "node$", "a", "", ".node", "-x", "nöde", "node.label:x",
    ])
    func `CON-2 a key begins with a letter or underscore and has two characters`(key: String) {
        #expect(fault(of: "\(key)==x") == .invalidKey(key))
        #expect(fault(of: "\(key)==x")?.description == "key '\(key)' is invalid")
    }

    @Test(arguments: ["_a", "Node", "n1", "a-b", "a_b", "node.Labels.Zone-1_x"])
    func `CON-2 keys may have capitals, digits, dots, dashes and underscores`(key: String) {
        #expect(fault(of: "\(key)!=x") == nil)
    }

    @Test(arguments: ["a,b", "ä", "a=b", "{x}", "\"q\"", "a;b", "a@b", ""])
    func `CON-2 other signs in a value are an error that names it`(value: String) {
        #expect(fault(of: "key==\(value)") == .invalidValue(value))
        #expect(fault(of: "key==\(value)")?.description == "value '\(value)' is invalid")
    }

    @Test(arguments: [
        "v", "1.2.3", "Va-lu_e", "a b\tc", "10.0.0.0/8", "::1", "*(a)?+[b]\\^$|/", "v:1",
    ])
    func `CON-2 values may have white space and these symbols`(value: String) throws {
        #expect(try Constraint(parsing: "key==\(value)").value == value)
    }

    @Test func `CON-2 the first bad expression of a list is the one reported`() {
        #expect(throws: ConstraintError.invalidKey("9")) {
            try Constraint.parse(["node.role==worker", "9==x", "bad"])
        }
    }

    // MARK: - Comparing

    @Test func `CON-3 several constraints must all hold, none always holds`() throws {
        #expect(try Constraint.parse([]).allMatch(Self.node))
        #expect(try holds("node.role==manager", "node.hostname==node-1"))
        #expect(try !holds("node.role==manager", "node.hostname==node-2"))
        #expect(try !holds("node.role!=manager", "node.hostname==node-1"))
    }

    @Test(arguments: [
        ("node.hostname==NODE-1", true), ("node.hostname==node", false),
        ("node.hostname==node-*", false), ("node.hostname==node-.", false),
        ("node.hostname!=node-1", false), ("node.hostname!=node-.", true),
    ])
    func `CON-4 the whole text is compared, without case and wildcards`(
        expression: String,
        isMet: Bool
    ) throws {
        #expect(try holds(expression) == isMet)
    }

    @Test(arguments: [
        ("node.labels.Zone==east", true), ("NODE.LABELS.Zone==EAST", true),
        ("node.labels.zone==east", false), ("engine.labels.disk==ssd", true),
        ("Engine.Labels.disk==SSD", true), ("engine.labels.Disk==ssd", false),
        ("Node.Platform.OS==Linux", true), ("NODE.ROLE==manager", true),
    ])
    func `CON-5 keys are compared without case, but a label's name is not`(
        expression: String,
        isMet: Bool
    ) throws {
        #expect(try holds(expression) == isMet)
    }

    @Test func `CON-5 a node's id is compared as a whole`() throws {
        let id = Self.node.id.description
        #expect(try holds("node.id==\(id)"))
        #expect(try holds("node.id==\(id.uppercased())"))
        #expect(try !holds("node.id==\(id.dropLast())"))
        #expect(try holds("node.id!=\(id.dropLast())"))
    }

    @Test(arguments: [
        "node.labels.none", "engine.labels.none", "node.hostname", "node.platform.os",
        "node.platform.arch", "node.ip",
    ])
    func `CON-6 what is missing is never equal and always unequal`(key: String) throws {
        var bare = Self.node
        bare.description = NodeDescription(platform: Platform())
        bare.status.address = ""
        let value = key == "node.ip" ? "10.0.0.1" : "x"
        #expect(try !holds("\(key)==\(value)", on: bare))
        #expect(try holds("\(key)!=\(value)", on: bare))
    }

    @Test(arguments: [
        "node.name", "node.labels.", "node.labels", "engine.labels.", "node.roles", "label.x",
        "node.platform", "nodes.id",
    ])
    func `CON-7 an unknown key matches no node, whatever the operator`(key: String) throws {
        #expect(try !holds("\(key)==x"))
        #expect(try !holds("\(key)!=x"))
    }

    @Test(arguments: [
        ("186.17.9.41", "186.17.9.41", true), ("186.17.9.41", "186.17.9.42", false),
        ("186.17.9.41", "186.17.8.0/22", true), ("186.17.9.41", "186.17.9.41/32", true),
        ("186.17.9.41", "10.0.0.0/8", false), ("186.17.9.41", "0.0.0.0/0", true),
        ("2001:db8::2", "2001:db8:0:0::2", true), ("2001:db8::2", "2001:db8::/32", true),
        ("2001:db8::2", "2001:db9::/32", false), ("2001:db8::2", "2001:DB8::2", true),
        ("::ffff:10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "::/0", false),
        ("", "10.0.0.0/8", false), ("nonsense", "10.0.0.1", false),
    ])
    func `CON-8 an address is compared with an address or looked for in a subnet`(
        address: String,
        value: String,
        isMet: Bool
    ) throws {
        var node = Self.node
        node.status.address = address
        #expect(try holds("node.ip==\(value)", on: node) == isMet)
        #expect(try holds("node.ip!=\(value)", on: node) == !isMet)
    }

    @Test(arguments: [
        "186.17.9", "186.17.9.41.1", "186.17.9.256", "186.17.9.041", "10.0.0.0/33", "10.0.0.0/",
        "2001:db8:::2", "1:2:3:4:5:6:7", "12345::1", "2001:db8::/129", "east",
    ])
    func `CON-8 what is neither address nor subnet never matches`(value: String) throws {
        #expect(try !holds("node.ip==\(value)"))
        #expect(try !holds("node.ip!=\(value)"))
    }

    @Test func `CON-9 the role is the one observed, not the one wanted`() throws {
        #expect(try holds("node.role==Manager"))
        #expect(try holds("node.role!=worker"))
        #expect(try !holds("node.role==worker"))
        #expect(try !holds("node.role==leader"))
    }

    @Test func `CON-10 architectures are not normalised`() throws {
        #expect(try holds("node.platform.arch==x86_64"))
        #expect(try !holds("node.platform.arch==amd64"))
        #expect(try holds("node.platform.arch!=amd64"))
    }
}
