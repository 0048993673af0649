'use strict';
// Ends the process with one sentence on a Node that cannot run the gateway. It must remain readable for old ones.

/** The `engines` of package.json. */
var needed = [24, 12];

var version = process.versions.node.split('.').map(Number);
var isTooOld = version[0] < needed[0] || (version[0] === needed[0] && version[1] < needed[1]);

if (isTooOld) {
  var command = ['node'].concat(process.argv.slice(1)).join(' ');
  process.stderr.write(
    'asin-gateway needs Node ' +
      needed.join('.') +
      ' or later, and this is Node ' +
      process.versions.node +
      ': install ' +
      'a newer one from https://nodejs.org, or run this command with one that npx fetches: npx --package=node@24 -- ' +
      command +
      '\n',
  );
  process.exit(1);
}
