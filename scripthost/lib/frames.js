'use strict';
// Frames between the engine and a script: 4-byte big-endian length of what follows, one type byte, payload (UTF-8).
// The engine's half is src/Weir.Scripting/Hosting/FrameReader.cs; README.md lists the types.

const HEADER = 5;

/** Makes one frame. The returned buffer is only valid until the next call when it fits the scratch buffer. */
class FrameWriter {
  constructor() {
    this.scratch = Buffer.allocUnsafe(64 * 1024);
  }

  make(type, text) {
    // UTF-8 needs at most three bytes for one UTF-16 unit, so this test needs no second pass over the text.
    const fits = text.length * 3 + HEADER <= this.scratch.length;
    const buffer = fits ? this.scratch : Buffer.allocUnsafe(Buffer.byteLength(text) + HEADER);
    const length = buffer.write(text, HEADER, 'utf8');
    buffer.writeUInt32BE(length + 1, 0);
    buffer[4] = type.charCodeAt(0);
    return buffer.subarray(0, HEADER + length);
  }
}

/** Cuts a byte stream that arrives in chunks of any size into frames. */
class FrameReader {
  constructor(onFrame) {
    this.onFrame = onFrame;
    this.parts = [];
    this.size = 0;
  }

  push(chunk) {
    this.parts.push(chunk);
    this.size += chunk.length;
    if (this.size < this.needed()) {
      return;
    }

    let all = this.parts.length === 1 ? chunk : Buffer.concat(this.parts, this.size);
    while (all.length >= HEADER && all.length >= 4 + all.readUInt32BE(0)) {
      const end = 4 + all.readUInt32BE(0);
      this.onFrame(String.fromCharCode(all[4]), all.toString('utf8', HEADER, end));
      all = all.subarray(end);
    }

    this.parts = all.length > 0 ? [all] : [];
    this.size = all.length;
  }

  // Bytes that must be there before cutting is worth while; keeps a 50 MB frame from being copied once per chunk.
  needed() {
    const first = this.parts[0];
    return first.length >= 4 ? 4 + first.readUInt32BE(0) : HEADER;
  }
}

module.exports = { FrameWriter, FrameReader, HEADER };
