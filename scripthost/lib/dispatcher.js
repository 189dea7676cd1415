'use strict';
// Runs a script's handlers, one at a time. What the engine sends waits here in two lines: urgent work (requests, ticks,
// events, answers) goes before flow records, so that a flood of records does not keep a page waiting. The engine sends
// no more than it has credit for, and every finished batch is acknowledged; so both lines stay short.

const { describe } = require('./places');
const { Repeats } = require('./repeats');
const { respond, readRequest } = require('./requests');

const TURN_MS = 10; // then the event loop gets its turn: timers, sockets, promises
const later = setImmediate;

class Dispatcher {
  constructor(channel, watchdog, settings) {
    this.channel = channel;
    this.watchdog = watchdog;
    this.settings = settings;
    this.urgent = [];
    this.records = [];
    this.position = 0;
    this.scheduled = false;
    this.warnings = new Repeats((text) => channel.notify('log', 'warning', text));
    this.handlers = { flow: null, event: null, interval: null, http: null };
    this.answers = new Map(); // httpAsync: number -> {success, error}
    this.neighbors = new Map(); // BGP: router -> {open, close}
  }

  /** Takes a frame from the engine. */
  accept(type, text) {
    if (type === 'R') {
      this.records.push(JSON.parse(text));
    } else {
      this.urgent.push([type, JSON.parse(text)]);
    }

    this.schedule();
  }

  schedule() {
    if (!this.scheduled && (this.urgent.length > 0 || this.records.length > 0)) {
      this.scheduled = true;
      later(() => this.turn());
    }
  }

  turn() {
    this.scheduled = false;
    const until = performance.now() + TURN_MS;
    do {
      if (this.urgent.length > 0) {
        this.work(...this.urgent.shift());
      } else if (this.records.length > 0) {
        this.record();
      } else {
        return;
      }
    } while (performance.now() < until);
    this.schedule();
  }

  record() {
    const batch = this.records[0];
    if (this.position < batch.length) {
      this.run('flow', batch[this.position++]);
    }

    if (this.position >= batch.length) {
      this.records.shift();
      this.position = 0;
      this.channel.notify('done', 'records', batch.length);
    }
  }

  work(type, data) {
    switch (type) {
      case 'E':
        for (const event of data) {
          this.run('event', event);
        }

        this.channel.notify('done', 'events', data.length);
        break;
      case 'T':
        this.run('interval', data);
        this.channel.notify('done', 'tick', 1);
        break;
      case 'H':
        this.request(data);
        break;
      case 'A':
        this.answer(data);
        break;
      case 'B':
        this.neighbor(data);
        break;
      case 'P':
        this.channel.notify('done', 'ping', 1);
        break;
      default:
        process.exit(0); // 'X': the engine is done with this script.
    }
  }

  /** Runs a handler; what it throws is logged and the handler stays. */
  run(kind, argument) {
    const handler = this.handlers[kind];
    if (handler) {
      this.guard(`${kind} handler`, () => handler(argument));
    }
  }

  guard(what, action) {
    this.watchdog.beat();
    try {
      const result = action();
      if (typeof result?.then === 'function') {
        result.then(undefined, (error) => this.warn(what, error));
      }
    } catch (error) {
      this.warn(what, error);
    }

    this.watchdog.beat();
  }

  warn(what, error) {
    this.warnings.note(`${describe(error, this.settings.hostDir)} (${what})`);
  }

  request({ id, request }) {
    this.watchdog.beat();
    const reply = ({ status, type, body }) => this.channel.send('h', `${JSON.stringify({ id, status, type })}\n${body}`);
    const refuse = (error) => {
      const known = respond.error(error);
      if (!known.expected) {
        this.warn('http handler', error);
      }

      reply(known);
    };

    try {
      const read = readRequest(request);
      const result = this.handlers.http ? this.handlers.http(read) : respond.nobody();
      if (typeof result?.then === 'function') {
        result.then((value) => reply(respond(value, read.format))).catch(refuse);
      } else {
        reply(respond(result, read.format));
      }
    } catch (error) {
      refuse(error);
    }

    this.watchdog.beat();
  }

  answer({ id, ok, response }) {
    const callbacks = this.answers.get(id);
    this.answers.delete(id);
    if (!callbacks) {
      return;
    }

    if (ok) {
      this.guard('httpAsync success', () => callbacks.success?.(response));
    } else {
      this.guard('httpAsync error', () => callbacks.error?.(Object.defineProperty(response, 'toString', {
        value: () => response.message,
        enumerable: false,
      })));
    }
  }

  neighbor({ router, state }) {
    const callbacks = this.neighbors.get(router);
    const callback = state === 'open' ? callbacks?.open : callbacks?.close;
    if (callback) {
      this.guard(`bgp ${state}`, () => callback(router));
    }
  }
}

module.exports = { Dispatcher };
