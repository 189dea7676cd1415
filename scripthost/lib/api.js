'use strict';
// The global functions of sFlow-RT's JavaScript API. Most only coerce their arguments and ask the engine
// (src/Weir.Scripting/Calls answers); what needs no engine is done here. All are configurable and writable, so a
// script's own declarations of the same names win.

const crypto = require('crypto');
const childProcess = require('child_process');
const { createRequire } = require('module');
const path = require('path');
const { text, number, flag, list, names, joined, filter, labels, json } = require('./coerce');
const { formatNumber, formatDate } = require('./format');
const { httpFunctions } = require('./http');

// Calls that only pass their arguments on, with what is done to each.
const FORWARDED = {
  version: [],
  analyzer: [],
  agents: [list],
  datasourceInfo: [text, text],
  getSystemProperty: [text],
  getSystemPropertyNames: [],
  metrics: [text],
  metric: [joined, names, filter],
  table: [joined, names, filter],
  dump: [joined, names, filter],
  ifName: [text, text],
  clearThreshold: [text],
  getThreshold: [text],
  thresholdTriggered: [text, text, text, text],
  flowKeys: [],
  clearFlow: [text],
  getFlow: [text],
  activeFlows: [joined, text, number, number, text, text],
  flowValue: [text, text, text],
  flowLocations: [joined, text, text],
  getGroups: [text],
  clearGroups: [text],
  getMap: [text],
  clearMap: [text],
  setTopology: [json],
  getTopology: [],
  topologyVersion: [],
  topologyNodeNames: [flag],
  topologyLinkNames: [flag],
  topologyNode: [text],
  topologyLink: [text],
  topologyNodeLinks: [text],
  topologyAgentForNode: [text],
  topologyNodesForAgent: [text, text],
  topologyInterfaceToLink: [text, text],
  topologyInterfaceToPort: [text, text],
  topologyLinkToInterfaces: [text],
  topologyLinkMetric: [text, names, text],
  topologyDiameter: [],
  topologyShortestPath: [text, text],
  topologyShortestPaths: [text, text, number, number],
  topologyMinimumSpanningTree: [],
  topologyLocateHostMac: [text],
  topologyLocateHostIP: [text],
  topologyLocateHostIP6: [text],
  topologyLocatedHostMacs: [text, text],
  bgpAddSource: [text, json, number, text],
  bgpRemoveSource: [text],
  bgpAddRoute: [text, json],
  bgpRemoveRoute: [text, text],
  bgpRouteCount: [text],
  bgpAddFlow: [text, json],
  bgpRemoveFlow: [text, json],
  bgpFlowCount: [text],
  bgpTopPrefixes: [text, number, number, text, flag, number, flag],
  bgpTopPrefixes6: [text, number, number, text, flag, number, flag],
  bgpSetNextHops: [json],
  setForward: [text, text, number],
  clearForward: [text],
  storeGet: [text],
  storeSet: [text, json],
  storeDelete: [text],
  storeKeys: [],
  sharedGet: [text],
  sharedSet: [text, json],
  sharedDelete: [text],
  baselineCreate: [text, number, number, number],
  baselineReset: [text],
  baselineCheck: [text, number],
  baselineStatistics: [text],
};

// Calls that wait for other machines or the disk.
const BLOCKING = {
  syslog: [text, number, number, number, json],
  graphite: [text, number, json],
  dnsGetAllByName: [text],
  emit: [json],
};

// Ports and numbers that must not silently fall back to a default.
const STRICT_NUMBERS = { syslog: [1, 2, 3], graphite: [1] };

function forwarded(channel) {
  const result = {};
  for (const [name, coercions] of Object.entries(FORWARDED)) {
    result[name] = (...args) => channel.call(name, coercions.map((coerce, i) => coerce(args[i])));
  }

  for (const [name, coercions] of Object.entries(BLOCKING)) {
    result[name] = (...args) => {
      for (const i of STRICT_NUMBERS[name] ?? []) {
        demandNumber(name, args[i]);
      }

      return channel.callBlocking(name, coercions.map((coerce, i) => coerce(args[i])));
    };
  }

  return result;
}

function demandNumber(name, value) {
  if (value !== undefined && value !== null && value !== '' && number(value) === null) {
    throw new Error(`${name}: '${value}' is not a number`);
  }
}

function definitions(channel) {
  return {
    setFlow(name, spec) {
      const given = spec ?? {};
      channel.call('setFlow', [text(name), {
        keys: joined(given.keys),
        value: joined(given.value),
        values: list(given.values),
        filter: joined(given.filter),
        n: numeric(given.n, 'n'),
        t: numeric(given.t, 't'),
        fs: text(given.fs),
        log: flag(given.log),
        flowStart: flag(given.flowStart),
        activeTimeout: numeric(given.activeTimeout, 'activeTimeout'),
        dropped: flag(given.dropped),
        aggMode: text(given.aggMode),
        ipfixCollectors: list(given.ipfixCollectors),
      }]);
    },
    setThreshold(name, spec) {
      const given = spec ?? {};
      channel.call('setThreshold', [text(name), {
        metric: text(given.metric),
        value: numeric(given.value, 'value'),
        filter: filter(given.filter),
        byFlow: flag(given.byFlow),
        timeout: numeric(given.timeout, 'timeout'),
      }]);
    },
    setGroups(name, groups) {
      // The one-argument form of old scripts sets the groups called 'default'.
      const legacy = typeof name === 'object' && name !== null && groups === undefined;
      return channel.call('setGroups', legacy ? ['default', labels(name)] : [text(name), labels(groups)]);
    },
    setMap(name, map) {
      return channel.call('setMap', [text(name), labels(map)]);
    },
  };
}

