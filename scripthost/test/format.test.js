'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { formatNumber, formatDate } = require('../lib/format');

test('formatNumber knows grouping, literals, quotes and percent', () => {
  const cases = [
    [1234567, '#,##0 seconds', '1,234,567 seconds'],
    [0, '#,##0 seconds', '0 seconds'],
    [1234, '#,### datagrams', '1,234 datagrams'],
    [12, "0'%' difference", '12% difference'],
    [0.256, '0.0%', '25.6%'],
    [3.14159, '0.00', '3.14'],
    [0.125, '0.00', '0.12'],
    [2.5, '0', '2'],
    [3.5, '0', '4'],
    [0.5, '#.##', '.5'],
    [-1234.5, '#,##0.00', '-1,234.50'],
    [-5, '0;(0)', '(5)'],
    [12345, '0.###E0', '1.234E4'],
    [7, '000', '007'],
    [1e-7, '0.00', '0.00'],
    [999.995, '0.0', '1000.0'],
    ['42', '0', '42'],
  ];
  for (const [value, pattern, expected] of cases) {
    assert.strictEqual(formatNumber(value, pattern), expected, `${value} as ${pattern}`);
  }

  assert.strictEqual(formatNumber(1234.5, '#,##0.0', 'de', 'DE'), '1.234,5');
});

test('formatDate knows the common letters', () => {
  const when = new Date(2026, 0, 9, 15, 4, 5, 67);
  assert.strictEqual(formatDate(when, 'yyyy-MM-dd HH:mm:ss.SSS'), '2026-01-09 15:04:05.067');
  assert.strictEqual(formatDate(when, "EEE, d MMM yy 'at' h:mm a"), 'Fri, 9 Jan 26 at 3:04 PM');
  assert.strictEqual(formatDate(when.getTime(), "EEEE MMMM D ''yyyy''"), "Friday January 9 '2026'");
  assert.match(formatDate(when, "yyyy-MM-dd'T'HH:mm:ssZ"), /^2026-01-09T15:04:05[+-]\d{4}$/);
});
