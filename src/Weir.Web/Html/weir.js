// Shows what the server is doing now. Asks the same REST calls that everybody may use, once a second, and stops asking
// while nobody looks. Nothing from the network is ever put into the page as markup.
'use strict';

const root = '../';
const points = 120;
const shownFlows = 6;
const askedFlows = 24;
const history = [];
let last = null;
let status = null;
let round = 0;
let delivers = null;
let startChosen = false;
let definitions = {};
let answeredAt = null;

const byId = id => document.getElementById(id);

function setText(id, text) {
  const node = byId(id);
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

// Makes a place show these nodes and touches only what differs: a selection, the focus and a click under way outlive the next round.
function put(place, ...nodes) {
  nodes.forEach((node, i) => {
    const old = place.childNodes[i];
    if (old === undefined) {
      place.append(node);
    } else if (old.nodeName !== node.nodeName || node.nodeName === 'BUTTON') {
      old.replaceWith(node);
    } else if (!old.isEqualNode(node)) {
      mend(old, node);
    }
  });
  while (place.childNodes.length > nodes.length) {
    place.lastChild.remove();
  }
}

function mend(old, node) {
  if (node.nodeType === Node.TEXT_NODE) {
    old.data = node.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!node.hasAttribute(name) && name !== 'style') {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of node.attributes) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  put(old, ...node.childNodes);
}

async function ask(path) {
  const response = await fetch(root + path, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(8000) });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status}`);
  }
  return response.json();
}

const whole = new Intl.NumberFormat('en');

function si(value, unit) {
  const steps = ['', 'k', 'M', 'G', 'T', 'P'];
  let step = 0;
  while (Math.abs(value) >= 1000 && step < steps.length - 1) {
    value /= 1000;
    step++;
  }
  const digits = value === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = step === 0 && Number.isInteger(value) ? String(value) : value.toFixed(digits);
  return [text, steps[step] + unit].filter(part => part !== '').join(' ');
}

function duration(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${seconds % 60} s`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

// Keys are long words of parts; they may break after a comma, and are copied as they are.
function breakable(key) {
  const text = document.createDocumentFragment();
  for (const part of key.split(/(?<=,)/)) {
    text.append(part, document.createElement('wbr'));
  }
  return text;
}

function when(timestamp) {
  const date = new Date(timestamp);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(undefined, today ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'medium' });
}

function table(caption, columns, rows) {
  const head = element('tr', null, ...columns.map(([name, kind]) => element('th', { scope: 'col', class: kind }, name)));
  const body = rows.map(row => element('tr', null, ...row.map((cell, i) => element('td', { class: columns[i][1] }, cell))));
  return element('table', { 'aria-label': caption }, element('thead', null, head), element('tbody', null, ...body));
}

function setState(state, text) {
  byId('state').dataset.state = state;
  setText('state', text);
}

function showTotals(now) {
  const samples = n => n.sFlowFlowSamples + n.sFlowCounterSamples + n.sFlowNotificationSamples;
  const at = performance.now();
  if (last && now.uptime >= last.now.uptime) {
    const seconds = Math.max(0.2, (at - last.at) / 1000);
    const rate = (now.sFlowDatagramsReceived - last.now.sFlowDatagramsReceived) / seconds;
    history.push(Math.max(0, rate));
    history.splice(0, Math.max(0, history.length - points));
    setText('datagram-rate', si(Math.round(rate * 10) / 10, ''));
    setText('sample-rate', si(Math.round((samples(now) - samples(last.now)) / seconds * 10) / 10, ''));
    const bits = (now.sFlowBytesReceived - last.now.sFlowBytesReceived) * 8 / seconds;
    setText('datagram-total', `${si(Math.round(bits), 'bit/s')}, ${whole.format(now.sFlowDatagramsReceived)} since start`);
  } else {
    history.length = 0;
  }
  last = { now, at };
  setText('uptime', `up ${duration(now.uptime)}`);
  setText('sample-total', `${whole.format(samples(now))} since start`);
  const unreadable = now.sFlowParseErrors + now.sFlowUnsupportedVersion;
  // What was discarded here is missing from the agents' sequences too: it counts once.
  const trouble = Math.max(now.sFlowDatagramsLost, now.sFlowDatagramsDiscarded) + unreadable;
  setText('trouble', si(trouble, ''));
  byId('trouble').classList.toggle('attention', trouble > 0);
  setText('trouble-sub', trouble === 0 ? 'nothing so far'
    : `${si(now.sFlowDatagramsLost, '')} lost, ${si(now.sFlowDatagramsDiscarded, '')} discarded, ${si(unreadable, '')} unreadable`);
  drawSpark();
  const flowing = history.slice(-10).some(rate => rate > 0);
  if (now.sFlowDatagramsReceived === 0) {
    setState('wait', 'waiting for sFlow');
  } else {
    setState(flowing ? 'good' : 'wait', flowing ? 'receiving' : 'nothing arrives now');
  }
  showStart(now);
}

