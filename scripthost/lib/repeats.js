'use strict';
// Keeps a handler that throws the same for every event from filling the log: a text is told at once, and while it comes again
// only how often, every ten seconds. Bounded: with MOST texts under way further ones are told each time.

const MOST = 100;
const PAUSE_MS = 10000;

class Repeats {
  /**
   * @param {function(string)} tell takes a text for the log
   * @param {function(function(), number)} after calls back later; a timer that keeps no process alive where absent
   */
  constructor(tell, after = (callback, ms) => setTimeout(callback, ms).unref()) {
    this.tell = tell;
    this.after = after;
    this.counts = new Map();
  }

  note(text) {
    const count = this.counts.get(text);
    if (count !== undefined) {
      this.counts.set(text, count + 1);
      return;
    }

    this.tell(text);
    if (this.counts.size < MOST) {
      this.counts.set(text, 0);
      this.watch(text);
    }
  }

  watch(text) {
    this.after(() => {
      const count = this.counts.get(text);
      if (count === 0) {
        this.counts.delete(text);
        return;
      }

      this.tell(`${count} more in the last ${PAUSE_MS / 1000} s: ${text}`);
      this.counts.set(text, 0);
      this.watch(text);
    }, PAUSE_MS);
  }
}

module.exports = { Repeats };
