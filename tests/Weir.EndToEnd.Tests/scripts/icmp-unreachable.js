// author: Weir
// version: 1.0
// description: Posts one event per new ICMP unreachable flow to an HTTPS log service
var token = getSystemProperty('test.token');
var url = getSystemProperty('test.url') + '/inputs/' + token + '/tag/http/';

var keys = ['icmpunreachablenet', 'icmpunreachablehost', 'icmpunreachableprotocol', 'icmpunreachableport'];
for (var i = 0; i < keys.length; i++) {
  setFlow(keys[i], {
    keys: 'macsource,ipsource,macdestination,ipdestination,' + keys[i],
    value: 'frames',
    log: true,
    flowStart: true
  });
}

setFlowHandler(function(rec) {
  var parts = rec.flowKeys.split(',');
  var msg = {
    flow_type: rec.name,
    src_mac: parts[0],
    src_ip: parts[1],
    dst_mac: parts[2],
    dst_ip: parts[3],
    unreachable: parts[4]
  };
  try {
    http(url, 'post', 'application/json', JSON.stringify(msg));
  } catch (e) {
    logWarning(e);
  }
}, keys);
