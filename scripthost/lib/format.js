'use strict';
// formatNumber and formatDate: the parts of java.text.DecimalFormat's and SimpleDateFormat's pattern languages that
// scripts use. Numbers are rounded half to even, as there.

const SYMBOLS = new Set(['#', '0', ',', '.']);

function formatNumber(value, pattern, language, country) {
  const number = Number(value);
  const [positive, negative] = subpatterns(String(pattern));
  const plan = readPattern(positive);
  const signs = localeSigns(language, country);
  if (Number.isNaN(number)) {
    return 'NaN';
  }

  const isNegative = number < 0 || Object.is(number, -0);
  const digits = Number.isFinite(number) ? body(Math.abs(number) * plan.scale, plan, signs) : '\u221E';
  if (!isNegative || !/[1-9\u221E]/.test(digits)) {
    return plan.prefix + digits + plan.suffix;
  }

  const other = negative === undefined ? { prefix: `-${plan.prefix}`, suffix: plan.suffix } : readPattern(negative);
  return other.prefix + digits + other.suffix;
}

// Splits at a semicolon that is not quoted.
function subpatterns(pattern) {
  let quoted = false;
  for (let i = 0; i < pattern.length; i++) {
    quoted = pattern[i] === "'" ? !quoted : quoted;
    if (pattern[i] === ';' && !quoted) {
      return [pattern.slice(0, i), pattern.slice(i + 1)];
    }
  }

  return [pattern, undefined];
}

function readPattern(pattern) {
  const parts = { prefix: '', number: '', suffix: '', scale: 1 };
  let part = 'prefix';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === "'") {
      const [literal, end] = quotedText(pattern, i);
      part = part === 'number' ? 'suffix' : part;
      parts[part] += literal;
      i = end;
    } else if (SYMBOLS.has(c) && part !== 'suffix') {
      part = 'number';
      parts.number += c;
    } else if (part === 'number' && /^E0+/.test(pattern.slice(i))) {
      const exponent = /^E(0+)/.exec(pattern.slice(i));
      parts.exponent = exponent[1].length;
      i += exponent[0].length - 1;
    } else {
      part = part === 'number' ? 'suffix' : part;
      parts.scale *= c === '%' ? 100 : c === '\u2030' ? 1000 : 1;
      parts[part] += c;
    }
  }

  return { ...parts, ...digitCounts(parts.number) };
}

// Two quotes are a quote; otherwise everything up to the next quote is literal.
function quotedText(pattern, start) {
  if (pattern[start + 1] === "'") {
    return ["'", start + 1];
  }

  let literal = '';
  let i = start + 1;
  for (; i < pattern.length; i++) {
    if (pattern[i] === "'" && pattern[i + 1] === "'") {
      literal += "'";
      i++;
    } else if (pattern[i] === "'") {
      break;
    } else {
      literal += pattern[i];
    }
  }

  return [literal, i];
}

