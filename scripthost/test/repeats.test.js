'use strict';
const assert = require('node:assert');
const { test } = require('node:test');
const { Repeats } = require('../lib/repeats');

function start() {
  const told = [];
  const timers = [];
  const repeats = new Repeats((text) => told.push(text), (callback) => timers.push(callback));
  return { told, timers, repeats, pass: () => timers.splice(0).forEach((callback) => callback()) };
}

test('a text is told at once, its repetitions as a number', () => {
  const { told, repeats, pass } = start();
  repeats.note('a');
  repeats.note('b');
  repeats.note('a');
  repeats.note('a');
  assert.deepEqual(told, ['a', 'b']);
  pass();
  assert.deepEqual(told, ['a', 'b', '2 more in the last 10 s: a']);
});

test('after a quiet pause a text is new again', () => {
  const { told, repeats, pass } = start();
  repeats.note('a');
  pass();
  repeats.note('a');
  assert.deepEqual(told, ['a', 'a']);
});

test('a text that goes on is told once a pause', () => {
  const { told, repeats, pass } = start();
  for (let i = 0; i < 5; i++) {
    repeats.note('a');
    repeats.note('a');
    pass();
  }
  assert.equal(told.length, 6);
});

test('no more texts are kept than the bound', () => {
  const { told, timers, repeats } = start();
  for (let i = 0; i < 500; i++) {
    repeats.note(`text ${i}`);
  }
  assert.equal(told.length, 500);
  assert.equal(timers.length, 100);
});
