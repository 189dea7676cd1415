'use strict';
// Finds a script that does not come back. A worker thread compares a heartbeat, which the main thread writes between
// handlers and from its event loop, with the clock. When it is too old the worker asks the inspector where the main
// thread is, writes that into a file for the engine and ends the process: a stuck thread cannot be unwound any other way.
// The same worker notices that the engine is gone, which a busy main thread cannot see at the end of its input.

const { Worker, isMainThread, workerData } = require('worker_threads');
const fs = require('fs');
const path = require('path');

const BEAT = 0; // changes with every sign of life
const BLOCKED = 1; // 1 while the main thread waits for another machine
const PARTS = 20; // looks in the time that a handler may take
const SOONEST_MS = 50;
const LATEST_MS = 500; // every look wakes a processor
const PAUSE_MS = 1500;

const cadenceOf = (timeoutMs) => (timeoutMs > 0 ? Math.min(Math.max(timeoutMs / PARTS, SOONEST_MS), LATEST_MS) : LATEST_MS);

/** The main thread's side. */
class Watchdog {
  constructor() {
    this.beats = new Float64Array(new SharedArrayBuffer(16));
    this.beat();
  }

  /** @param {{timeoutMs: number, report: string, hostDir: string, maxResidentBytes: number}} settings */
  start(settings) {
    const worker = new Worker(__filename, {
      workerData: { ...settings, beats: this.beats, parent: process.ppid },
      stdout: false,
      stderr: false,
    });
    worker.unref();
    setInterval(() => this.beat(), cadenceOf(settings.timeoutMs)).unref();
  }

  beat() {
    this.beats[BEAT] = performance.now();
  }

  enter() {
    this.beats[BLOCKED] = 1;
  }

  leave() {
    this.beats[BLOCKED] = 0;
  }
}

// Time counts only as far as this thread ran too: a suspended or starved process is not a stuck script.
function watch() {
  const { beats, timeoutMs, maxResidentBytes, parent } = workerData;
  let seen = beats[BEAT];
  let silentMs = 0;
  let last = performance.now();
  let waited = cadenceOf(timeoutMs);
  const look = () => {
    const now = performance.now();
    const step = Math.min(now - last, 2 * waited);
    last = now;
    if (process.ppid !== parent) {
      fs.rmSync(path.dirname(workerData.report), { recursive: true, force: true });
      process.kill(process.pid, 'SIGKILL');
    }

    if (beats[BEAT] !== seen) {
      seen = beats[BEAT];
      silentMs = 0;
    } else if (beats[BLOCKED] === 0) {
      silentMs += step;
    }

    const bytes = process.memoryUsage.rss();
    if (timeoutMs > 0 && silentMs > timeoutMs) {
      locate((place) => end({ reason: 'stuck', ...place, seconds: Math.round(silentMs / 100) / 10 }));
    } else if (bytes > maxResidentBytes) {
      end({ reason: 'memory', bytes });
    } else {
      // The other half of the memory can be gone in a second.
      waited = bytes > maxResidentBytes / 2 ? SOONEST_MS : cadenceOf(timeoutMs);
      setTimeout(look, waited);
    }
  };

  setTimeout(look, waited);
}

// Asks where the main thread is; without an answer (it is inside native code) the place stays unknown.
function locate(done) {
  const { Session } = require('inspector');
  const session = new Session();
  let answered = false;
  const answer = (place) => {
    if (!answered) {
      answered = true;
      done(place);
    }
  };

  setTimeout(() => answer({}), PAUSE_MS);
  try {
    session.connectToMainThread();
    const urls = new Map(); // Frames name their script by number only; enabling the debugger tells all of them.
    session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
    session.on('Debugger.paused', ({ params }) => answer(userFrame(params.callFrames, urls)));
    session.post('Debugger.enable', () => {});
    session.post('Debugger.pause', () => {});
  } catch {
    answer({});
  }
}

function userFrame(frames, urls) {
  for (const { location } of frames) {
    const file = (urls.get(location.scriptId) ?? '').replace(/^file:\/\//, '');
    if (file.startsWith('/') && !file.startsWith(workerData.hostDir)) {
      return { file, line: location.lineNumber + 1 };
    }
  }

  return {};
}

function end(report) {
  try {
    fs.writeFileSync(workerData.report, JSON.stringify(report));
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}

if (!isMainThread && workerData?.beats) {
  watch();
}

module.exports = { Watchdog };
