// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Support
import Testing

@testable import Lint

/// Rules as well-known definitions have them, about values that their schemas describe.
@Suite struct CELRuleTests {
    /// What a rule says about a value: whether it holds, or why that is not known.
    private func outcome(_ rule: String, _ schema: String, _ value: String) throws -> String {
        let schema = try node(schema)
        let version = CustomDefinitions.Version(
            schema: CustomSchema(schema),
            dropsStatus: false,
            replicas: nil
        )
        var builder = CustomTreeBuilder(room: 10_000)
        let tree = try #require(builder.object(try node(value), of: version))
        let expression = try CELParser.parse(rule)
        do throws(CELFailure) {
            var run = CELRun(try CELValue(tree), steps: 100_000)
            guard case .bool(let holds) = try run.value(of: expression) else { return "no condition" }
            return String(holds)
        } catch {
            switch error {
            case .error(let error): return error.phrase
            case .left: return "left"
            case .exhausted: return "exhausted"
            }
        }
    }

    private func node(_ text: String) throws -> YAMLNode {
        let reading = YAMLReader.read(SourceFile(path: "a.yaml", text: text))
        #expect(reading.diagnostics.map(\.headline) == [])
        return try #require(reading.documents.first).root
    }

    // MARK: Gateway API

    private static let matches = """
        type: array
        items:
          type: object
          properties:
            name: { type: string }
            matches:
              type: array
              default: [{ path: { type: PathPrefix, value: / } }]
              items:
                type: object
                properties:
                  path:
                    type: object
                    properties: { type: { type: string, default: PathPrefix }, value: { type: string, default: / } }
            filters: { type: array, items: { type: object, properties: { type: { type: string }, redirect: { type: object } } } }
            backendRefs: { type: array, items: { type: object, properties: { name: { type: string } } } }
        """

    @Test(arguments: [
        (
            "(self.size() > 0 ? self[0].matches.size() : 0) + (self.size() > 1 ? self[1].matches.size() : 0) <= 2",
            "[{}, {}]", "true"
        ),
        (
            "(self.size() > 0 ? self[0].matches.size() : 0) + (self.size() > 1 ? self[1].matches.size() : 0) <= 1",
            "[{}, {}]", "false"
        ),
        (
            "self.all(l1, !has(l1.name) || self.exists_one(l2, has(l2.name) && l1.name == l2.name))",
            "[{name: a}, {}, {name: b}]", "true"
        ),
        (
            "self.all(l1, !has(l1.name) || self.exists_one(l2, has(l2.name) && l1.name == l2.name))",
            "[{name: a}, {name: a}]", "false"
        ),
        (
            "self.all(r, (has(r.backendRefs) && size(r.backendRefs) > 0) ? (!has(r.filters) || r.filters.all(f, !has(f.redirect))) : true)",
            "[{backendRefs: [{name: a}], filters: [{redirect: {}}]}]", "false"
        ),
        (
            "self.all(r, r.filters.filter(f, f.type == 'CORS').size() <= 1)",
            "[{filters: [{type: CORS}, {type: CORS}]}]", "false"
        ),
        // What is not written is no member, and reading it is an error; a default is there.
        ("self.all(r, r.filters.size() >= 0)", "[{}]", "there is no `filters`"),
        (
            "self.all(r, r.matches[0].path.value.startsWith('/'))", "[{matches: [{path: {type: Exact}}]}]",
            "true"
        ),
        (
            "self.all(r, r.matches[0].path.type in ['Exact', 'PathPrefix'])",
            "[{matches: [{path: {type: Regex}}]}]", "false"
        ),
        ("self[0].matches[1].path.value == '/'", "[{}]", "there is no element 1"),
    ])
    func rulesOfRoutes(rule: String, value: String, holds: String) throws {
        #expect(try outcome(rule, Self.matches, value) == holds)
    }

    private static let listeners = """
        type: array
        items:
          type: object
          properties:
            name: { type: string }
            port: { type: integer }
            protocol: { type: string }
            hostname: { type: string }
            tls: { type: object, properties: { mode: { type: string, default: Terminate }, options: { type: object, additionalProperties: { type: string } } } }
        """

