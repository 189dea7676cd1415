// author: The Weir authors
// version: 1.0
// date: 2026-01-01
// description: posts every ICMP unreachable message to a log service such as Loggly
// copyright: Apache-2.0

// Routers answer scanners and misconfigured hosts with ICMP unreachable messages. Each new one is posted as JSON.
// Start with -Dicmp-unreachable.url=https://logs-01.loggly.com/inputs/TOKEN/tag/http/
var url = getSystemProperty('icmp-unreachable.url');

// Exactly one of these keys is defined for a message, so every message matches exactly one of the flows.
var kinds = ['icmpunreachablenet', 'icmpunreachablehost', 'icmpunreachableprotocol', 'icmpunreachableport'];

kinds.forEach(function (kind) {
  setFlow(kind, {
    keys: ['macsource', 'ipsource', 'macdestination', 'ipdestination', kind],
    value: 'frames',
    log: true,       // records for the handler below
    flowStart: true  // at the first sample, not at the end of the flow
  });
});

var posted = 0;
var failed = 0;

setFlowHandler(function (record) {
  var [sourceMac, source, destinationMac, destination, what] = record.flowKeys.split(',');
  var message = {
    flow_type: record.name,
    src_mac: sourceMac,
    src_ip: source,
    dst_mac: destinationMac,
    dst_ip: destination,
    unreachable: what
  };
  if (!url) {
    logInfo(JSON.stringify(message));
    return;
  }

  // Asynchronous: the next record does not wait for the service.
  httpAsync({
    url: url,
    operation: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(message),
    success: function () { posted++; },
    error: function (e) {
      failed++;
      logWarning('icmp-unreachable: ' + e);
    }
  });
}, kinds);

// GET /app/icmp-unreachable/scripts/icmp-unreachable.js/json
setHttpHandler(function () {
  return { posted: posted, failed: failed };
});
