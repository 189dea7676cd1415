'use strict';
// A tokenizer for JavaScript, just good enough to find statements without being fooled by strings, comments, templates
// and regular expressions. It never changes the text; a token is {type, start, end, text, newline} where newline says
// that a line break stands before it.

const PUNCTUATORS = [
  '>>>=', '...', '===', '!==', '**=', '<<=', '>>=', '>>>', '&&=', '||=', '??=',
  '=>', '==', '!=', '<=', '>=', '&&', '||', '??', '?.', '++', '--', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<', '>>', '**',
];

// After these words an expression begins, so a slash there begins a regular expression.
const BEFORE_EXPRESSION = new Set([
  'return', 'typeof', 'instanceof', 'in', 'of', 'new', 'delete', 'void', 'throw', 'case', 'do', 'else', 'yield', 'await',
]);

const PAREN_STATEMENTS = new Set(['if', 'while', 'for', 'with']);
const BEFORE_BLOCK = new Set(['else', 'do', 'try', 'finally']);
const SPACE = /[\s\uFEFF]/;
const ID_START = /[\p{ID_Start}$_\\#]/u;
const ID_PART = /[\p{ID_Continue}$\u200C\u200D\\]/u;

class Tokenizer {
  constructor(source) {
    this.source = source;
    this.at = 0;
    this.tokens = [];
    this.open = []; // brackets not yet closed: {kind, statement}
  }

  run() {
    if (this.source.startsWith('#!')) {
      this.skipLine();
    }

    for (let newline = this.space(); this.at < this.source.length; newline = this.space()) {
      this.next(newline);
    }

    return this.tokens;
  }

  // Steps over white space and comments; true when a line break was among them.
  space() {
    let newline = this.at === 0;
    for (; this.at < this.source.length;) {
      const c = this.source[this.at];
      if (c === '\n' || c === '\r' || c === '\u2028' || c === '\u2029') {
        newline = true;
        this.at++;
      } else if (SPACE.test(c)) {
        this.at++;
      } else if (this.source.startsWith('//', this.at)) {
        this.skipLine();
      } else if (this.source.startsWith('/*', this.at)) {
        const end = this.source.indexOf('*/', this.at + 2);
        const to = end < 0 ? this.source.length : end + 2;
        newline ||= this.source.slice(this.at, to).includes('\n');
        this.at = to;
      } else {
        break;
      }
    }

    return newline;
  }

  skipLine() {
    while (this.at < this.source.length && !/[\n\r\u2028\u2029]/.test(this.source[this.at])) {
      this.at++;
    }
  }

  next(newline) {
    const start = this.at;
    const c = this.source[start];
    let type;
    if (c === '"' || c === "'") {
      type = 'string';
      this.string(c);
    } else if (c === '`') {
      type = 'template';
      this.template(start + 1);
    } else if (c === '}' && this.open.length > 0 && this.open[this.open.length - 1].kind === '${') {
      type = 'template';
      this.open.pop();
      this.template(start + 1);
    } else if (/[0-9]/.test(c) || (c === '.' && /[0-9]/.test(this.source[start + 1] ?? ''))) {
      type = 'number';
      this.number();
    } else if (ID_START.test(String.fromCodePoint(this.source.codePointAt(start)))) {
      type = 'word';
      this.word();
    } else if (c === '/' && this.expectsOperand()) {
      type = 'regex';
      this.regex();
    } else {
      this.punctuator(newline);
      return;
    }

    this.add(type, start, newline);
  }

  add(type, start, newline, extra) {
    this.tokens.push({ type, start, end: this.at, text: this.source.slice(start, this.at), newline, ...extra });
  }

  string(quote) {
    for (this.at++; this.at < this.source.length && this.source[this.at] !== quote; this.at++) {
      if (this.source[this.at] === '\\') {
        this.at++;
      }
    }

    this.at++;
  }

  // One piece of a template, up to and with the closing back-quote or the next ${.
  template(from) {
    for (this.at = from; this.at < this.source.length; this.at++) {
      const c = this.source[this.at];
      if (c === '\\') {
        this.at++;
      } else if (c === '`') {
        this.at++;
        return;
      } else if (c === '$' && this.source[this.at + 1] === '{') {
        this.at += 2;
        this.open.push({ kind: '${' });
        return;
      }
    }
  }

  number() {
    const rest = /^(0[xX][0-9a-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|(\d[\d_]*)?\.?[\d_]*([eE][+-]?\d[\d_]*)?n?)/.exec(this.source.slice(this.at, this.at + 400));
    this.at += Math.max(1, rest[0].length);
  }

  word() {
    do {
      this.at += this.source.codePointAt(this.at) > 0xFFFF ? 2 : 1;
    } while (this.at < this.source.length && ID_PART.test(String.fromCodePoint(this.source.codePointAt(this.at))));
  }

  regex() {
    let inClass = false;
    for (this.at++; this.at < this.source.length; this.at++) {
      const c = this.source[this.at];
      if (c === '\\') {
        this.at++;
      } else if (c === '\n') {
        return;
      } else if (c === '[') {
        inClass = true;
      } else if (c === ']') {
        inClass = false;
      } else if (c === '/' && !inClass) {
        break;
      }
    }

    for (this.at++; this.at < this.source.length && ID_PART.test(this.source[this.at]);) {
      this.at++;
    }
  }

  punctuator(newline) {
    const start = this.at;
    const text = PUNCTUATORS.find((p) => this.source.startsWith(p, start)) ?? this.source[start];
    // "a?.5:b" is a conditional, not optional chaining.
    this.at += text === '?.' && /[0-9]/.test(this.source[start + 2] ?? '') ? 1 : text.length;
    if (text === '(' || text === '[' || text === '{') {
      this.open.push({ kind: text, statement: text === '(' ? this.opensStatement() : text === '{' && this.opensBlock() });
      this.add('punctuator', start, newline);
    } else if (text === ')' || text === ']' || text === '}') {
      const opened = this.open.pop();
      this.add('punctuator', start, newline, { statement: opened?.statement === true });
    } else {
      this.add('punctuator', start, newline);
    }
  }

  opensStatement() {
    const before = this.tokens[this.tokens.length - 1];
    const word = before?.text === 'each' || before?.text === 'await' ? this.tokens[this.tokens.length - 2] : before;
    return (word?.type === 'word' && PAREN_STATEMENTS.has(word.text)) || this.opensParameters(this.tokens.length - 1);
  }

  // Behind the parameters of a function no operand has ended: a body follows, which may be an expression.
  opensParameters(i) {
    const isFunction = (at) => this.tokens[at]?.text === 'function' && this.tokens[at].type === 'word' && !['.', '?.'].includes(this.tokens[at - 1]?.text);
    return isFunction(i) || (this.tokens[i]?.type === 'word' && isFunction(i - 1));
  }

  opensBlock() {
    const before = this.tokens[this.tokens.length - 1];
    if (!before || BEFORE_BLOCK.has(before.text) || [';', '{', '}', ')', '=>'].includes(before.text)) {
      return true;
    }

    const around = this.open[this.open.length - 1];
    const label = before.text === ':' && (!around || (around.kind === '{' && around.statement));
    return label || (before.type === 'word' && !BEFORE_EXPRESSION.has(before.text));
  }

  // True where an operand may begin: a slash is then a regular expression.
  expectsOperand() {
    const before = this.tokens[this.tokens.length - 1];
    return !before || !endsOperand(before, this.tokens[this.tokens.length - 2]);
  }
}

/** True when an operand may end with this token. */
function endsOperand(token, before) {
  switch (token.type) {
    case 'word':
      return before?.text === '.' || before?.text === '?.' || !BEFORE_EXPRESSION.has(token.text);
    case 'template':
      return token.text.endsWith('`') && !token.text.endsWith('${');
    case 'punctuator':
      return token.text === ']' || ((token.text === ')' || token.text === '}') && !token.statement)
        || token.text === '++' || token.text === '--';
    default:
      return true;
  }
}

function tokenize(source) {
  return new Tokenizer(source).run();
}

module.exports = { tokenize, endsOperand };