function drawSpark() {
  const top = Math.max(1, ...history);
  const x = i => (120 * (points - history.length + i) / (points - 1)).toFixed(1);
  const y = rate => (38 - 34 * rate / top).toFixed(1);
  const line = history.map((rate, i) => `${i ? 'L' : 'M'}${x(i)} ${y(rate)}`).join('');
  const svg = byId('spark');
  svg.querySelector('.line').setAttribute('d', line || 'M0 38');
  svg.querySelector('.area').setAttribute('d', history.length > 1 ? `${line}L120 40L${x(0)} 40Z` : 'M0 40');
}

// The way in stands open until the first datagram came, unless the reader has opened or closed it.
function showStart(now) {
  const none = now.sFlowDatagramsReceived === 0;
  const details = byId('start-details');
  if (!startChosen && details.open !== none) {
    details.open = none;
  }
  setText('start-hint', none ? 'nothing has arrived yet, this is how to change that' : 'host, switch or capture file');
}

function showAgents(agents) {
  const rows = Object.entries(agents);
  const live = rows.filter(([, agent]) => agent.lastSeen < 60000).length;
  setText('agents-count', whole.format(rows.length));
  setText('agents-live', rows.length === 0 ? 'none yet' : `${live} heard in the last minute`);
  const place = byId('agents');
  if (rows.length === 0) {
    put(place, element('p', { class: 'empty' }, 'No agent has sent anything yet.'));
    return;
  }
  const listed = rows.sort((a, b) => b[1].sFlowDatagramsReceived - a[1].sFlowDatagramsReceived).slice(0, 200);
  const lost = agent => agent.sFlowDatagramsLost + agent.sFlowFlowLostSamples + agent.sFlowCounterLostSamples;
  put(place, table('Agents', [
    ['Agent', 'nowrap'], ['Sent from', 'nowrap'], ['Last heard', 'num nowrap'], ['Up', 'num nowrap'], ['Datagrams', 'num'],
    ['Flow samples', 'num'], ['Counter samples', 'num'], ['Discards seen', 'num'], ['Data sources', 'num'], ['Lost', 'num'],
  ], listed.map(([address, agent]) => [
    element('a', { href: `${root}metric/${encodeURIComponent(address)}/json` }, address),
    agent.sFlowDatagramSource.filter(source => source !== address).join(', ') || 'itself',
    element('span', { class: agent.lastSeen < 60000 ? '' : 'warn' }, agent.lastSeen < 1500 ? 'now' : `${duration(agent.lastSeen)} ago`),
    duration(agent.uptime),
    whole.format(agent.sFlowDatagramsReceived),
    whole.format(agent.sFlowFlowSamples),
    whole.format(agent.sFlowCounterSamples),
    whole.format(agent.sFlowNotificationSamples),
    whole.format(Math.max(agent.sFlowFlowDatasources, agent.sFlowCounterDatasources)),
    element('span', { class: lost(agent) > 0 ? 'warn' : '' }, whole.format(lost(agent))),
  ])));
  if (rows.length > listed.length) {
    place.append(element('p', { class: 'empty' }, `and ${whole.format(rows.length - listed.length)} more, see `, element('a', { href: root + 'agents/json' }, 'agents/json')));
  }
}

// Averages, extremes and counts of distinct values are no rates.
function flowValue(definition, value) {
  switch (definition.value) {
    case 'bytes':
      return si(value * 8, 'bit/s');
    case 'frames':
      return si(value, 'pps');
    default:
      return si(value, /^(avg|min|max|last|count):/.test(definition.value) ? '' : '/s');
  }
}

