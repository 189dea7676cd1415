'use strict';
// HTTP as scripts see it: what setHttpHandler's function gets, and what its result or exception becomes.

const STATUS = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  internal_server_error: 500,
  service_unavailable: 503,
};

const TYPES = {
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The request object of a handler: the body is parsed when it is JSON, error says why it could not be. */
function readRequest({ method, path, format, query, url, headers, type, body }) {
  const request = { method, path, format, query, url, headers, body: undefined, error: undefined };
  if (body === undefined || body === null || body === '') {
    return request;
  }

  const declared = /json/i.test(type ?? '');
  try {
    request.body = JSON.parse(body);
  } catch (e) {
    // Clients such as curl name a form type whatever they send, so only declared or nameless JSON has to parse.
    if (declared || !type) {
      request.error = e.message;
    } else {
      request.body = body;
    }
  }

  return request;
}

function respond(value, format) {
  if (value === undefined || value === null) {
    return { status: 204, type: '', body: '' };
  }

  if (format === 'json' || !isText(value)) {
    // Scripts from before 2015 return JSON.stringify(object): its text is the answer they mean.
    const body = holdsStructure(value) ? String(value) : JSON.stringify(value) ?? 'null';
    return { status: 200, type: TYPES.json, body };
  }

  return { status: 200, type: TYPES[format] ?? TYPES.txt, body: String(value) };
}

function isText(value) {
  return typeof value !== 'object' || value instanceof String;
}

function holdsStructure(value) {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) {
    return false;
  }

  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

respond.nobody = () => {
  throw 'not_found';
};

respond.error = (error) => {
  const status = typeof error === 'string' || error instanceof String ? STATUS[error] : undefined;
  const message = status ? String(error) : 'internal_server_error';
  return {
    status: status ?? 500,
    type: TYPES.txt,
    body: message,
    expected: status !== undefined && status !== 500,
  };
};

module.exports = { respond, readRequest };
