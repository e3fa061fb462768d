import { describe, expect, it } from "vitest";
import { attempt, output } from "./trial.ts";

/** The value of an expression, or the wording of its failure. */
async function outcome(source: string): Promise<unknown> {
  const trial = await attempt(output(`{% ${source} %}`), {});
  if (trial.status === "SUCCEEDED") return trial.output;
  expect(trial.error).toBe("States.QueryEvaluationError");
  return trial.cause;
}

const down = "($f := function($x){ $x <= 0 ? 0 : 1 + $f($x-1) }; $f(";
const doubled = "($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('x', ";
const STACK = "Stack overflow error";
const MEMORY = "Expression evaluation memory limit exceeded";

/**
 * Values recorded from AWS by floci-io/floci (JsonataEvaluatorTest), by gabrielmoreira/tiny-asl-machine
 * (Feature.JSONataBuiltins), by localstack/localstack (evaluate_jsonata) and by iwamot/sfnx
 * (docs/design.md, "JSONata in Step Functions", what it marks as measured).
 */
describe("An expression has the value that AWS recorded", () => {
  it.each<[source: string, value: unknown]>([
    ["$range(-1.7, 2, 1)", [-1, 0, 1, 2]],
    ["$range(5, 1, -1.5)", [5, 4, 3, 2, 1]],
    ["$range(1.4, 5.6, 2.2)", [1, 3, 5]],
    ["$count($range(1, 1001, 1))", 1001],
    ["$partition([], 2) ~> $exists()", false],
    ["$partition([])", [[]]],
    ["$partition([1,2,3])", [[1, 2, 3]]],
    ["$exists($hash($nothing, 'MD5'))", false],
    ["$hash('ñ', 'MD5')", "94e9342ecbb1458b6043ecd3bfcbc192"],
    ["$random(0)", 0.730967787376657],
    ["$random(7)", 0.7306990420600421],
    ["$random(0) = $random(0.9)", true],
    ['$parse(\'{"a":1,"b":{"a":[1,{"a":2}]}}\').b.a', [1, { a: 2 }]],
    ["$parse(\"{'a': 'it\\\\'s', 'b': \\\"q\\\"}\")", { a: "it's", b: "q" }],
    ["$exists($parse('null'))", true],
    ["$map(['{\"a\":1}', '{\"a\":2}'], $parse).a", [1, 2]],
    ["$base64encode('ñ✓')", "w7HinJM="],
    ["$base64decode('w7HinJM=')", "ñ✓"],
    ["$base64decode('YWJ')", "ab"],
    ["'YWI=' ~> $base64decode", "ab"],
    ["$decodeUrlComponent('a+b%20c')", "a b c"],
    ["$decodeUrlComponent('%E6')", "\ufffd"],
    ["1/0", "Infinity"],
    ["-1/0", "-Infinity"],
    ["0/0", "NaN"],
    ["1/0 > 5", true],
    ["$floor(1/0)", "Infinity"],
    ["{'k': 1/0, 'l': [1e308 * 10]}", { k: "Infinity", l: ["Infinity"] }],
    ["[$parseInteger('abc', '0')]", ["NaN"]],
    ["$string(1e20)", "100000000000000000000"],
    ["$string(1e21)", "1e+21"],
    ["$string(1/3)", "0.333333333333333"],
    ["$round(2.675, 2)", 2.68],
    ["$formatNumber(0.125, '0.00')", "0.12"],
    ["$formatNumber(2.675, '0.00')", "2.68"],
    ["$substring('hello', -10, 2)", "he"],
    ["$split($trim('  a  b\\t\\nc '), ' ')", ["a", "b", "c"]],
    ["$replace('a.b', '.', '$0')", "a$0b"],
    ["$replace('\u00a0 a\u3000', /^\\s+|\\s+$/, '')", "\u00a0 a\u3000"],
    ["$replace('a \t\u00a0b', /[\\s,]+/, '-')", "a-\u00a0b"],
    ["$replace('ab \u00a0', /\\S/i, '.')", ".. ."],
    ["$contains('a\u00a0', /[a]\\S/)", true],
    ["$contains('a\u00a0', /[^a]\\s/)", false],
    ["$range(1, 5, 10)", 1],
    ["$range(5, 1, -2)", [5, 3, 1]],
    [
      "$partition([1, 2, 3, 4], 2)",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['$parse(\'{"a\\\\"b": "c\\\\"d"}\')', { 'a"b': 'c"d' }],
    ["$parse(\"{'a': 'c\\\"d', 'e': 'f\\\\'g'}\")", { a: 'c"d', e: "f'g" }],
    ["$exists($base64encode($none))", false],
    ["$exists($base64decode($none))", false],
    ["$exists($decodeUrlComponent($none))", false],
    ["$replace('aaa', 'a', 'b', 2.5)", "bba"],
    ["$replace('aaa', 'a', 'b', 0)", "aaa"],
    ["$replace('aaa', 'a', 'b')", "bbb"],
    ["$replace('a1b2', /\\d/, function($m){$m.match & '!'}, 1)", "a1!b2"],
    ["$pad('5', -3, '0')", "005"],
    ["$sort([3, 1, 2])", [1, 2, 3]],
    ["$sum([])", 0],
    ["$exists($max([]))", false],
    ["$keys({'a': 1})", "a"],
    ["$merge([{'a': 1}, {'a': 2, 'b': null}])", { a: 2, b: null }],
    ["[3..1]", []],
    ["($x := [[1, 2], [3]]; $i := 0; $x[$i][0])", [1, 2]],
    ["$now('[Y0001]-[M01]-[D01]')", "1970-01-01"],
    ["$toMillis('1970-01-01T00:00:01Z')", 1000],
    ["$variable := 1", 1],
    ["$contains('hello$world', /^hello\\$/)", true],
    ["$contains('hello$world', /^hello\\ /)", false],
    ["$merge([$states.input, {'foo': 'bar'}])", { foo: "bar" }],
    ["$sum($map([1..200000], function($v){$v * 2}))", 40_000_200_000],
    [`${down}31))`, 31],
    [`1${"+1".repeat(99)}`, 100],
    [`${"(".repeat(99)}1${")".repeat(99)}`, 1],
    [`1${"~>$string".repeat(99)}`, "1"],
    ["[1..873782] ~> $count()", 873_782],
    [`${doubled}22)))`, 4_194_304],
  ])("%s", async (source, value) => {
    expect(await outcome(source)).toEqual(value);
  });

  it.each<[source: string, cause: string]>([
    ["$partition([1], -1)", "D3137: Second argument must be zero or greater"],
    ["$partition('text', 2)", "T0412"],
    ["$partition([1, 2, 3], 2, 99)", "T0410"],
    ["$range('a', 5, 1)", "T0410"],
    ["$range(1, 5)", "returned nothing"],
    ["$range(1, 10, 0.49)", "returned nothing"],
    ["$hash('a', 'sha-256')", "D3137: Hash algorithm 'sha-256' must be one of"],
    ["$hash()", 'T0410: Argument 1 of function "hash" does not match function signature'],
    ["$uuid(null)", "T0410"],
    ["$random('seed')", "T0410"],
    ['$parse(\'{"a":1,"a":2}\')', "D3137: Invalid JSON"],
    ["$parse('[1,2] [3,4]')", "D3137: Invalid JSON"],
    ["$parse('1e400')", "D3137: Invalid JSON"],
    ["$parse('NaN')", "D3137: Invalid JSON"],
    ["$parse('')", "D3137: Invalid JSON"],
    ["$parse(null)", 'T0410: Argument 1 of function "parse" does not match function signature'],
    ["$base64decode('a*b')", "D3137: Invalid base64"],
    ["$decodeUrlComponent('%zz')", 'D3140: Malformed URL passed to $decodeUrlComponent(): "%zz"'],
    ["$decodeUrlComponent('%1z')", "D3140"],
    ["1/0 + 1", "D1001"],
    ["$number('1e400')", "D3030"],
    ["$split('a', 'b', -1)", "D3020: Third argument of split function"],
    ["$sqrt(-1)", "D3060: The sqrt function cannot be applied to a negative number: -1"],
    ["1 < 'a'", "T2009"],
    ["$formatNumber(1, 'x')", "D3086"],
    ["$formatNumber(1, '0.0.0')", "D3081"],
    ["$sort([1, 'a'])", "D3070"],
    ["$join(['a', 1])", "T0412"],
    ["($count := 1; $count([1]))", "T1006"],
    [`${down}32))`, STACK],
    [`1${"+1".repeat(100)}`, STACK],
    [`${"[".repeat(100)}1${"]".repeat(100)}`, STACK],
    ["[1..873783] ~> $count()", MEMORY],
    ["$sum([1..900000])", MEMORY],
    [`${doubled}23)))`, MEMORY],
    [`${doubled}31)))`, MEMORY],
    ["$pad('x', 5000000000)", MEMORY],
    ["$replace('a', '', 'b')", "D3010"],
    ["$replace('a', 'a', 'b', -1)", "D3011"],
    ["$millis(1)", 'T0410: Argument 1 of function "millis" does not match'],
  ])("%s fails", async (source, cause) => {
    expect(await outcome(source)).toContain(cause);
  });
});
