import type { Config } from '../../src/config.ts';
import type { Source } from '../../src/source/source.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { createPermits } from '../../src/rate-limit/permits.ts';
import { createTokenStore } from '../../src/upstream/token.ts';
import type { Upstream } from '../../src/upstream/upstream.ts';
import type { SourceId } from '../../src/vocabulary.ts';
import { sourceContract } from '../contract/source.ts';

sourceContract('the Creators API', { api: 'creators', open: opened('CREATORS_API') });

sourceContract('PA-API', { api: 'paapi', open: opened('PA_API') });

sourceContract('SP-API', { api: 'spapi', clockStepMs: 5_000, open: opened('SP_API') });

sourceContract('the public page', {
  api: 'storefront',
  // The page that comes with it is the robot check.
  throttledAs: 'BLOCKED',
  open: opened('SCRAPING'),
});

/** The source as the gateway creates it, with generous permits. */
function opened(id: SourceId): (config: Config, upstream: Upstream) => Source {
  return ({ sources }, upstream) => {
    const configured = sources.find(({ definition }) => definition.id === id)?.configured;
    if (configured === undefined) throw new Error(`${id} is not configured`);
    const { source } = configured.create({
      clock,
      report: () => undefined,
      freshMs: 3_600_000,
      upstream,
      connect: () => upstream,
      permits: () => createPermits({ perSecond: 1_000, burst: 100 }, clock),
      tokens: (_, options) => createTokenStore(options),
    });
    return source;
  };
}
