// author: The Weir authors
// version: 1.0
// date: 2026-01-01
// description: who talks to whom, the smallest useful app
// copyright: Apache-2.0

// One flow definition: bytes per second for each pair of addresses.
setFlow('hello', {
  keys: 'ipsource,ipdestination',
  value: 'bytes',
  t: getSystemProperty('hello.t') || 2
});

// GET /app/hello/scripts/hello.js/top/json?n=5
setHttpHandler(function (req) {
  if (!req.path || req.path[0] !== 'top') {
    throw 'not_found';
  }

  var n = req.query.n ? parseInt(req.query.n[0]) : 10;
  if (!(n > 0)) {
    throw 'bad_request';
  }

  return activeFlows('ALL', 'hello', n, 0, 'sum').map(function (flow) {
    var [source, destination] = flow.key.split(',');
    return { source: source, destination: destination, bitsPerSecond: Math.round(8 * flow.value) };
  });
});
