'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { FrameWriter, FrameReader } = require('../lib/frames');

test('frames come back whatever the pieces they arrive in', () => {
  const writer = new FrameWriter();
  const texts = ['', '{}', 'Z\u00fcrich \u{1F600}', 'x'.repeat(200_000)];
  const stream = Buffer.concat(texts.map((text) => Buffer.from(writer.make('R', text))));
  for (const size of [1, 3, 7, 4096, stream.length]) {
    const got = [];
    const reader = new FrameReader((type, text) => got.push([type, text]));
    for (let at = 0; at < stream.length; at += size) {
      reader.push(stream.subarray(at, at + size));
    }

    assert.deepStrictEqual(got, texts.map((text) => ['R', text]));
  }
});
