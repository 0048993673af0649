import { createPaApiSource, type PaApiOptions } from '../../../../src/source/associates/pa-api/source.ts';
import type { Source } from '../../../../src/source/source.ts';
import { systemClock } from '../../../../src/clock.ts';
import { apiLimits, createUpstream } from '../../../../src/upstream/upstream.ts';
import { startStandIn, type Received, type Reply, type StandIn } from '../common/stand-in.ts';

/** A PA-API source whose Amazon is a stand-in on loopback. */
export type Stage = AsyncDisposable & { readonly source: Source; readonly amazon: StandIn };

export async function setStage(
  respond: (request: Received) => Reply | Promise<Reply>,
  over: Partial<PaApiOptions> = {},
): Promise<Stage> {
  const amazon = await startStandIn(respond);
  const upstream = createUpstream(apiLimits);
  const source = createPaApiSource({
    upstream,
    credential: { accessKey: 'AKIDEXAMPLE', secretKey: 's3cret/+Key=' },
    tags: { IN: 'shop-21', US: 'shop-20', DE: 'shop-03', AU: 'shop-22', IT: 'shop-04' },
    endpoint: amazon.origin,
    freshMs: 3_600_000,
    clock: systemClock,
    ...over,
  });
  return {
    source,
    amazon,
    async [Symbol.asyncDispose]() {
      await upstream[Symbol.asyncDispose]();
      await amazon[Symbol.asyncDispose]();
    },
  };
}
