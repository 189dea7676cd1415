'use strict';
// The blocking channel: calls and notifications go up one FIFO, answers come down another. A script's API calls are
// plain function calls, so the thread really waits here; the engine answers every call, an error included.

const fs = require('fs');
const path = require('path');
const { FrameWriter, HEADER } = require('./frames');

const KEPT = 64 * 1024; // buffer size between answers
const exit = process.exit.bind(process);
const HALVES = /\\\\|\\ud[89a-f][0-9a-f]{2}/g; // an escaped backslash, or what JSON.stringify makes of half a surrogate pair

/** The JSON of a message. Half of a surrogate pair, as cutting a text leaves it, is no text outside of this language. */
function encode(values) {
  const json = JSON.stringify(values);
  return json.includes('\\ud') ? json.replace(HALVES, (found) => (found === '\\\\' ? found : '\\ufffd')) : json;
}

/** Ends this process because the engine is gone, which cannot clear the FIFOs' directory any more. */
function leave(directory) {
  fs.rmSync(directory, { recursive: true, force: true });
  exit(0);
}

class Channel {
  /**
   * @param {string} upPath FIFO towards the engine
   * @param {string} downPath FIFO from the engine
   * @param {{enter: Function, leave: Function}} blocking told while the thread waits for the outside world
   */
  constructor(upPath, downPath, blocking) {
    this.directory = path.dirname(upPath);
    this.up = fs.openSync(upPath, 'w');
    this.down = fs.openSync(downPath, 'r');
    this.writer = new FrameWriter();
    this.buffer = Buffer.allocUnsafe(KEPT);
    this.have = 0;
    this.blocking = blocking;
    this.onNested = null;
  }

  /** Tells the engine something that needs no answer. */
  notify(name, ...args) {
    this.send('n', encode([name, ...args]));
  }

  send(type, text) {
    const frame = this.writer.make(type, text);
    for (let sent = 0; sent < frame.length;) {
      sent += this.write(frame, sent);
    }
  }

  write(frame, from) {
    try {
      return fs.writeSync(this.up, frame, from, frame.length - from);
    } catch (error) {
      return error.code === 'EPIPE' ? leave(this.directory) : raise(error);
    }
  }

  /** Calls the engine and waits. Throws an Error with the engine's words when the call failed. */
  call(name, args) {
    this.send('c', encode([name, ...args]));
    return this.answer();
  }

  /** As call, for calls that wait for other machines: the watchdog does not count the time. */
  callBlocking(name, args) {
    this.blocking.enter();
    try {
      return this.call(name, args);
    } finally {
      this.blocking.leave();
    }
  }

  answer() {
    for (;;) {
      const [type, text] = this.read();
      if (type === 'q') {
        this.onNested(text);
      } else if (type === 'e') {
        throw new Error(JSON.parse(text));
      } else {
        return text === '' ? undefined : JSON.parse(text);
      }
    }
  }

  // One frame. Bytes of a frame behind it stay at the front of the buffer for the next call.
  read() {
    this.fill(HEADER);
    const size = 4 + this.buffer.readUInt32BE(0);
    if (size > this.buffer.length) {
      const larger = Buffer.allocUnsafe(size);
      this.buffer.copy(larger, 0, 0, this.have);
      this.buffer = larger;
    }

    this.fill(size);
    const frame = [String.fromCharCode(this.buffer[4]), this.buffer.toString('utf8', HEADER, size)];
    const rest = this.have - size;
    const kept = this.buffer.length > KEPT && rest <= KEPT ? Buffer.allocUnsafe(KEPT) : this.buffer;
    this.buffer.copy(kept, 0, size, this.have);
    this.buffer = kept;
    this.have = rest;
    return frame;
  }

  fill(wanted) {
    while (this.have < wanted) {
      const got = fs.readSync(this.down, this.buffer, this.have, this.buffer.length - this.have, null);
      if (got === 0) {
        leave(this.directory);
      }

      this.have += got;
    }
  }
}

function raise(error) {
  throw error;
}

module.exports = { Channel, leave };
