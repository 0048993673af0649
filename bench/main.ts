import { parseArgs } from 'node:util';

/** `npm run bench -- [name…] [--quick]`: each benchmark compares the gateway with its peers in the same run. */
const benches: Readonly<Record<string, (quick: boolean) => Promise<void>>> = {
  hot: async (quick) => await (await import('./hot.ts')).benchHot(quick),
  start: async (quick) => await (await import('./start.ts')).benchStart(quick),
  packing: async (quick) => await (await import('./packing.ts')).benchPacking(quick),
  list: async (quick) => await (await import('./list.ts')).benchList(quick),
  fleet: async (quick) => await (await import('./fleet.ts')).benchFleet(quick),
  cache: async (quick) => await (await import('./cache.ts')).benchCache(quick),
  'fleet-simulation': async (quick) => await (await import('./fleet-simulation.ts')).benchFleetSimulation(quick),
  pages: async () => await (await import('./pages.ts')).benchPages(),
};

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark named ${unknown.join(', ')}. Choose from ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 1;
} else {
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) await benches[name]?.(values.quick);
}
