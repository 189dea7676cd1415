'use strict';
// Runs one sFlow-RT script. Started by the engine with one argument, the settings as JSON:
//   script, name, up, down (FIFOs), cwd, home, report, timeoutMs, maxResidentBytes, wrap, runcmd
// The script runs in this process's own global scope as a classic (sloppy) script: there is one process per script, so
// nothing is shared, and values are of the same realm as those of npm packages.

const path = require('path');
const { Channel, leave } = require('./lib/channel');
const { Dispatcher } = require('./lib/dispatcher');
const { FrameReader } = require('./lib/frames');
const { Loader } = require('./lib/loader');
const { Watchdog } = require('./lib/watchdog');
const { install } = require('./lib/api');
const { placeOf } = require('./lib/places');

const LOAD_FAILED = 78; // src/Weir.Scripting/Hosting/ScriptProcess.cs knows this exit status
const exit = process.exit.bind(process);

function main() {
  const settings = JSON.parse(process.argv[2]);
  settings.hostDir = __dirname + path.sep;
  const watchdog = new Watchdog();
  const channel = new Channel(settings.up, settings.down, watchdog);
  const dispatcher = new Dispatcher(channel, watchdog, settings);
  channel.onNested = (text) => {
    dispatcher.request(JSON.parse(text));
    channel.send('m', '');
  };
  channel.notify('hello', process.version, process.pid);
  watchdog.start(settings);
  supervise(dispatcher);
  ignoreSignals();

  const loader = new Loader(settings, channel);
  install(globalThis, { channel, dispatcher, settings, loader });
  try {
    loader.run(settings.script);
  } catch (error) {
    channel.notify('failed', placeOf(error, settings.hostDir));
    exit(LOAD_FAILED);
  }

  watchdog.beat();
  channel.notify('loaded');
  listen(dispatcher, path.dirname(settings.up));
}

// Errors of timers, promises and sockets that belong to no handler.
function supervise(dispatcher) {
  process.on('uncaughtException', (error) => dispatcher.warn('asynchronous code', error));
  process.on('unhandledRejection', (error) => dispatcher.warn('promise', error));
}

// Ctrl-C, and whoever stops a service, signals Weir's whole process group. The script goes when Weir closes its input, after the last events.
function ignoreSignals() {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {});
  }
}

function listen(dispatcher, directory) {
  const reader = new FrameReader((type, text) => dispatcher.accept(type, text));
  process.stdin.on('data', (chunk) => reader.push(chunk));
  process.stdin.on('end', () => leave(directory));
  process.stdin.on('error', () => leave(directory));
}

main();
