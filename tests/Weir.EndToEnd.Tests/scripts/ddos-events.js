// author: Weir
// version: 1.0
// description: Detects UDP amplification and exports an event to Loki and syslog, in the shape of a DDoS app with Loki export
var lokiHost = getSystemProperty('ddos_protect.loki.host');
var lokiPort = getSystemProperty('ddos_protect.loki.port') || '3100';
var lokiPush = getSystemProperty('ddos_protect.loki.push') || '/loki/api/v1/push';
var syslogHosts = getSystemProperty('ddos_protect.syslog.host');
var syslogPort = getSystemProperty('ddos_protect.syslog.port') || '514';
var facility = getSystemProperty('ddos_protect.syslog.facility') || '16';
var severity = getSystemProperty('ddos_protect.syslog.severity') || '5';
var threshold = getSystemProperty('ddos_protect.udp_amplification.threshold') || '10000';

function sendEvent(action, attack, target, group, protocol) {
  if (lokiHost) {
    // No var on purpose: published scripts rely on sloppy mode.
    lokiEvent = {
      streams: [{
        stream: {service_name: 'ddos-protect'},
        values: [[
          Date.now() + '000000',
          [action, attack, target, group, protocol].join(' '),
          {
            detected_level: action === 'release' ? 'INFO' : 'WARN',
            action: action, attack: attack, ip: target, group: group, protocol: protocol
          }
        ]]
      }]
    };
    httpAsync({
      url: 'http://' + lokiHost + ':' + lokiPort + lokiPush,
      headers: {'Content-Type': 'application/json'},
      operation: 'POST',
      body: JSON.stringify(lokiEvent),
      success: function(response) {
        if (200 != response.status) logWarning('Loki status ' + response.status);
      },
      error: function(error) {
        logWarning('Loki error ' + error + ' (' + error.status + ')');
      }
    });
  }
  if (syslogHosts) {
    syslogHosts.split(',').forEach(function(host) {
      try {
        syslog(host, syslogPort, facility, severity, {
          app: 'ddos-protect', action: action, attack: attack, ip: target, group: group, protocol: protocol
        });
      } catch (e) {
        logWarning('syslog ' + host + ': ' + e);
      }
    });
  }
}

setGroups('ddos_protect', {
  external: ['0.0.0.0/0', '::/0'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  local: ['192.0.2.0/24']
});

var name = 'ddos_protect_udp_amplification';
setFlow(name, {
  keys: 'ipdestination,group:ipdestination:ddos_protect,udpsourceport',
  value: 'frames',
  values: 'count:ipsource,avg:ipbytes',
  filter: 'ipprotocol=17&first:stack:.:ip:ip6=ip&group:ipsource:ddos_protect=external&group:ipdestination:ddos_protect!=external,private,multicast,exclude',
  aggMode: 'AGENT',
  t: '2'
});
setThreshold(name, {metric: name, value: threshold, byFlow: true, timeout: '2'});

var controls = {};
setEventHandler(function(evt) {
  var [target, group, protocol] = evt.flowKey.split(',');
  if (controls[evt.flowKey]) return;
  controls[evt.flowKey] = evt;
  sendEvent('filter', 'udp_amplification', target, group, protocol);
}, [name]);

setIntervalHandler(function(now) {
  for (key in controls) {
    var evt = controls[key];
    if (!thresholdTriggered(evt.thresholdID, evt.agent, evt.dataSource + '.' + evt.metric, evt.flowKey)) {
      var [target, group, protocol] = key.split(',');
      delete controls[key];
      sendEvent('release', 'udp_amplification', target, group, protocol);
    }
  }
}, 1);