// What is over its threshold stands first, then what has traffic; what has none is a line of names.
async function showFlows() {
  const [flows, tables, thresholds] = await Promise.all([ask('flow/json'), ask('api/v1/flowtables/json'), ask('threshold/json')]);
  definitions = flows;
  const names = Object.keys(flows);
  const place = byId('flows');
  place.setAttribute('aria-busy', 'false');
  if (names.length === 0) {
    setText('flows-over', '');
    setText('flows-count', '');
    offerFlow(place);
    return;
  }
  delete place.dataset.offered;
  const busy = names.filter(name => tables[name]?.entries !== 0);
  const tops = await Promise.all(busy.slice(0, askedFlows).map(async name => {
    const limits = Object.values(thresholds).filter(threshold => threshold.metric === name).map(threshold => threshold.value);
    const top = await ask(`activeflows/ALL/${encodeURIComponent(name)}/json?maxFlows=5`);
    const limit = limits.length ? Math.min(...limits) : null;
    return { name, top, limit, over: limit !== null && top.some(flow => flow.value >= limit) };
  }));
  const listed = [...tops.filter(flow => flow.over), ...tops.filter(flow => !flow.over)];
  const over = listed.filter(flow => flow.over).length;
  setText('flows-over', over ? `${over} over the threshold` : '');
  const shown = listed.slice(0, shownFlows);
  setText('flows-count', names.length > shown.length ? `${shown.length} of ${names.length}` : '');
  put(place, ...shown.map(flow => flowList(flow, flows[flow.name])),
    otherFlows('With traffic too', busy.filter(name => !shown.some(flow => flow.name === name))),
    otherFlows('No traffic matches now', names.filter(name => !busy.includes(name))));
  for (const bar of place.querySelectorAll('.bar')) {
    bar.style.width = bar.dataset.share;
  }
}

function flowList({ name, top, limit }, definition) {
  const most = Math.max(1e-9, ...top.map(flow => flow.value));
  const items = top.map(flow => {
    const over = limit !== null && flow.value >= limit;
    return element('li', { class: over ? 'over' : '' },
      element('span', { class: 'bar', 'aria-hidden': 'true', 'data-share': `${(100 * flow.value / most).toFixed(1)}%` }),
      element('span', null, flow.key ? breakable(flow.key) : 'all traffic'),
      element('span', null, over ? element('small', null, `threshold ${flowValue(definition, limit)} `) : '', flowValue(definition, flow.value)));
  });
  return element('div', { class: 'flow' },
    element('h3', null, element('a', { href: `${root}flow/${encodeURIComponent(name)}/json` }, name), element('code', null, definition.keys || 'total')),
    items.length ? element('ol', null, ...items) : element('p', { class: 'empty' }, 'no traffic matches now'));
}

function otherFlows(title, names) {
  const links = names.slice(0, 100).map(name => [', ', element('a', { href: `${root}activeflows/ALL/${encodeURIComponent(name)}/json` }, name)]);
  const more = names.length > links.length ? ` and ${whole.format(names.length - links.length)} more` : '';
  return element('p', { class: 'flow empty', ...names.length ? {} : { hidden: '' } }, `${title}: `, ...links.flat().slice(1), more);
}

function offerFlow(place) {
  if (place.dataset.offered) {
    return;
  }
  place.dataset.offered = 'yes';
  const body = '{"keys":"ipsource,ipdestination","value":"bytes"}';
  const command = element('pre', { class: 'short', tabindex: '0' }, `curl -X PUT --data "{keys:'ipsource,ipdestination',value:'bytes'}" ${new URL(root, location.href).href}flow/top-talkers/json`);
  const parts = [element('p', { class: 'empty' }, 'No flow is defined. A flow says what is measured: keys, a value, a filter. Try who talks to whom:'), command];
  if (!status?.readOnly) {
    const button = element('button', { type: 'button' }, 'Show top talkers');
    button.addEventListener('click', async () => {
      button.disabled = true;
      await fetch(root + 'flow/top-talkers/json', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body });
      delete place.dataset.offered;
      await attempt(showFlows);
    });
    parts.push(element('p', null, button));
  }
  put(place, ...parts);
}

async function showEvents() {
  const events = await ask('events/json?maxEvents=25');
  const place = byId('events');
  if (events.length === 0) {
    put(place, element('p', { class: 'empty' }, 'No threshold has been crossed. Set one with PUT threshold/{name}/json, or install an app.'));
    return;
  }
  put(place, table('Last events', [['Time', 'nowrap'], ['Threshold', 'key short'], ['Flow', 'key'], ['Value', 'num nowrap'], ['Where', 'nowrap']],
    events.map(event => [
      when(event.timestamp),
      event.thresholdID,
      element('span', { title: definitions[event.metric]?.keys ?? '' }, breakable(event.flowKey ?? '')),
      element('span', null, eventValue(event, event.value), element('small', null, `threshold ${definitions[event.metric] ? eventValue(event, event.threshold) : si(event.threshold, '')}`)),
      event.dataSource === '0' ? event.agent : `${event.agent} > ${event.dataSource}`,
    ])));
}

