'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { respond, readRequest } = require('../lib/requests');

test('results become responses', () => {
  assert.deepStrictEqual(respond({ a: NaN }, 'json'), { status: 200, type: 'application/json', body: '{"a":null}' });
  assert.strictEqual(respond('automatic', 'json').body, '"automatic"');
  assert.strictEqual(respond('a b', 'txt').type, 'text/plain; charset=utf-8');
  assert.strictEqual(respond('a b', 'txt').body, 'a b');
  assert.strictEqual(respond(0, 'json').body, '0');
  assert.strictEqual(respond(false, 'json').status, 200);
  assert.strictEqual(respond(undefined, 'json').status, 204);
  assert.strictEqual(respond(null, 'txt').status, 204);
  assert.strictEqual(respond([, 1], 'json').body, '[null,1]');
});

test('thrown names become statuses', () => {
  for (const [name, status] of [['not_found', 404], ['bad_request', 400], ['service_unavailable', 503], ['internal_server_error', 500], ['bad_value', 500]]) {
    assert.strictEqual(respond.error(name).status, status);
  }

  assert.strictEqual(respond.error(new Error('not_found')).status, 500);
});

test('bodies are parsed when they are JSON', () => {
  const read = (type, body) => readRequest({ method: 'PUT', path: [], format: 'json', query: {}, type, body });
  assert.deepStrictEqual(read('application/json', '{"a":1}').body, { a: 1 });
  assert.strictEqual(read('application/json', '"automatic"').body, 'automatic');
  assert.strictEqual(read('application/json', '{oops').body, undefined);
  assert.ok(read('application/json', '{oops').error);
  assert.ok(read(undefined, '{oops').error);
  assert.strictEqual(read('text/plain', 'hello').body, 'hello');
  assert.strictEqual(read('text/plain', 'hello').error, undefined);
  assert.deepStrictEqual(read('application/x-www-form-urlencoded', '{"a":1}').body, { a: 1 });
  assert.strictEqual(read('application/json', '').body, undefined);
});
