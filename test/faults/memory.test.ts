import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { pageLimits } from '../../src/source/scraping/client.ts';
import { apiLimits } from '../../src/upstream/upstream.ts';
import { asinNumber } from '../support/asins.ts';
import { startDistantUpstream } from './distant-upstream.ts';
import { creatorsApi, paApi, spApi, store } from './stand-ins.ts';
import { skippingClock, watchGateway } from './watched-gateway.ts';

/** Looking at memory takes its time, which is not what is tested here. */
const patience = { REQUEST_DEADLINE_MS: '15000' };
const mebibyte = 1024 * 1024;
/** What is under way in sockets and decoders beside a body. */
const underWay = 3 * mebibyte;

test.each([
  { what: 'an answer of the Creators API', standIn: creatorsApi, where: /^\/catalog\//, limit: apiLimits.maxBodyBytes },
  { what: 'a Creators API token', standIn: creatorsApi, where: /^\/auth\//, limit: apiLimits.maxBodyBytes },
  { what: 'an answer of PA-API', standIn: paApi, where: /./, limit: apiLimits.maxBodyBytes },
  { what: 'an answer of SP-API', standIn: spApi, where: /^\/catalog\//, limit: apiLimits.maxBodyBytes },
  { what: 'an SP-API token', standIn: spApi, where: /^\/auth\//, limit: apiLimits.maxBodyBytes },
  { what: 'a page', standIn: store, where: /./, limit: pageLimits.maxBodyBytes },
])(
  '$what of 256 MB costs no more memory than the limit of a body, plain or unpacked',
  async ({ standIn, where, limit }) => {
    const clock = skippingClock();
    await using amazon = await startDistantUpstream(standIn.source);
    await using gateway = watchGateway({ ...standIn.environment(amazon.origin), ...patience }, clock);
    for (const name of ['answers with a 256 MB body', 'answers with a 256 MB body in 256 KB of gzip'] as const) {
      // A token endpoint's failure is remembered for a while.
      clock.skip(60_000);
      await amazon.break({ where: where.source, fault: name, wallMs: clock.wall() });
      using memory = watchMemory(limit + underWay);
      const { results } = await gateway.products([asinNumber(1)]);
      expect(results).toMatchObject([{ attempts: [{ code: 'MALFORMED' }] }]);
      expect(memory.highestGrowth()).toBeLessThan(limit + underWay);
    }
  },
);

/** How far the bytes outside the heap, where bodies are kept, ever grow; rubbish is collected before it counts. */
function watchMemory(suspicious: number): Disposable & { highestGrowth(): number } {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const clean = () => {
    // Buffers that a collection finds free are given back behind it; the next one waits until that is done.
    for (let n = 0; n < 2; n += 1) if (typeof collect === 'function') collect();
    return process.memoryUsage().arrayBuffers;
  };
  const before = clean();
  let highest = 0;
  const look = () => {
    const growth = process.memoryUsage().arrayBuffers - before;
    // Collecting takes longer than the body does to arrive, so it is done only where it may decide.
    highest = Math.max(highest, growth > suspicious ? clean() - before : growth);
  };
  const timer = setInterval(look, 2);
  return {
    highestGrowth() {
      look();
      return highest;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
