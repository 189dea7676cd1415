'use strict';
// Says where in the user's files an error comes from.

const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^()]*):(\d+):\d+\)?$/;

/**
 * @param {*} error anything that was thrown
 * @param {string} hostDir frames of files below it are the host's own
 * @returns {{message: string, file?: string, line?: number}}
 */
function placeOf(error, hostDir) {
  if (error === null || typeof error !== 'object' || typeof error.stack !== 'string') {
    return { message: text(error) };
  }

  const message = text(error);
  const lines = error.stack.split('\n');
  const syntax = error instanceof SyntaxError && /^(\/.*):(\d+)$/.exec(lines[0]);
  if (syntax) {
    return { message, file: syntax[1], line: Number(syntax[2]) };
  }

  for (const line of lines) {
    const frame = FRAME.exec(line);
    if (frame && !frame[1].includes(hostDir)) {
      return { message, file: frame[1].replace(/^file:\/\//, ''), line: Number(frame[2]) };
    }
  }

  return { message };
}

function text(error) {
  try {
    return String(error);
  } catch {
    return 'something that has no text';
  }
}

function describe(error, hostDir) {
  const { message, file, line } = placeOf(error, hostDir);
  return file ? `${file}:${line}: ${message}` : message;
}

module.exports = { placeOf, describe };
