'use strict';

const test = require('node:test');
const assert = require('node:assert');
const vm = require('node:vm');
const { rewrite } = require('../lib/source-pass');

function* each(o) {
  for (const key in o) {
    yield o[key];
  }
}

function run(source, globals = {}) {
  return vm.runInNewContext(rewrite(source), { $weirEach: each, ...globals });
}

test('for each with var, let, const and no declaration walks the values', () => {
  for (const declaration of ['var ', 'let ', 'const ', '']) {
    const got = run(`var sum = 0; for each (${declaration}x in {a:1, b:2, c:3}) sum += x; sum`);
    assert.strictEqual(got, 6);
  }
});

test('for each walks arrays, null and nested loops', () => {
  assert.strictEqual(run('var s = ""; for each (var r in [["a","b"],["c"]]) for each (var c in r) { s += c; } s'), 'abc');
  assert.strictEqual(run('var n = 0; for each(var x in null) { n++; } n'), 0);
});

test('for each takes destructuring and expressions with brackets', () => {
  assert.strictEqual(run('var s = 0; for each (var {v:v} in f({a:{v:1}, b:{v:2}})[0]) { s += v } s', { f: (o) => [o] }), 3);
});

test('an expression closure returns its expression', () => {
  assert.deepStrictEqual([...run('[3,1,2].sort(function(a,b) a - b )')], [1, 2, 3]);
  assert.strictEqual(run('[{i:1,v:5},{i:2,v:9}].find(function(el) el.i === 2 && el.v > 3).v'), 9);
  assert.strictEqual(run('var f = function(x) x ? x * 2 : -1; f(4)'), 8);
  assert.strictEqual(run('var f = function(x) x + 1\nvar g = 3\nf(1) + g'), 5);
  assert.strictEqual(run('function sq(x) x * x; sq(5)'), 25);
});

test('an expression closure may hold objects, templates, closures and line breaks', () => {
  assert.strictEqual(run('[1].map(function(x) [{v: x}])[0][0].v'), 1);
  assert.strictEqual(run('[1].map(function(x) `<${[x].map(function(y) y + 1)}>`)[0]'), '<2>');
  assert.strictEqual(run('`${[1].map(function(y) y + 1)}`'), '2');
  assert.strictEqual(run('var add = function(a) function(b) a + b; add(1)(2)'), 3);
  assert.strictEqual(run('var f = function(x)\n x // comment ) }\n  + 2;\nf(1)'), 3);
  assert.strictEqual(run('(true ? function(x) x : null)(7)'), 7);
  assert.strictEqual(run('var o = {f: function(x) x, g: 1}; o.f(2) + o.g'), 3);
  assert.strictEqual(run('[2].map(function(x) function() { return x; })[0]()'), 2);
  assert.strictEqual(run('["ab","c)"].filter(function(s) /^[^)/]+$/.test(s)).length'), 1);
  assert.strictEqual(run('function f(s) /b/.test(s)\nf("b")'), true);
});

test('strings, comments, regular expressions and templates are left alone', () => {
  const kept = [
    'var a = "for each (x in o) function(a) b";',
    "var a = 'it\\'s function(a) b';",
    '// for each (x in o) function(a) b\nvar a;',
    '/* for each (x in o)\n function(a) b */ var a;',
    'var a = /for each (x in o)[/"]function(a) b/g;',
    'var a = `for each (x in o) ${ "function(a) b" } function(a) b`;',
    'if (a) /function(x) y/.test(b);',
    'var q = a / 2; var r = b / 3; // function(a) b',
    'x = {a: 1} / 2; y = "function(a) b" / 3;',
    'var o = {function: 1, each: 2}; o.function(1); o.for; o.each;',
    'function a() { return 1; }\nvar b = function() {\n};\nvar c = function* () {};',
    'function named(a, {b, c} = {}, [d] = []) { return a; }',
    'for (var each in o) {}',
  ];
  for (const source of kept) {
    assert.strictEqual(rewrite(source), source);
  }
});

test('line numbers stay the same', () => {
  const source = 'var a = 1;\nfor each (var x in\n  [1,2]) {\n a += x }\nvar f = [1].map(function(v)\n  v\n  + 1)\nthrow new Error("here")';
  const made = rewrite(source);
  assert.strictEqual(made.split('\n').length, source.split('\n').length);
  assert.strictEqual(made.split('\n').findIndex((l) => l.includes('here')), 7);
  try {
    new vm.Script(made, { filename: 'user.js' }).runInNewContext({ $weirEach: each, Error });
    assert.fail('must throw');
  } catch (e) {
    assert.match(e.stack, /user\.js:8/);
  }
});

test('broken source is handed on for the parser to complain', () => {
  for (const source of ['for each (var x in', 'var a = "open', 'function(', 'var b = `x${', '/* never', 'function f(a)', '}}}))']) {
    assert.throws(() => new vm.Script(rewrite(source)), SyntaxError);
  }
});

test('standard source from this host comes through unchanged', () => {
  const fs = require('node:fs');
  const path = require('node:path');
  for (const name of fs.readdirSync(path.join(__dirname, '../lib'))) {
    const source = fs.readFileSync(path.join(__dirname, '../lib', name), 'utf8');
    assert.strictEqual(rewrite(source), source, name);
  }
});
