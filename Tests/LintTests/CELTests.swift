// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Lint

/// Expressions and their values, as the conformance tests of cel-spec and the tests of cel-go have them.
@Suite struct CELTests {
    @Test(arguments: [
        ("42", "42"), ("-9223372036854775808", "-9223372036854775808"), ("0x55555555", "1431655765"),
        ("-0x55555555", "-1431655765"), ("-2.3e+1", "-23.0"), (".5", "0.5"), ("1e3", "1000.0"),
        ("true", "true"), ("null", "null"), ("[]", "[]"), ("[1, 'a', null,]", "[1, 'a', null]"),
        (#"'\u270c'"#, "'✌'"), (#"r'\u270c'"#, #"'\u270c'"#), ("'''x''x'''", "'x''x'"), (#""\377""#, "'ÿ'"),
        (#"'a\\b'"#, #"'a\b'"#), (#"'\x41\u0042\U00000043'"#, "'ABC'"), ("\"\"\"a\nb\"\"\"", "'a\nb'"),
        ("1 // one\n+ 2", "3"), ("r'''\\d'''", "'\\d'"), ("'''a\r\nb\rc'''", "'a\nb\nc'"),
        ("b'é'", "b'é'"), (#"B"\303\xA9""#, "b'é'"), (#"br'\d'"#, #"b'\d'"#), ("b'''a'b'''", "b'a'b'"),
    ])
    func literals(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    @Test(arguments: [
        ("true ? 1 : 2", "1"), ("false ? 'foo' : 'bar'", "'bar'"), ("true ? false : 1 / 0 > 0", "false"),
        ("2 / 0 > 4 ? 'baz' : 'quux'", "error: it divides by zero"), ("false ? 1 : true ? 2 : 3", "2"),
        ("false && (2 / 0 > 3 ? false : true)", "false"), ("(2 / 0 > 3 ? false : true) && false", "false"),
        ("true && 1 / 0 != 0", "error: it divides by zero"),
        ("1 / 0 != 0 && true", "error: it divides by zero"),
        ("true || (2 / 0 > 3 ? false : true)", "true"), ("(2 / 0 > 3 ? false : true) || true", "true"),
        ("1 / 0 != 0 || false", "error: it divides by zero"), ("!true", "false"), ("!!true", "true"),
        ("false || false || true", "true"), ("true && true && false", "false"),
        ("false && true || true", "true"),
        // What is not known here does not matter beside what decides.
        ("1 + 1.0 == 2.0 || true", "true"), ("1 + 1.0 == 2.0 && false", "false"),
        ("1 + 1.0 == 2.0 || false", "left"), ("1 + 1.0 == 2.0 || 1 / 0 == 0", "left"),
        ("1 / 0 == 0 || 1 + 1.0 == 2.0", "left"),
    ])
    func logic(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    @Test(arguments: [
        ("1 == 1", "true"), ("-1 == 1", "false"), ("dyn(1) == 1.0", "true"), ("dyn(2) == 1.0", "false"),
        ("0.0 / 0.0 == 0.0 / 0.0", "false"), ("0.0 / 0.0 != 0.0 / 0.0", "true"), ("'' == \"\"", "true"),
        ("'abc' == 'ABC'", "false"), (#"'Am\u00E9lie' == 'Ame\u0301lie'"#, "false"), ("null == null", "true"),
        ("dyn(false) == null", "false"), ("[1.0, 2.0, 3] == [1, 2, 3]", "true"),
        ("[1, 2] == [2, 1]", "false"),
        ("[1, 'dos', 3] == [1, 2, 4]", "false"), ("{'k': 1.0} == {'k': 1e+0}", "true"),
        ("{'k1': 'v1', 'k2': 'v2'} == {'k2': 'v2', 'k1': 'v1'}", "true"),
        ("{'k': 'v', 'k1': 'v1'} == {'k': 'v'}", "false"), ("{1: 1.0} != {1: 1.0}", "false"),
        ("-1 < 0", "true"), ("0 < 0", "false"), ("1.0 < 1.0000001", "true"), ("-0.0 < 0.0", "false"),
        ("'a' < 'b'", "true"), ("'Abc' < 'aBC'", "true"), ("'abc' < 'abcd'", "true"),
        (#"'a' < '\u00E1'"#, "true"), (#"'f' < '\u1EBF'"#, "true"), ("'a' < 'AB'", "false"),
        ("false < true", "true"),
        ("dyn(1) < 2.0", "true"), ("1 <= 1.0", "true"),
        ("dyn(9223372036854775807) < 9223372036854775808.0", "false"),
        ("0.0 / 0.0 <= 1.0", "error: what is no number (`0.0 / 0.0`) has no order"),
        ("1 > 0.0 / 0.0 || true", "true"), ("2 >= 3", "false"), ("'b' > 'a'", "true"),
    ])
    func comparisons(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    @Test(arguments: [
        ("2 + 3 * 4", "14"), ("2 - 3 - 4", "-5"), ("10 - 4 / 2", "8"), ("7 / 2", "3"), ("-7 / 2", "-3"),
        ("-5 % 3", "-2"), ("5 % 0", "error: it divides by zero"), ("1.5 * 2.0", "3.0"), ("1.0 / 0.0", "inf"),
        ("9223372036854775807 + 1", "error: a number grows too large"),
        ("-9223372036854775808 / -1", "error: a number grows too large"),
        ("-(-9223372036854775808)", "error: a number grows too large"), ("--1", "1"), ("3 -1", "2"),
        ("'a' + 'b'", "'ab'"), ("[2] + [2]", "[2, 2]"), ("[] + [3, 4]", "[3, 4]"), ("1 + 1.0", "left"),
        ("1 + 'a'", "left"), ("'foo' < 1024", "left"), ("!0", "left"), ("'cows' ? false : 17", "left"),
    ])
    func arithmetic(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    @Test(arguments: [
        ("[7, 8, 9][0]", "7"), ("[1, 2, 3][3]", "error: there is no element 3"),
        ("[1, 2, 3][3] == 1 || true", "true"),
        ("7 in []", "false"), ("3 in [5, 4, 3]", "true"), ("dyn(3.0) in [5, 4, 3]", "true"),
        ("'hawaiian' in ['meat', 'veggie']", "false"), ("'ant' in {'ant': 6, 'fly': 6}", "true"),
        ("true in {true: 1}", "true"), ("size({1: 'one', 2: 'two'})", "2"), ("size([1, 2, 3])", "3"),
        ("{'name': 100}['name']", "100"), ("{0: 1, 2: 2, 5: true}[5]", "true"),
        ("{0: 1, 2: 2}[1]", "error: there is no `1`"), ("{'a': 1}['b'] == 1 || true", "true"),
        ("has({'a': 1, 'b': 2}.a)", "true"), ("has({'a': 1}.c)", "false"), ("{'a': {'b': 1}}.a.b", "1"),
        ("{'a': 1}.b", "error: there is no `b`"), ("{'namespace': 1}.namespace", "1"),
        ("{true: 1, false: 2, true: 3}[true]", "left"),
    ])
    func containers(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    @Test(arguments: [
        ("[1, 2, 3].exists(e, e > 0)", "true"), ("[1, 'foo', 3].exists(e, e != '1')", "true"),
        ("[1, 2, 3].exists(e, e / 0 == 17)", "error: it divides by zero"), ("[].exists(e, e == 2)", "false"),
        ("[2, 1].exists(e, 1 / (2 - e) == 1)", "true"),
        ("{'key1': 1, 'key2': 2}.exists(k, k == 'key2')", "true"), ("[1, 2, 3].all(e, e > 0)", "true"),
        ("[1, 2, 3].all(e, 6 / (2 - e) == 6)", "false"),
        ("[1, 2, 3].all(e, e / 0 != 17)", "error: it divides by zero"),
        ("[].all(e, e > 0)", "true"), ("[6, 7, 8].exists_one(foo, foo % 5 == 2)", "true"),
        ("[6, 7, 8].existsOne(foo, foo > 6)", "false"), ("[].exists_one(a, a == 7)", "false"),
        ("[3, 2, 1, 0].exists_one(n, 12 / n > 1)", "error: it divides by zero"),
        ("[2, 4, 6].map(n, n / 2)", "[1, 2, 3]"),
        ("[2, 1, 0].map(n, 4 / n)", "error: it divides by zero"),
        ("[1, 2, 3, 4].map(n, n % 2 == 0, n * 10)", "[20, 40]"),
        ("{'John': 'smart'}.map(key, key) == ['John']", "true"),
        ("[0, 1, 2, 3, 4].filter(x, x % 2 == 1)", "[1, 3]"),
        ("['signer'].filter(signer, ['artifact'].all(artifact, true))", "['signer']"),
        ("[1].all(x, [2].all(x, x == 2) && x == 1)", "true"),
        ("[1, 2].all(a, [2, 1].exists(b, a == b))", "true"),
        ("1.all(x, true)", "left"), ("[1].all(x, x)", "left"),
        ("[1, 2].exists(x, x == 2 || x + 1.0 == 2.0)", "true"),
    ])
    func macros(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    /// Macros with two variables, as the documentation of cel-go has them.
    @Test(arguments: [
        ("[1, 2, 3].all(i, j, i < j)", "true"), ("[0, 1].all(i, v, 1 / v > i)", "false"),
        ("{'hello': 'world', 'taco': 'taco'}.all(k, v, k != v)", "false"),
        ("{'h': ['hello', 'hi'], 'j': ['joke']}.all(k, vs, vs.all(v, v.startsWith(k)))", "true"),
        ("[3].all(i, v, [4].all(v, v == 4) && v == 3 && i == 0)", "true"),
        ("{'greeting': 'hello'}.exists(k, v, k.startsWith('good') || v.endsWith('lo'))", "true"),
        ("[1, 2, 4, 8, 16].exists(i, v, v == 1024 && i == 10)", "false"),
        ("[1, 2, 1, 3, 1, 4].existsOne(i, v, i == 1 || v == 1)", "false"),
        ("[1, 1, 2, 2, 3, 3].exists_one(i, v, i == 2 && v == 2)", "true"),
        ("[1, 2, 3].transformList(i, v, (i * v) + v)", "[1, 4, 9]"),
        ("[1, 2, 3].transformList(i, v, i % 2 == 0, (i * v) + v)", "[1, 9]"),
        ("{'greeting': 'hello', 'farewell': 'goodbye'}.transformList(_, v, v)", "['hello', 'goodbye']"),
        ("[1, 2, 3].transformMap(i, v, (i * v) + v) == {0: 1, 1: 4, 2: 9}", "true"),
        ("[1, 2, 3].transformMap(i, v, i % 2 == 0, (i * v) + v) == {0: 1, 2: 9}", "true"),
        ("{'greeting': 'hello'}.transformMap(k, v, v + '!') == {'greeting': 'hello!'}", "true"),
        ("{'greeting': 'hello'}.transformMapEntry(k, v, {v: k}) == {'hello': 'greeting'}", "true"),
        ("[1, 2].transformMapEntry(i, v, v > 1, {v: i}) == {2: 1}", "true"),
        ("['a', 'a'].transformMapEntry(i, v, {v: i})", "error: a map gets one key twice"),
        ("[1].transformMapEntry(i, v, v)", "left"), ("1.all(i, v, true)", "left"),
        ("[1].all(i, v, v)", "left"),
    ])
    func macrosWithTwoVariables(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    @Test(arguments: [
        ("int('-42')", "-42"), ("int('4.2')", "error: a value is no int"), ("int(-7.9)", "-7"),
        ("int(1e99)", "error: a number grows too large"), ("double('1.5')", "1.5"), ("double(2)", "2.0"),
        ("double('1_0')", "left"), ("string(42)", "'42'"), ("string(true)", "'true'"), ("bool('T')", "true"),
        ("bool('yes')", "error: a value is no bool"), ("type(1) == int", "true"),
        ("type('a') == int", "false"),
        ("type(type(1)) == type(string)", "true"), ("type([1]) == list", "true"),
        ("type(null) == null_type", "true"),
        ("duration('1h') > duration('59m')", "true"), ("duration('1.5s') == duration('1500ms')", "true"),
        ("duration('1h') + duration('1m') == duration('61m')", "true"),
        ("duration('1h1m1.000000001s')", "3661000000001ns"),
        ("size(b'é')", "2"), ("string(b'é')", "'é'"), (#"string(b'\xff')"#, "error: a value is no string"),
        ("bytes('é') == b'é'", "true"), ("b'a' + b'b' == bytes('ab')", "true"), ("b'a' < b'b'", "true"),
        ("[b'b', b'a'].max() == b'b'", "true"), ("type(b'') == bytes", "true"),
        ("int(duration('1.5s'))", "1500000000"), ("int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"),
        ("duration('1x')", "error: a value is no duration"), ("duration('-2s') < duration('0')", "true"),
    ])
    func conversions(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    @Test(arguments: [
        ("'éa'.size()", "2"), ("size('😀')", "1"), ("'foobar'.startsWith('foo')", "true"),
        ("'foobar'.startsWith('bar')", "false"),
        ("'foobar'.endsWith('bar')", "true"), ("'foobar'.endsWith('foobarbaz')", "false"),
        ("'resume'.contains('sum')", "true"),
        ("'resume'.contains('')", "true"), ("'cows'.matches('ow')", "true"),
        ("matches('hubba', '^[a-z]+$')", "true"),
        ("'hubba'.matches('^h' + 'b')", "false"), ("'tacocat'.substring(4)", "'cat'"),
        ("'tacocat'.substring(0, 4)", "'taco'"),
        ("'tacocat'.substring(2, 1)", "error: there is no element 1"),
        ("'tacocat'.substring(-1)", "error: there is no element -1"),
        ("'hello'.charAt(4)", "'o'"), ("'hello'.charAt(5)", "''"),
        ("'hello'.charAt(6)", "error: there is no element 6"),
        ("'hello mellow'.indexOf('ello')", "1"), ("'hello mellow'.lastIndexOf('ello')", "7"),
        ("'hello'.lastIndexOf('')", "5"),
        ("'hello'.indexOf('jello')", "-1"), ("'TacoCÆt'.lowerAscii()", "'tacocÆt'"),
        ("'tacoCæt'.upperAscii()", "'TACOCæT'"),
        (#"'  \ttrim\n '.trim()"#, "'trim'"), ("'a,b,'.split(',')", "['a', 'b', '']"),
        ("''.split(',')", "['']"),
        ("'abc'.split('')", "['a', 'b', 'c']"), ("'hello hello'.replace('he', 'we')", "'wello wello'"),
        ("['a', 'b'].join('-')", "'a-b'"), ("['a', 'b'].join()", "'ab'"), ("[].join('/')", "''"),
        ("[1, 2, 2].isSorted()", "true"), ("[2.0, 1.0].isSorted()", "false"), ("[1, 3].sum()", "4"),
        ("[3, 1].min()", "1"),
        ("['a', 'c', 'b'].max()", "'c'"), ("[].max()", "error: a list is empty"),
        ("['a', 'b', 'b'].lastIndexOf('b')", "2"),
        ("[1.0].indexOf(1.1)", "-1"), ("1.size()", "left"),
    ])
    func functions(expression: String, value: String) {
        #expect(CELOutcome.of(expression) == value)
    }

    /// What a server may know and is not evaluated here: nothing is said about a rule that has it, wherever it stands.
    @Test(arguments: [
        "oldSelf == self", "true || semver('1.0.0') == null", "semver('1.0.0') == null",
        "quantity('1').asInteger() == 1",
        "oldSelf.hasValue()", "has(oldSelf.a)", "[1].all(i, i, true)", "[1].filter(i, v, true)",
        "[1].transformList(v, v)", "[1].transformMap(i, v, true, v, v)", "[1].map(i, v, true, v)",
        #"b'\u0041'"#,
        "authorizer.path('/a').check('get').allowed()", "optional.unwrap([])", "[1].first() == 1",
        "has(self.?a)",
        "self.?a()", "self.?'a'", "optional.of()", "optional.none(1)", "format.unknown()", "ip.family('1')",
        "sets([1])",
        "isIP()", "'a'.isIP()", "'a'.find()", "'a'.find('(?=a)')", "'a'.find('(')",
        "optional.of(1).optMap(1, 2)", "optional.of(1).optMap(v)", "optional.of(1).or()",
        "1u", "b'a", "'%d'.format([1]) == '1'",
        "lists.range(3) == []", "unknown", ".self", "Foo{}", "'a'.matches('(?=a)')",
        "{'a': 1}.`a` == 1", "if", "has(self)", "size(1, 2)", "'a'.startsWith()",
        "self.as()",
        "", "1 +", "(1", "'a", "'\\s'", "'\\uD83D'", "1 == ", "1 2", "self.in", "[1", "{1}",
        "99999999999999999999", "a ? b", "#",
    ])
    func isUnread(expression: String) {
        #expect(CELOutcome.of(expression) == "unread")
    }

    /// What somebody wrote to keep an evaluator busy, or to run it out of its stack.
    @Test func endsSoon() {
        func repeated(_ text: String, _ count: Int = 10_000) -> String {
            String(repeating: text, count: count)
        }
        for text in [
            repeated("(") + "1" + repeated(")"), repeated("!") + "true", repeated("[") + repeated("]"),
            repeated("-") + "1",
            "1" + repeated(" + 1"), "self" + repeated(".a"), "self" + repeated("[0]"),
            repeated("true ? ") + "1", repeated("{'a': "),
            repeated("[1].all(x, ") + "true" + repeated(")"), "1" + repeated(" < 1"), repeated("size("),
            repeated("''.size().a"),
        ] {
            #expect(CELOutcome.of(text) == "unread", "\(text.prefix(20))")
        }
        #expect(CELOutcome.of("true" + repeated(" && true")) == "true")
        #expect(
            CELOutcome.of(repeated("[0, 1].all(x, ", 30) + "1 / 0 == 1" + repeated(")", 30)) == "exhausted"
        )
        #expect(CELOutcome.of("['a']" + repeated(".map(x, x + x)", 40) + " == []") == "exhausted")
        let long = "'" + repeated("a") + "'"
        #expect(
            CELOutcome.of("[\(long)].map(x, x + x + x + x).map(x, x + x + x + x).map(x, x + x + x + x) == []")
                == "exhausted"
        )
        #expect(CELOutcome.of("\(long).matches('^(a+)+$' + '')", steps: 1_000) == "exhausted")
    }
}
