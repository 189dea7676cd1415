// author: The Weir authors
// version: 1.0
// date: 2026-01-01
// description: tells when a UDP port carries more packets than allowed
// copyright: Apache-2.0

// The limit survives restarts; null at first, so the default applies.
var limit = storeGet('limit') || 10000;
var last = [];

function apply() {
  // Setting the same names again replaces them.
  setFlow('top_udp_ports', { keys: 'udpdestinationport', value: 'frames', n: 10, t: 2 });
  setThreshold('top_udp_ports', { metric: 'top_udp_ports', value: limit, byFlow: true, timeout: 10 });
}

setEventHandler(function (event) {
  last.push({ time: event.timestamp, port: event.flowKey, value: Math.round(event.value), agent: event.agent });
  last = last.slice(-100);
  logInfo('UDP port ' + event.flowKey + ' carries ' + formatNumber(event.value, '#,##0') + ' packets/s at ' + event.agent);
}, ['top_udp_ports']);

// GET .../events/json, GET and PUT .../limit/json
setHttpHandler(function (req) {
  switch (req.path[0]) {
    case 'events':
      return last;
    case 'limit':
      if (req.method === 'PUT' || req.method === 'POST') {
        if (req.error || !(Number(req.body) > 0)) {
          throw 'bad_request';
        }

        limit = Number(req.body);
        storeSet('limit', limit);
        apply();
      }

      return limit;
    default:
      throw 'not_found';
  }
});

apply();
