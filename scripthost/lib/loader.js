'use strict';
// Evaluates the script and what it includes, all in the one global scope.

const fs = require('fs');
const path = require('path');
const vm = require('vm');
const { rewrite } = require('./source-pass');

class Loader {
  constructor(settings, channel) {
    this.settings = settings;
    this.channel = channel;
    this.directory = path.dirname(settings.script);
  }

  run(file) {
    const source = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    const options = { filename: file };
    const loader = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    if (loader) {
      options.importModuleDynamically = loader; // import() of ES modules works where Node has it
    }

    return new vm.Script(rewrite(source), options).runInThisContext({ displayErrors: true });
  }

  /** include(): relative names are looked for where the engine was started, in its home and next to the script. */
  include(name) {
    const wanted = String(name);
    const places = [this.settings.cwd, this.settings.home, this.directory].filter(Boolean);
    const found = places.map((base) => path.resolve(base, wanted)).find((file) => fs.existsSync(file));
    if (found) {
      return this.run(found);
    }

    if (/^extras\//.test(wanted)) {
      // Helpers that shipped with old engines (JSON support and the like) are part of the language today.
      this.channel.notify('log', 'fine', `include('${wanted}'): not needed any more, skipped`);
      return undefined;
    }

    throw new Error(`include: there is no file ${wanted} in ${places.join(', ')}`);
  }
}

module.exports = { Loader };