function numeric(value, field) {
  demandNumber(field, value);
  return number(value);
}

function handlers(channel, dispatcher) {
  const set = (kind, handler, ...details) => {
    if (handler !== null && typeof handler !== 'function') {
      throw new TypeError(`the ${kind} handler is not a function`);
    }

    dispatcher.handlers[kind] = handler;
    channel.notify('handler', kind, handler !== null, ...details);
  };

  return {
    setEventHandler: (handler, ids) => set('event', handler, list(ids)),
    clearEventHandler: () => set('event', null),
    setFlowHandler: (handler, flows) => set('flow', handler, list(flows)),
    clearFlowHandler: () => set('flow', null),
    setIntervalHandler: (handler, seconds) => set('interval', handler, number(seconds) ?? 1),
    clearIntervalHandler: () => set('interval', null),
    setHttpHandler: (handler) => set('http', handler),
    clearHttpHandler: () => set('http', null),
  };
}

function bgp(channel, dispatcher) {
  return {
    bgpAddNeighbor(address, as, id, options, open, close) {
      const router = text(address);
      dispatcher.neighbors.set(router, { open, close });
      const given = options ?? {};
      return channel.call('bgpAddNeighbor', [router, number(as), text(id), {
        ipv6: flag(given.ipv6),
        flowspec: flag(given.flowspec),
        flowspec6: flag(given.flowspec6),
        multipath: flag(given.multipath),
      }]);
    },
    bgpRemoveNeighbor(address) {
      dispatcher.neighbors.delete(text(address));
      return channel.call('bgpRemoveNeighbor', [text(address)]);
    },
  };
}

function utilities({ channel, settings, loader, watchdog }) {
  const log = (level) => (message) => channel.notify('log', level, text(message) ?? String(message));
  return {
    include: (file) => loader.include(file),
    scriptdir: () => path.dirname(settings.script),
    logFine: log('fine'),
    logInfo: log('info'),
    logWarning: log('warning'),
    logSevere: log('severe'),
    md5: (value) => crypto.createHash('md5').update(String(value), 'utf8').digest('hex'),
    formatNumber,
    formatDate,
    runCmd: (command, environment, directory) => runCommand(settings, watchdog, command, environment, directory),
  };
}

function runCommand(settings, watchdog, command, environment, directory) {
  if (!settings.runcmd) {
    throw new Error('runCmd: not allowed, set weir.script.runcmd=yes');
  }

  const [file, ...args] = (Array.isArray(command) ? command : [command]).map(String);
  const env = Array.isArray(environment)
    ? Object.fromEntries(environment.map((pair) => [String(pair).split('=')[0], String(pair).slice(String(pair).indexOf('=') + 1)]))
    : environment ?? process.env;
  watchdog.enter();
  try {
    const done = childProcess.spawnSync(file, args, {
      env, cwd: directory ?? settings.cwd, encoding: 'utf8', timeout: 60_000, maxBuffer: 16 * 1024 * 1024,
    });
    if (done.error) {
      throw new Error(`runCmd: ${done.error.message}`);
    }

    return { status: done.status, stdout: lines(done.stdout), stderr: lines(done.stderr) };
  } finally {
    watchdog.leave();
  }
}

function lines(output) {
  const all = output.split('\n');
  if (all[all.length - 1] === '') {
    all.pop();
  }

  return all;
}

/** Puts the API on the global object, or on one object of it when the script asks for that (wrapglobals). */
function install(global, { channel, dispatcher, settings, loader }) {
  const watchdog = dispatcher.watchdog;
  const functions = {
    ...forwarded(channel),
    ...definitions(channel),
    ...handlers(channel, dispatcher),
    ...bgp(channel, dispatcher),
    ...httpFunctions(channel, dispatcher),
    ...utilities({ channel, settings, loader, watchdog }),
  };
  const target = settings.wrap ? {} : global;
  for (const [name, value] of Object.entries(functions)) {
    define(target, name, value);
  }

  if (settings.wrap) {
    define(global, settings.wrap, target);
  }

  define(global, 'require', createRequire(settings.script));
  Object.defineProperty(global, '$weirEach', { value: each });
}

function define(target, name, value) {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: false });
}

// The values that `for each` walks; each is read when its turn comes.
function* each(object) {
  for (const key in object) {
    yield object[key];
  }
}

module.exports = { install };
