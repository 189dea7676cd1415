'use strict';
// http(), http2() and httpAsync(). The engine does the transfers: one place for TLS, certificates, limits and proxies.

const { text } = require('./coerce');

// httpAsync calls without an answer yet. The engine refuses those it cannot queue; far beyond that, it need not be asked:
// its answers would not all find room on their way back.
const MAX_ASYNC = 4096;

function httpFunctions(channel, dispatcher) {
  let last = 0;
  return {
    http(...args) {
      return channel.callBlocking('http', [legacyRequest(args)]);
    },
    http2(request) {
      return channel.callBlocking('http2', [readRequest('http2', request)]);
    },
    httpAsync(request) {
      const wanted = readRequest('httpAsync', request);
      for (const name of ['success', 'error']) {
        if (request[name] !== undefined && request[name] !== null && typeof request[name] !== 'function') {
          throw new TypeError(`httpAsync: ${name} is not a function`);
        }
      }

      const id = ++last;
      dispatcher.answers.set(id, { success: request.success, error: request.error });
      if (dispatcher.answers.size > MAX_ASYNC) {
        const message = `${wanted.operation} ${wanted.url}: too many requests are waiting`;
        setImmediate(() => dispatcher.answer({ id, ok: false, response: { status: 0, url: wanted.url, headers: {}, body: '', message } }));
        return;
      }

      channel.notify('httpAsync', id, wanted);
    },
  };
}

// http(url), http(url,'get'[,user,password[,accept]]), http(url,'put'|'post'|'delete',type,content[,user,password[,accept]]);
// some scripts give an object of headers where the user belongs.
function legacyRequest([url, operation, ...rest]) {
  const method = (text(operation) ?? 'GET').toUpperCase();
  const bare = method === 'GET' || method === 'HEAD';
  const [type, content] = bare ? [null, null] : rest;
  const [user, password, accept] = bare ? rest : rest.slice(2);
  const request = readRequest('http', { url, operation: method, body: content });
  if (text(type) !== null) {
    request.headers['Content-Type'] = text(type);
  }

  if (user !== null && typeof user === 'object') {
    Object.assign(request.headers, headersOf(user));
  } else {
    request.user = text(user);
    request.password = text(password);
  }

  if (text(accept) !== null) {
    request.headers.Accept = text(accept);
  }

  return request;
}

function readRequest(name, given) {
  if (given === null || typeof given !== 'object') {
    throw new TypeError(`${name}: a request object is needed`);
  }

  const url = text(given.url);
  if (!url || !(url.startsWith('/') || /^https?:\/\/[^/]/i.test(url))) {
    throw new TypeError(`${name}: '${url ?? ''}' is not an http or https URL`);
  }

  return {
    url,
    operation: (text(given.operation) ?? 'GET').toUpperCase(),
    headers: headersOf(given.headers),
    body: bodyOf(given.body),
    user: text(given.user),
    password: text(given.password),
  };
}

function headersOf(given) {
  const headers = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value !== null && value !== undefined) {
      headers[name] = String(value);
    }
  }

  return headers;
}

function bodyOf(body) {
  if (body === undefined || body === null) {
    return null;
  }

  return typeof body === 'object' && !(body instanceof String) ? JSON.stringify(body) : String(body);
}

module.exports = { httpFunctions };