    @Test(arguments: [
        (
            "self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)",
            "[{protocol: HTTP, tls: {}}]", "false"
        ),
        (
            "self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)",
            "[{protocol: HTTPS, tls: {}}]", "true"
        ),
        (
            "self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && "
                + "(has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))",
            "[{port: 80, protocol: HTTP}, {port: 80, protocol: HTTP, hostname: a.example}]", "true"
        ),
        (
            "self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && "
                + "(has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))",
            "[{port: 80, protocol: HTTP}, {port: 80, protocol: HTTP}]", "false"
        ),
        (
            #"self.all(l, l.hostname.matches(r"""^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"""))"#,
            "[{hostname: '*.shop.example'}]", "true"
        ),
        (
            #"self.all(l, l.hostname.matches(r"""^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"""))"#,
            "[{hostname: 'Shop.example'}]", "false"
        ),
        (
            "self.all(l, l.tls.options.all(key, key.split('/')[0].size() < 9))",
            "[{tls: {options: {a.example/b: c}}}]", "false"
        ),
        (
            "self[0].tls.mode == 'Terminate' ? size(self[0].tls.options) > 0 || false : true", "[{tls: {}}]",
            "there is no `options`"
        ),
        (
            "'b' in self[0].tls.options && self[0].tls.options['b'] == 'c' && self[0].tls.options.b == 'c'",
            "[{tls: {options: {b: c}}}]", "true"
        ),
    ])
    func rulesOfListeners(rule: String, value: String, holds: String) throws {
        #expect(try outcome(rule, Self.listeners, value) == holds)
    }

    private static let references = """
        type: array
        items:
          type: object
          properties:
            kind: { type: string, default: Gateway }
            name: { type: string }
            namespace: { type: string }
            sectionName: { type: string }
        """

    @Test(arguments: [
        ("[{name: a, namespace: x}, {name: a, namespace: y}]", "true"), ("[{name: a}, {name: a}]", "false"),
        ("[{name: a, sectionName: b}, {name: a, sectionName: c}]", "true"),
    ])
    func rulesOfReferences(value: String, holds: String) throws {
        let rule = """
            self.all(p1, self.exists_one(p2, p1.kind == p2.kind && p1.name == p2.name
              && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == ''))
                || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__))
              && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == ''))
                || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))
            """
        #expect(try outcome(rule, Self.references, value) == holds)
    }

    // MARK: Others

    private static let object = """
        type: object
        properties:
          type: { type: string }
          min: { type: integer }
          max: { type: integer, default: 3 }
          ratio: { type: number }
          tpp: { type: object, properties: { a: { type: integer }, b: { type: string } } }
          cloud: { type: object }
          port: { x-kubernetes-int-or-string: true }
          request: { type: string }
          wait: { type: string, format: duration }
          day: { type: string, format: date }
          moment: { type: string, format: date-time }
          when: { type: string, format: datetime }
          metadata: { type: object, properties: { name: { type: string }, generateName: { type: string } } }
          raw64: { type: string, format: byte }
          nothing: { type: string, nullable: true }
          some-name: { type: string }
          tags: { type: array, items: { type: string }, x-kubernetes-list-type: set }
          others: { type: array, items: { type: string }, x-kubernetes-list-type: set }
          limits: { type: object, additionalProperties: { x-kubernetes-int-or-string: true } }
          anything: { x-kubernetes-preserve-unknown-fields: true }
          raw: { type: object, x-kubernetes-preserve-unknown-fields: true }
          requirements:
            type: array
            items: { type: object, properties: { operator: { type: string }, values: { type: array, items: { type: string } } } }
        """

