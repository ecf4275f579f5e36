import EngineAPI
import SwarmModel
import SwarmStore
import Testing

@Suite struct TargetTests {
    @Test func `API-1 a target is its version, its parts and its query`() throws {
        let target = try APITarget("/v1.41/services/web%20x/logs?stdout=1&tail=all&a=b+c")
        #expect(target.version == APIVersion(1, 41))
        #expect(target.parts == ["services", "web x", "logs"])
        #expect(target.query["a"] == "b c")
        #expect(target.query.flag("stdout"))
        #expect(try APITarget("/info").version == .newest)
    }

    @Test(arguments: [
        (
            "/v1.99/info", 400,
            "client version 1.99 is too new. Maximum supported API version is 1.44"
        ),
        (
            "/v1.5/info", 400,
            "client version 1.5 is too old. Minimum supported API version is 1.24, please upgrade "
                + "your client to a newer version"
        ),
        ("/v1.41/../etc/passwd", 404, "page not found"),
        ("/v1.41/services/%2e%2e", 404, "page not found"),
        ("/v1.41/services/a%00b", 400, "Bad Request"),
        ("/v1.41/services/%zz", 400, "Bad Request"),
        ("/v1.41/services/%", 400, "Bad Request"),
        ("/v1.41/services/%ff", 400, "Bad Request"),
        ("http://elsewhere/info", 400, "Bad Request"),
        ("*", 400, "Bad Request"),
        ("", 400, "Bad Request"),
        ("/info?a=%f", 400, "Bad Request"),
    ])
    func `API-8 targets that are none get a clean refusal`(
        text: String,
        status: Int,
        message: String
    ) {
        #expect(throws: EngineError(status: status, message: message)) { try APITarget(text) }
    }

    @Test func `API-8 a query has a bounded number of pieces`() {
        let text = "/info?" + String(repeating: "a=1&", count: 5_000)
        #expect(throws: EngineError.badRequest) { try APITarget(text) }
    }

    @Test(arguments: [
        ("", false), ("0", false), ("no", false), ("False", false), ("none", false), ("1", true),
        ("True", true), ("yes", true),
    ])
    func `API-2 flags are read as the engine reads them`(text: String, flag: Bool) {
        #expect(QueryItems(["x": text]).flag("x") == flag)
    }

    @Test func `API-2 strict flags refuse junk`() throws {
        #expect(try QueryItems(["status": "T"]).strictFlag("status"))
        #expect(throws: EngineError.self) { try QueryItems(["status": "yes"]).strictFlag("status") }
    }

    @Test func `API-8 versions that are no numbers are refused in the engine's words`() {
        let message =
            "invalid service version 'abc': strconv.ParseUint: parsing \"abc\": invalid syntax"
        #expect(throws: EngineError(status: 400, message: message)) {
            try QueryItems(["version": "abc"]).version(of: "service")
        }
    }

    @Test(arguments: [
        #"{"name":{"web":true,"not":false},"label":{"a=b":true}}"#,
        #"{"name":["web"],"label":["a=b"]}"#,
    ])
    func `API-2 filters come in two forms`(text: String) throws {
        let filters = try QueryItems(["filters": text]).filters()
        #expect(filters["name"] == ["web"])
        #expect(filters["label"] == ["a=b"])
    }

    @Test(arguments: ["{bad", "[]", "5", #"{"name":5}"#, #"{"name":[5]}"#])
    func `API-8 filters that are none are refused`(text: String) {
        let error = #expect(throws: EngineError.self) {
            try QueryItems(["filters": text]).filters()
        }
        #expect(error?.status == 400)
    }

    @Test(arguments: [
        ("GET", "/v1.41/images/diamol/ch12/json", Route.image("diamol/ch12")),
        ("GET", "/distribution/a/b:1/json", .distribution("a/b:1")),
        ("POST", "/containers/x/stop", .containerAct(.stop, "x")),
        ("DELETE", "/networks/n", .removeNetwork("n")),
        ("HEAD", "/_ping", .ping),
    ])
    func `API-3 paths are routed`(method: String, path: String, route: Route) throws {
        #expect(Route(method: method, parts: try APITarget(path).parts) == route)
    }

    @Test(arguments: [
        ("PUT", "/info"), ("GET", "/nosuchpath"), ("GET", "/"), ("POST", "/services"),
        ("GET", "/services/a/b/c"), ("DELETE", "/containers"),
    ])
    func `API-3 what is not served has no route`(method: String, path: String) throws {
        #expect(Route(method: method, parts: try APITarget(path).parts) == nil)
    }
}
