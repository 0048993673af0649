import { createCreatorsApiSource } from '../../src/source/creators-api/source.ts';
import { fetchCreatorsToken } from '../../src/source/creators-api/token.ts';
import { createPaApiSource } from '../../src/source/pa-api/source.ts';
import { createScrapingSource } from '../../src/source/scraping/source.ts';
import { fetchLwaToken } from '../../src/source/sp-api/lwa.ts';
import { createSpApiSource } from '../../src/source/sp-api/source.ts';
import { systemClock as clock } from '../../src/upstream/clock.ts';
import { createPermits } from '../../src/upstream/permits.ts';
import { createTokenStore } from '../../src/upstream/token.ts';
import type { Config } from '../../src/config.ts';
import { sourceContract } from '../contract/source.ts';

const freshMs = 3_600_000;

sourceContract('the Creators API', {
  api: 'creators',
  open({ creatorsApi, endpoints }, upstream) {
    if (creatorsApi === undefined) throw new Error('not configured');
    const tokens = createTokenStore({
      fetch: fetchCreatorsToken(upstream, creatorsApi.credential, endpoints.creatorsToken),
      clock,
    });
    return createCreatorsApiSource({ upstream, ...creatorsApi, tokens, ...at(endpoints.creatorsApi), freshMs, clock });
  },
});

sourceContract('PA-API', {
  api: 'paapi',
  open({ paApi, endpoints }, upstream) {
    if (paApi === undefined) throw new Error('not configured');
    return createPaApiSource({ upstream, ...paApi, ...at(endpoints.paApi), freshMs, clock });
  },
});

sourceContract('SP-API', {
  api: 'spapi',
  clockStepMs: 5_000,
  open({ spApi, endpoints }: Config, upstream) {
    if (spApi === undefined) throw new Error('not configured');
    const tokens = createTokenStore({ fetch: fetchLwaToken(upstream, spApi, endpoints.lwa), clock });
    const generous = () => createPermits({ perSecond: 1_000, burst: 100 }, clock);
    const limits = { catalog: generous(), competitivePricing: generous(), itemOffers: generous() };
    return createSpApiSource({
      upstream,
      tokens,
      region: spApi.region,
      limits,
      ...at(endpoints.spApi),
      freshMs,
      clock,
      report: () => undefined,
    });
  },
});

sourceContract('the public page', {
  api: 'storefront',
  // The page that comes with it is the robot check.
  throttledAs: 'BLOCKED',
  open: ({ endpoints }, upstream) =>
    createScrapingSource({ upstream, ...at(endpoints.storefront), userAgent: 'a test', freshMs, clock }),
});

function at(endpoint: string | undefined): { readonly endpoint?: string } {
  return endpoint === undefined ? {} : { endpoint };
}