    @Test(arguments: [
        // cert-manager
        ("(has(self.tpp) ? 1 : 0) + (has(self.cloud) ? 1 : 0) == 1", "{tpp: {}, cloud: {}}", "false"),
        ("(has(self.tpp) ? 1 : 0) + (has(self.cloud) ? 1 : 0) == 1", "{cloud: {}}", "true"),
        // Cilium
        ("self.type != 'Unnumbered' || (has(self.tpp) != has(self.cloud))", "{type: Unnumbered}", "false"),
        (
            "!has(self.request) || !has(self.type) || self.request.startsWith('fe80:')",
            "{type: a, request: 'fe80::1'}", "true"
        ),
        // Karpenter
        (
            "self.requirements.all(x, x.operator == 'In' ? x.values.size() != 0 : true)",
            "{requirements: [{operator: In, values: []}]}", "false"
        ),
        (
            "self.requirements.all(x, (x.operator == 'Gt' || x.operator == 'Lt') ? (x.values.size() == 1 && int(x.values[0]) >= 0) : true)",
            "{requirements: [{operator: Gt, values: ['-1']}]}", "false"
        ),
        (
            "self.requirements.all(x, (x.operator == 'Gt' || x.operator == 'Lt') ? (x.values.size() == 1 && int(x.values[0]) >= 0) : true)",
            "{requirements: [{operator: Gt, values: [many]}]}", "a value is no int"
        ),
        (
            "!has(self.min) || (!has(self.limits) || size(self.limits) == 0 || (size(self.limits) == 1 && 'nodes' in self.limits))",
            "{min: 1, limits: {cpu: 1}}", "false"
        ),
        ("self.limits.all(x, !(x in ['cpu', 'memory']))", "{limits: {cpu: 1}}", "false"),
        // What rules of all kinds do
        ("self.min <= self.max", "{min: 4}", "false"), ("self.min <= self.max", "{min: 4, max: 4}", "true"),
        ("self.min <= self.max", "{}", "there is no `min`"), ("self.ratio < 0.5", "{ratio: 1}", "false"),
        ("self.ratio >= self.min", "{ratio: 1.0, min: 1}", "true"), ("self.min == 1", "{min: 1.0}", "true"),
        ("type(self.port) == int ? self.port < 5 : self.port.matches('^[0-9]+%$')", "{port: 50%}", "true"),
        ("type(self.port) == int ? self.port < 5 : self.port.matches('^[0-9]+%$')", "{port: 9}", "false"),
        ("duration(self.request) <= duration('1h')", "{request: 90m}", "false"),
        ("duration(self.request) <= duration('1h')", "{request: soon}", "a value is no duration"),
        ("self.wait > duration('1s')", "{wait: 2s}", "true"),
        ("has(self.nothing)", "{nothing: null}", "false"),
        ("self.some__dash__name == 'a'", "{some-name: a}", "true"),
        ("self.tags == self.others", "{tags: [a, b], others: [b, a]}", "true"),
        ("self.tags == self.others", "{tags: [a, b], others: [b, c]}", "false"),
        ("self.tags == ['b', 'a']", "{tags: [a, b]}", "true"),
        ("['b', 'a'] == self.tags", "{tags: [a, b]}", "false"),
        ("self.tpp == self.cloud", "{tpp: {}, cloud: {}}", "true"),
        ("has(self.day)", "{day: '2026-01-31'}", "true"),
        ("self.day < timestamp('2026-02-01T00:00:00Z')", "{day: '2026-01-31'}", "true"),
        ("self.day < self.moment", "{day: '2026-01-31', moment: '2026-01-31T00:00:01+00:00'}", "true"),
        // Of the two spellings expressions know one.
        ("self.when == '2026-01-31T00:00:00Z'", "{when: '2026-01-31T00:00:00Z'}", "true"),
        ("self.raw64 == b'A'", "{raw64: QQ==}", "true"),
        ("string(self.raw64) == 'hello'", "{raw64: aGVsbG8=}", "true"),
        ("size(self.raw64) == 0", "{raw64: ''}", "true"), ("size(self.raw64) == 3", "{raw64: AAAA}", "true"),
        // A server takes these for base64, and cannot read them.
        ("size(self.raw64) == 3", "{raw64: +/+/}", "left"), ("size(self.raw64) == 1", "{raw64: QQ}", "left"),
        ("self.ratio > 14.5", "{ratio: 0o17}", "true"),
        ("optional.ofNonZeroValue(self.tags).hasValue()", "{tags: []}", "true"),
        ("optional.ofNonZeroValue(self.limits).hasValue()", "{limits: {}}", "true"),
        ("optional.ofNonZeroValue(self.tpp).hasValue()", "{tpp: {}}", "true"),
        ("self.limits.all(k, v, k != 'cpu' || v == 1)", "{limits: {cpu: 1, memory: 2}}", "true"),
        ("self.limits.exists(k, v, k == 'cpu' && v == 1)", "{limits: {cpu: 2}}", "false"),
        ("self.limits.transformList(k, v, v).sum() == 3", "{limits: {cpu: 1, memory: 2}}", "true"),
        (
            "self.requirements.all(i, r, i > 0 || r.operator == 'In')", "{requirements: [{operator: Gt}]}",
            "false"
        ),
        // A server makes a name before it runs rules.
        ("self.metadata.name == 'a'", "{metadata: {generateName: a-}}", "left"),
        ("has(self.metadata.name)", "{metadata: {}}", "false"),
        // Agentgateway, Crunchy, Envoy Gateway, Istio, Karpenter, OpenShift
        ("!has(self.?tpp.a) || has(self.cloud)", "{tpp: {a: 1}}", "false"),
        ("!has(self.?tpp.a) || has(self.cloud)", "{}", "true"),
        ("self.?tpp.b.optMap(b, b.startsWith('/tmp')).orValue(true)", "{tpp: {b: /var}}", "false"),
        ("self.?tpp.b.optMap(b, b.startsWith('/tmp')).orValue(true)", "{tpp: {}}", "true"),
        ("!self.?limits['log-path'].hasValue()", "{limits: {log-path: 1}}", "false"),
        ("self.?requirements[0].operator.orValue('Out') == 'In'", "{requirements: [{operator: In}]}", "true"),
        (
            "self.?requirements[1].operator.orValue('Out') == 'In'", "{requirements: [{operator: In}]}",
            "false"
        ),
        ("self.?nothing.hasValue()", "{nothing: null}", "false"), ("self.?colour.hasValue()", "{}", "left"),
        ("self.type.find('^[^@]+') in ['al2', 'al2023']", "{type: 'bottlerocket@latest'}", "false"),
        ("url(self.type).getScheme() in ['http', 'https']", "{type: 'ftp://a.example'}", "false"),
        (
            "url(self.type).getScheme() in ['http', 'https']", "{type: a.example}",
            "a value is no absolute URL"
        ),
        (
            "self.tags.all(e, self.others.exists(s, cidr(s).containsCIDR(cidr(e))))",
            "{tags: [10.1.0.0/16], others: [10.0.0.0/8]}", "true"
        ),
        ("quantity(self.request).compareTo(quantity('1Gi')) <= 0", "{request: 2Gi}", "false"),
        ("!format.dns1035Label().validate(self.type).hasValue()", "{type: 1a}", "false"),
        ("self.wait.getSeconds() < 5", "{wait: 4900ms}", "true"),
        ("type(self.limits) == map && type(self.tags) == list", "{limits: {}, tags: []}", "true"),
        // What nobody knows here, or the server does not know either
        ("self.colour == 'red'", "{}", "left"),
        ("has(self.colour)", "{}", "left"), ("self.anything == self.anything", "{anything: {a: b}}", "left"),
        ("self.raw.a == 'b'", "{raw: {a: b}}", "left"), ("size(self) > 0", "{min: 1}", "left"),
        ("'min' in self", "{min: 1}", "left"), ("self.all(x, true)", "{}", "left"),
        ("self.port > 5", "{port: http}", "left"),
        ("self.min", "{min: 1}", "no condition"),
    ])
    func rulesOfObjects(rule: String, value: String, holds: String) throws {
        #expect(try outcome(rule, Self.object, value) == holds)
    }
}
