'use strict';
// What the API accepts where it wants a text, a number or a list: scripts pass property values (strings) for numbers,
// arrays for comma lists and one-element arrays for names, and all of it must work.

const text = (value) => (value === undefined || value === null ? null : String(value));

function number(value) {
  if (value === undefined || value === null || value === '') {
    return null;
  }

  const result = Number(value);
  return Number.isFinite(result) ? result : null;
}

const flag = (value) => value === true || value === 1 || /^(true|yes|1)$/i.test(String(value));

/** A list of texts from an array or a text with commas (a comma behind a backslash belongs to its item). */
function list(value) {
  if (value === undefined || value === null || value === '') {
    return null;
  }

  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => String(item).split(/(?<!\\),/)).map((item) => item.trim()).filter((item) => item !== '');
}

/** Metric names: as list, and a semicolon separates too. */
function names(value) {
  return list(Array.isArray(value) ? value : text(value)?.replaceAll(';', ','));
}

/** A text from an array (joined with commas) or a text. */
const joined = (value) => (Array.isArray(value) ? value.join(',') : text(value));

/** A metric filter: {metric: [pattern, ...]} from arrays, single values or its JSON. */
function filter(value) {
  if (value === undefined || value === null || value === '') {
    return null;
  }

  const given = typeof value === 'string' ? JSON.parse(value) : value;
  return labels(given);
}

/** {label: [text, ...]} from arrays or single values; the values of numbers and booleans become texts. */
function labels(value) {
  const result = {};
  for (const [name, items] of Object.entries(value ?? {})) {
    result[name] = (Array.isArray(items) ? items : [items]).filter((item) => item !== null && item !== undefined).map(String);
  }

  return result;
}

const json = (value) => (value === undefined ? null : value);

module.exports = { text, number, flag, list, names, joined, filter, labels, json };
