'use strict';
// Makes two Mozilla forms, which published scripts use, standard JavaScript:
//   for each (x in o) ...      ->  for (x of $weirEach(o)) ...
//   function(a, b) a.i - b.i   ->  function(a, b) {return a.i - b.i }
// Text is only inserted or blanked within a line, so line numbers stay as the author sees them. Anything that is not
// understood is left alone: the engine's own parser then says what is wrong with it.

const { tokenize, endsOperand } = require('./tokens');

const OPEN = new Set(['(', '[', '{']);
const CLOSE = new Set([')', ']', '}']);
const CONTINUES = new Set(['in', 'instanceof']); // words that carry an expression over a line break

class SourcePass {
  constructor(source) {
    this.source = source;
    this.tokens = tokenize(source);
    this.edits = []; // {at, end, text}
  }

  run() {
    for (let i = 0; i < this.tokens.length; i++) {
      if (this.isWord(i, 'for') && this.isWord(i + 1, 'each') && this.is(i + 2, '(') && !this.isMember(i)) {
        this.forEach(i);
      } else if (this.isWord(i, 'function') && !this.isMember(i)) {
        this.closure(i);
      }
    }

    return this.apply();
  }

  is(i, text) {
    return this.tokens[i]?.text === text && this.tokens[i].type === 'punctuator';
  }

  isWord(i, text) {
    return this.tokens[i]?.text === text && this.tokens[i].type === 'word';
  }

  isMember(i) {
    return this.is(i - 1, '.') || this.is(i - 1, '?.');
  }

  forEach(i) {
    const close = this.closing(i + 2);
    const inside = this.find(i + 3, close, 'in');
    if (close < 0 || inside < 0) {
      return;
    }

    this.edit(this.tokens[i + 1].start, this.tokens[i + 1].end, '');
    this.edit(this.tokens[inside].start, this.tokens[inside].end, 'of $weirEach(');
    this.edit(this.tokens[close].start, this.tokens[close].start, ')');
  }

  closure(i) {
    let open = i + 1;
    if (this.is(open, '*')) {
      return;
    }

    if (this.tokens[open]?.type === 'word') {
      open++;
    }

    const close = this.is(open, '(') ? this.closing(open) : -1;
    const first = close + 1;
    if (close < 0 || first >= this.tokens.length || this.is(first, '{') || this.startsNothing(first)) {
      return;
    }

    const last = this.lastOfExpression(first);
    if (last >= first) {
      this.edit(this.tokens[first].start, this.tokens[first].start, '{return ');
      this.edit(this.tokens[last].end, this.tokens[last].end, ' }', true);
    }
  }

  startsNothing(i) {
    const token = this.tokens[i];
    return token.type === 'punctuator' && !['(', '[', '+', '-', '!', '~', '++', '--'].includes(token.text);
  }

  // Index of the bracket that closes the one at i; -1 when there is none. Template pieces bracket what is between them.
  closing(i) {
    let depth = 0;
    for (let at = i; at < this.tokens.length; at++) {
      depth += this.step(at);
      if (depth === 0) {
        return at;
      }
    }

    return -1;
  }

  step(at) {
    const token = this.tokens[at];
    if (token.type === 'punctuator') {
      return OPEN.has(token.text) ? 1 : CLOSE.has(token.text) ? -1 : 0;
    }

    if (token.type === 'template') {
      const closes = token.text.startsWith('}') ? -1 : 0;
      const opens = token.text.endsWith('${') ? 1 : 0;
      return closes + opens;
    }

    return 0;
  }

  // Index of a word at the outermost level of a range; -1 when it is not there.
  find(from, to, word) {
    let depth = 0;
    for (let at = from; at < to; at++) {
      if (depth === 0 && this.isWord(at, word)) {
        return at;
      }

      depth += this.step(at);
    }

    return -1;
  }

  // Index of the last token of the assignment expression that begins at i.
  lastOfExpression(i) {
    let depth = 0;
    let conditionals = 0;
    for (let at = i; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (depth === 0 && at > i && this.endsAt(at, conditionals)) {
        return at - 1;
      }

      if (depth === 0 && token.type === 'punctuator') {
        conditionals += token.text === '?' ? 1 : token.text === ':' ? -1 : 0;
      }

      depth += this.step(at);
    }

    return this.tokens.length - 1;
  }

  endsAt(at, conditionals) {
    const token = this.tokens[at];
    if (token.type === 'template') {
      return token.text.startsWith('}'); // the closure stands in a template's ${ }
    }

    if (token.type === 'punctuator') {
      return CLOSE.has(token.text) || token.text === ',' || token.text === ';'
        || (token.text === ':' && conditionals === 0)
        || (token.newline && ['!', '~', '++', '--', '{'].includes(token.text) && this.operandBefore(at));
    }

    return this.operandBefore(at) && !CONTINUES.has(token.text) && token.type !== 'template' && token.newline;
  }

  operandBefore(at) {
    return endsOperand(this.tokens[at - 1], this.tokens[at - 2]);
  }

  edit(at, end, text, closes = false) {
    this.edits.push({ at, end, text, closes, order: this.edits.length });
  }

  // Where two edits meet, what closes goes before what opens.
  apply() {
    this.edits.sort((a, b) => a.at - b.at || (b.closes ? 1 : 0) - (a.closes ? 1 : 0) || a.order - b.order);
    let result = '';
    let done = 0;
    for (const { at, end, text } of this.edits) {
      result += this.source.slice(done, at) + text;
      done = end;
    }

    return result + this.source.slice(done);
  }
}

/** Standard JavaScript for a script's source, line by line the same. */
function rewrite(source) {
  return /\bfor\s+each\b|\bfunction\b/.test(source) ? new SourcePass(source).run() : source;
}

module.exports = { rewrite };
