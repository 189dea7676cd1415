// author: Weir
// version: 1.0
// description: The fourteen flows and thresholds of DDoS protection, for bench/compare; says when a threshold is crossed
var threshold = Number(getSystemProperty('bench.threshold') || '1000000');
var groups = {
  external: ['0.0.0.0/0', '::/0'],
  'private': ['172.16.0.0/12', '169.254.0.0/16', 'fc00::/7'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  local: ['192.168.0.0/16', '198.18.0.0/15']
};
setGroups('ddos_protect', groups);

function define(v6) {
  var ip = v6 ? 'ip6' : 'ip', six = v6 ? '6' : '', protocol = v6 ? 'ip6nexthdr' : 'ipprotocol';
  var keys = ip + 'destination,group:' + ip + 'destination:ddos_protect,';
  var filter = 'first:stack:.:ip:ip6=' + ip + '&group:' + ip + 'source:ddos_protect=external' +
    '&group:' + ip + 'destination:ddos_protect!=external,private,multicast,exclude';
  var fragments = v6 ? '(ip6fragm=yes|range:ip6fragoffset:1=true)' : '(ipflags=001|range:ipfragoffset:1=true)';
  var flows = {
    ip_flood: [protocol, ''],
    ip_fragmentation: [protocol, '&' + fragments],
    icmp_flood: ['icmp' + six + 'type', '&' + protocol + '=' + (v6 ? '58' : '1')],
    udp_flood: ['udpdestinationport', '&' + protocol + '=17'],
    udp_amplification: ['udpsourceport', '&' + protocol + '=17'],
    tcp_flood: ['tcpdestinationport', '&' + protocol + '=6'],
    tcp_amplification: ['tcpsourceport', '&' + protocol + '=6&tcpflags~....1..1.']
  };
  Object.keys(flows).forEach(function(name) {
    var id = name + (v6 ? '6' : '');
    setFlow(id, {
      keys: keys + flows[name][0], value: 'frames', filter: filter + flows[name][1], t: 2, aggMode: 'AGENT',
      values: ['count:' + ip + 'source', 'avg:' + ip + 'bytes']
    });
    setThreshold(id, {metric: id, value: threshold, byFlow: true, timeout: 60});
  });
}

define(false);
define(true);
setEventHandler(function(evt) {
  // Milliseconds since the epoch by this machine's clock, as the peers' notify scripts say it.
  logWarning('ALERT ' + evt.flowKey.split(',')[0] + ' ' + (performance.timeOrigin + performance.now()).toFixed(1) + ' ' + evt.metric);
});