// A flow has a unit; a counter's metric is named where the threshold's own name does not say it.
function eventValue(event, value) {
  const definition = definitions[event.metric];
  return definition ? flowValue(definition, value) : si(value, event.metric === event.thresholdID ? '' : event.metric);
}

async function showScripts() {
  const [apps, scripts] = await Promise.all([ask('app/json'), ask('api/v1/scripts/json')]);
  const place = byId('scripts');
  if (apps.length + scripts.length === 0) {
    put(place, element('p', { class: 'empty' },
      'None yet. Copy an app into the folder ', element('code', null, 'app/'), ' or name a script with ', element('code', null, '-Dscript.file=FILE'), '.'));
    return;
  }
  const rows = scripts.map(script => {
    const state = script.error ? 'bad' : script.state === 'running' ? 'good' : 'warn';
    const app = apps.find(candidate => candidate.name === script.app);
    const name = app?.html ? element('a', { href: root + app.html }, script.app) : script.app ?? 'script.file';
    return [name, script.name, element('span', { class: state }, script.error ? `${script.state}: ${script.error}` : script.state)];
  });
  for (const app of apps.filter(candidate => !scripts.some(script => script.app === candidate.name))) {
    rows.push([app.html ? element('a', { href: root + app.html }, app.name) : app.name, 'pages only', '']);
  }
  put(place, table('Apps and scripts', [['App', 'nowrap'], ['Script', 'nowrap'], ['State', 'key']], rows));
}

async function showBgp() {
  const on = status?.listeners.some(listener => listener.purpose === 'BGP') ?? false;
  byId('bgp-card').hidden = !on;
  if (!on) {
    return;
  }
  const neighbors = Object.entries(await ask('bgp/json'));
  const place = byId('bgp');
  if (neighbors.length === 0) {
    put(place, element('p', { class: 'empty' }, 'No script has named a neighbour (bgpAddNeighbor), so every connection is refused.'));
    return;
  }
  const used = (count, cap, over) => element('span', { class: over ? 'warn' : '' }, `${whole.format(count)} of ${whole.format(cap)}`);
  put(place, table('BGP neighbours', [
    ['Router', 'nowrap'], ['Session', 'nowrap'], ['AS', 'num'], ['Up', 'num nowrap'], ['Routes', 'num nowrap'], ['Flow specifications', 'num nowrap'],
    ['Prefixes learned', 'num'], ['Last error', 'key'],
  ], neighbors.map(([router, neighbor]) => [
    element('a', { href: `${root}bgp/${encodeURIComponent(router)}/routes/json` }, router),
    element('span', { class: neighbor.state === 'established' ? 'good' : 'warn' }, neighbor.state),
    neighbor.peerAs ?? '',
    neighbor.establishedAt ? duration(Date.now() - neighbor.establishedAt) : '',
    used(neighbor.routes, neighbor.maxRoutes, neighbor.nearCap),
    used(neighbor.flows, neighbor.maxFlows, neighbor.nearCap),
    whole.format(neighbor.prefixes4 + neighbor.prefixes6),
    neighbor.lastError ?? (neighbor.state === 'established' ? '' : neverHeard(router)),
  ])));
}

function neverHeard(router) {
  const ports = status.listeners.filter(listener => listener.purpose === 'BGP').map(listener => listener.port);
  return `has not called: it dials TCP port ${[...new Set(ports)].join(', ')} here, or set weir.bgp.dial.${router}`;
}

const sinkStates = {
  idle: 'up to date', sending: 'sending', retrying: 'trying again', open: 'does not answer', halfOpen: 'trying again', misconfigured: 'must be mended',
};

