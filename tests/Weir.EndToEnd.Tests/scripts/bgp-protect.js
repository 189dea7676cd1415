// author: Weir
// version: 1.0
// description: Puts routes and flow specifications at a router as a DDoS app does: on demand, and again whenever the session opens
var router = getSystemProperty('test.router');
var router6 = getSystemProperty('test.router6');
var agent = getSystemProperty('test.agent');
var multipath = getSystemProperty('test.multipath') === 'yes';
var controls = {};
var opened = 0;
var closed = 0;

// What each attack is matched by; the value is the last part of its flow key.
var matches = {
  ip_flood: function(v) { return {protocol: '=' + v}; },
  ip_fragmentation: function(v) { return {protocol: '=' + v, fragment: '=I'}; },
  icmp_flood: function(v, isV6) { return {protocol: isV6 ? '=58' : '=1', 'icmp-type': '=' + v}; },
  udp_flood: function(v) { return {protocol: '=17', 'destination-port': '=' + v}; },
  udp_amplification: function(v) { return {protocol: '=17', 'source-port': '=' + v}; },
  tcp_flood: function(v) { return {protocol: '=6', 'destination-port': '=' + v}; },
  tcp_amplification: function(v) { return {protocol: '=6', 'tcp-flags': '=SA', 'source-port': '=' + v}; }
};

function announce(c) {
  c.sent = c.route ? bgpAddRoute(router, c.route) : bgpAddFlow(router, c.flowspec);
  return c.sent;
}

function withdraw(c) {
  return c.route ? bgpRemoveRoute(router, c.route.prefix) : bgpRemoveFlow(router, c.flowspec);
}

function control(body) {
  var isV6 = body.target.indexOf(':') >= 0;
  if (body.action === 'drop') {
    return {route: {prefix: body.target, nexthop: isV6 ? '100::1' : '192.0.2.1', communities: '65535:666', localpref: '100'}};
  }
  var match = matches[body.attack](body.value, isV6);
  match.version = isV6 ? '6' : '4';
  match.destination = body.target;
  return {flowspec: {match: match, then: body.then || {'traffic-rate': '0'}}};
}

function join(flowspec) {
  return bgpAddNeighbor(router, '65000', '0.6.6.6', {ipv6: true, flowspec: flowspec, flowspec6: true, multipath: multipath},
    function(r) { opened += r === router ? 1 : 100; for each (var c in controls) announce(c); },
    function(r) { closed += r === router ? 1 : 100; for each (var c in controls) c.sent = false; });
}

(getSystemProperty('test.initial') || '').split(',').forEach(function(target) {
  if (target) controls[target] = control({action: 'drop', target: target});
});
join(true);

if (agent) {
  if (router6) bgpAddNeighbor(router6, '65000', '0.6.6.6', {ipv6: true});
  bgpAddSource(agent, router6 ? {router: router, router6: router6} : router, 5, 'bytes');
  setFlow('as', {keys: 'bgpsourceas,bgpdestinationas,bgpdestinationaspath,eq:bgpsourceas:bgpas,eq:bgpdestinationas:bgpas', value: 'frames'});
  setFlow('hop', {keys: 'macdestination,bgpnexthop', value: 'frames'});
}

setHttpHandler(function(request) {
  var id = request.body ? request.body.target : null;
  switch (request.path[0]) {
    case 'add':
      controls[id] = control(request.body);
      return {sent: announce(controls[id])};
    case 'remove':
      var gone = controls[id];
      delete controls[id];
      return {removed: withdraw(gone)};
    case 'join':
      return {joined: join(request.body.flowspec)};
    case 'top':
      return bgpTopPrefixes(router, 10);
    case 'ingress':
      return bgpTopPrefixes(router, 10, 0, 'ingress', true);
    case 'top6':
      return bgpTopPrefixes6(router6, 10);
    case 'ingress6':
      return bgpTopPrefixes6(router6, 10, 0, 'ingress', true, 1, true);
    case 'nexthops':
      return {set: bgpSetNextHops(request.body)};
    case 'back':
      return {sent: bgpAddRoute(router, bgpTopPrefixes(router, 10).topPrefixes[0])};
    default:
      return {opened: opened, closed: closed, routes: bgpRouteCount(router), flows: bgpFlowCount(router)};
  }
});
