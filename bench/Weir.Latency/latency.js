// description: reports when its event handler was called, through http() to the benchmark's receiver
var hrtime = require('process').hrtime;
var url = getSystemProperty('latency.url');
setFlow('latency', {keys: 'ipdestination', value: 'frames', t: 2});
setThreshold('latency', {metric: 'latency', value: 1000, byFlow: true, timeout: 60});
setEventHandler(function(evt) {
  var handled = hrtime.bigint().toString();
  http(url, 'post', 'application/json', JSON.stringify({key: evt.flowKey, handled: handled}));
}, ['latency']);
