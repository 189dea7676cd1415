// author: Weir
// version: 1.0
// description: Tells bench/first-light when a threshold event reached the handler
var url = 'http://127.0.0.1:' + getSystemProperty('bench.port') + '/';

setFlow('bench_latency', {keys: 'ipdestination', value: 'bytes', t: 2});
setThreshold('bench_latency', {metric: 'bench_latency', value: 1000000, byFlow: true, timeout: 600});
setEventHandler(function(evt) {
  // Both clocks are this machine's: milliseconds since the epoch with a fraction.
  var now = performance.timeOrigin + performance.now();
  httpAsync({
    url: url,
    operation: 'POST',
    headers: {'Content-Type': 'text/plain'},
    body: evt.flowKey + ' ' + now,
    success: function(response) {},
    error: function(error) { logWarning('bench receiver: ' + error); }
  });
}, ['bench_latency']);