// Shown where events are kept at all; a server that keeps none is asked once.
async function showSinks() {
  if (delivers === false) {
    return;
  }
  const response = await fetch(root + 'api/v1/sinks', { signal: AbortSignal.timeout(8000) });
  delivers = response.status !== 404;
  byId('sinks-card').hidden = !delivers;
  if (!response.ok) {
    return;
  }
  const { sinks, problems } = await response.json();
  const { first, last } = await ask('api/v1/events?limit=0');
  setText('events-kept', last === 0 ? 'no event yet' : `${whole.format(last - first + 1)} events kept`);
  const wrong = problems.map(problem => element('p', { class: 'bad' }, problem));
  if (sinks.length === 0) {
    put(byId('sinks'), ...wrong, element('p', { class: 'empty' }, 'Events are kept here and go nowhere yet. To send them to Loki, for example: ',
      element('code', null, '-Dweir.loki.url=http://HOST:3100'), '. ', element('a', { href: `${root}api/v1/events` }, 'Look at them')));
    return;
  }
  put(byId('sinks'), ...wrong, table('Sinks', [
    ['Sink', 'nowrap'], ['State', 'nowrap'], ['Waiting', 'num nowrap'], ['Sent', 'num nowrap'], ['Given up', 'num nowrap'], ['Last sent', 'nowrap'], ['Last error', 'key'],
  ], sinks.map(sink => [
    element('a', { href: `${root}api/v1/sinks/${encodeURIComponent(sink.name)}` }, sink.name),
    element('span', { class: sink.healthy ? 'good' : 'bad' }, sinkStates[sink.state] ?? sink.state),
    whole.format(sink.waiting),
    whole.format(sink.counters.sent ?? 0),
    givenUp(sink),
    sink.lastSuccessAt ? when(sink.lastSuccessAt) : '',
    sink.lastError ? `${when(sink.lastErrorAt)}: ${sink.lastError}` : '',
  ])));
}

function givenUp(sink) {
  const count = (sink.counters.givenUp ?? 0) + (sink.counters.lost ?? 0);
  return count === 0 ? '0' : element('a', { class: 'bad', href: `${root}api/v1/sinks/${encodeURIComponent(sink.name)}/deadletters` }, whole.format(count));
}

async function showStatus() {
  status = await ask('api/v1/status/json');
  setText('version', `version ${status.version}`);
  const items = status.listeners.map(listener => element('li', null,
    element('strong', null, listener.purpose), ` ${listener.protocol === 'file' ? listener.address : `${listener.protocol.toUpperCase()} port ${listener.port} of ${['::', '0.0.0.0', '[::]'].includes(listener.address) ? 'every address' : listener.address}`}`));
  const missing = status.notReady.map(reason => element('li', { class: 'bad' }, reason));
  put(byId('ports'), element('ul', { class: 'plain' }, ...items, ...missing));
  const sflow = status.listeners.find(listener => listener.purpose === 'sFlow');
  const here = ['localhost', '127.0.0.1', '[::1]', ''].includes(location.hostname);
  const address = here ? status.addresses[0] ?? '127.0.0.1' : location.hostname.replace(/^\[|\]$/g, '');
  const port = sflow?.port ?? 6343;
  const target = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  setText('sflow-listener', sflow ? `on UDP port ${port}` : 'on UDP port 6343 (not open in this run)');
  setText('cmd-hsflowd', `sflow {\n  sampling = 400\n  polling = 20\n  collector { ip=${address} udpport=${port} }\n  pcap { dev=eth0 }\n}`);
  setText('cmd-ovs', `ovs-vsctl -- --id=@s create sflow \\\n  agent=eth0 target=\\"${target}\\" \\\n  sampling=64 polling=20 header=128 \\\n  -- set bridge br0 sflow=@s`);
  setText('cmd-replay', './run replay FILE.pcap');
  setText('address-note', status.addresses.length > 1 ? `Addresses of this host: ${status.addresses.join(', ')}.` : '');
}

async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}

async function refresh() {
  if (document.hidden) {
    return;
  }
  const reached = await attempt(async () => showTotals(await ask('analyzer/json')));
  if (!reached) {
    if (last) {
      answeredAt = new Date().toISOString();
    }
    setState('bad', `no answer from the server${answeredAt ? `, what stands here is of ${when(answeredAt)}` : ''}`);
    document.body.classList.add('stale');
    last = null;
    return;
  }
  document.body.classList.remove('stale');
  const work = [attempt(async () => showAgents(await ask('agents/json')))];
  if (round % 10 === 0) {
    work.push(attempt(showStatus));
  }
  if (round % 5 === 0) {
    work.push(attempt(showScripts));
  }
  await Promise.all(work);
  await Promise.all([attempt(showFlows), attempt(showEvents), attempt(showBgp), attempt(showSinks)]);
  round++;
}

async function run() {
  await refresh();
  setTimeout(run, 1000);
}

byId('start-details').querySelector('summary').addEventListener('click', () => { startChosen = true; });
document.querySelector('nav a[href="#start"]').addEventListener('click', () => {
  startChosen = true;
  byId('start-details').open = true;
});
run();