function digitCounts(number) {
  const [whole, fraction = ''] = number.split('.');
  const comma = whole.lastIndexOf(',');
  return {
    minWhole: (whole.match(/0/g) ?? []).length,
    grouping: comma < 0 ? 0 : whole.length - comma - 1,
    minFraction: (fraction.match(/0/g) ?? []).length,
    maxFraction: (fraction.match(/[0#]/g) ?? []).length,
  };
}

function body(value, plan, signs) {
  if (plan.exponent) {
    return scientific(value, plan, signs);
  }

  let [whole, fraction = ''] = roundHalfEven(value, plan.maxFraction).split('.');
  while (fraction.length > plan.minFraction && fraction.endsWith('0')) {
    fraction = fraction.slice(0, -1);
  }

  whole = whole === '0' && plan.minWhole === 0 && fraction !== '' ? '' : whole.padStart(Math.max(1, plan.minWhole), '0');
  if (plan.grouping > 0) {
    whole = whole.replace(new RegExp(`\\B(?=(\\d{${plan.grouping}})+(?!\\d))`, 'g'), signs.group);
  }

  return fraction === '' ? whole : whole + signs.decimal + fraction;
}

function scientific(value, plan, signs) {
  const width = Math.max(1, plan.minWhole);
  const power = value === 0 ? 0 : Math.floor(Math.log10(value)) - width + 1;
  const mantissa = body(value / 10 ** power, { ...plan, exponent: 0, grouping: 0 }, signs);
  return `${mantissa}E${power < 0 ? '-' : ''}${String(Math.abs(power)).padStart(plan.exponent, '0')}`;
}

// Works on the shortest decimal text of the number, as its reader sees it: 0.125 -> 0.12, 2.5 -> 2.
function roundHalfEven(value, places) {
  const plain = value >= 1e21 ? BigInt(value).toString() : plainText(value);
  const [whole, fraction = ''] = plain.split('.');
  if (fraction.length <= places) {
    return places === 0 ? whole : `${whole}.${fraction.padEnd(places, '0')}`;
  }

  const kept = whole + fraction.slice(0, places);
  const rest = fraction.slice(places);
  const half = `5${'0'.repeat(rest.length - 1)}`;
  const odd = Number(kept[kept.length - 1]) % 2 === 1;
  const up = rest > half || (rest === half && odd);
  const rounded = (BigInt(kept) + (up ? 1n : 0n)).toString().padStart(kept.length, '0');
  const cut = rounded.length - places;
  return places === 0 ? rounded : `${rounded.slice(0, cut)}.${rounded.slice(cut)}`;
}

function plainText(value) {
  const text = String(value);
  const match = /^(\d+)(?:\.(\d+))?e-(\d+)$/.exec(text);
  return match ? `0.${'0'.repeat(Number(match[3]) - 1)}${match[1]}${match[2] ?? ''}` : text;
}

function localeSigns(language, country) {
  const parts = new Intl.NumberFormat(tag(language, country), { useGrouping: true }).formatToParts(1234567.8);
  const find = (type, fallback) => parts.find((part) => part.type === type)?.value ?? fallback;
  return { group: find('group', ','), decimal: find('decimal', '.') };
}

function tag(language, country) {
  return language ? (country ? `${language}-${country}` : String(language)) : 'en-US';
}

function formatDate(date, pattern, language, country) {
  const when = date instanceof Date ? date : new Date(date === undefined || date === null ? Date.now() : Number(date));
  const locale = tag(language, country);
  const text = String(pattern ?? 'yyyy-MM-dd HH:mm:ss');
  let result = '';
  for (let i = 0; i < text.length;) {
    if (text[i] === "'") {
      const [literal, end] = quotedText(text, i);
      result += literal;
      i = end + 1;
    } else if (/[A-Za-z]/.test(text[i])) {
      const run = /^([A-Za-z])\1*/.exec(text.slice(i))[0];
      result += dateField(when, run[0], run.length, locale);
      i += run.length;
    } else {
      result += text[i++];
    }
  }

  return result;
}

function dateField(when, letter, count, locale) {
  const pad = (value) => String(value).padStart(count, '0');
  const named = (options, parts) => new Intl.DateTimeFormat(locale, options).formatToParts(when).find(({ type }) => type === parts).value;
  const hours = when.getHours();
  switch (letter) {
    case 'G': return 'AD';
    case 'y': case 'Y': case 'u': return letter === 'u' ? pad(when.getDay() || 7) : count === 2 ? String(when.getFullYear()).slice(-2) : pad(when.getFullYear());
    case 'M': case 'L': return count < 3 ? pad(when.getMonth() + 1) : named({ month: count === 3 ? 'short' : 'long' }, 'month');
    case 'd': return pad(when.getDate());
    case 'D': return pad(Math.round((Date.UTC(when.getFullYear(), when.getMonth(), when.getDate()) - Date.UTC(when.getFullYear(), 0, 0)) / 86_400_000));
    case 'E': return named({ weekday: count < 4 ? 'short' : 'long' }, 'weekday');
    case 'a': return hours < 12 ? 'AM' : 'PM';
    case 'H': return pad(hours);
    case 'k': return pad(hours === 0 ? 24 : hours);
    case 'K': return pad(hours % 12);
    case 'h': return pad(hours % 12 === 0 ? 12 : hours % 12);
    case 'm': return pad(when.getMinutes());
    case 's': return pad(when.getSeconds());
    case 'S': return pad(when.getMilliseconds());
    case 'z': return named({ timeZoneName: 'short' }, 'timeZoneName');
    case 'Z': return zone(when, '');
    case 'X': return when.getTimezoneOffset() === 0 ? 'Z' : count === 1 ? zone(when, '').slice(0, 3) : zone(when, count === 3 ? ':' : '');
    default: throw new Error(`formatDate: '${letter}' is not a pattern letter`);
  }
}

function zone(when, separator) {
  const minutes = -when.getTimezoneOffset();
  const two = (value) => String(Math.trunc(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}${separator}${two(Math.abs(minutes) % 60)}`;
}

module.exports = { formatNumber, formatDate };
