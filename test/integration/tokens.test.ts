import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { startStandIn, type Received, type Reply, type StandIn } from '../source/associates/common/stand-in.ts';
import { aRunningGateway, type Asked } from '../support/a-gateway.ts';
import { askProduct, askProducts, askSearch } from './questions.ts';

const asin = 'B0TOKEN001';

type Stage = AsyncDisposable &
  Asked & {
    readonly amazon: StandIn;
    readonly passTime: (durationMs: number) => void;
    readonly tokenCalls: () => number;
  };

type Api = { readonly name: string; readonly environment: (origin: string) => Readonly<Record<string, string>> };

const creators: Api = {
  name: 'CREATORS_API',
  environment: (origin) => ({
    AMAZON_CREATORS_CREDENTIAL_ID: 'amzn1.client',
    AMAZON_CREATORS_CREDENTIAL_SECRET: 'SECRETEXAMPLE',
    AMAZON_CREATORS_VERSION: '2.2',
    AMAZON_CREATORS_PARTNER_TAG: 'shop-21',
    AMAZON_CREATORS_ENDPOINT: origin,
    AMAZON_CREATORS_TOKEN_ENDPOINT: `${origin}/token`,
  }),
};
const spApi: Api = {
  name: 'SP_API',
  environment: (origin) => ({
    AMAZON_SPAPI_CLIENT_ID: 'amzn1.application-oa2-client.example',
    AMAZON_SPAPI_CLIENT_SECRET: 'SECRETEXAMPLE',
    AMAZON_SPAPI_REFRESH_TOKEN: 'Atzr|REFRESHEXAMPLE',
    AMAZON_SPAPI_ENDPOINT: origin,
    AMAZON_LWA_ENDPOINT: `${origin}/token`,
  }),
};

async function setStage(api: Api, respond: (request: Received) => Reply): Promise<Stage> {
  await using started = new AsyncDisposableStack();
  const amazon = started.use(await startStandIn(respond));
  let passedMs = 0;
  const clock = {
    monotonic: () => systemClock.monotonic() + passedMs,
    wall: () => systemClock.wall() + passedMs,
  };
  const environment = { ...api.environment(amazon.origin), SCRAPING_FALLBACK_ENABLED: 'false' };
  const gateway = started.use(await aRunningGateway(environment, clock));
  const resources = started.move();
  return {
    ...gateway,
    amazon,
    passTime: (durationMs) => void (passedMs += durationMs),
    tokenCalls: () => amazon.received.filter(({ path }) => path === '/token').length,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

describe.each([creators, spApi])('a token endpoint of $name', (api) => {
  test('that sends Retry-After: 300 is not called earlier, and the wait counts down', async () => {
    const throttled = { status: 429, headers: { 'retry-after': '300' }, body: { error: 'too_many_requests' } };
    await using stage = await setStage(api, () => throttled);
    const waitMs = async () => {
      const [result] = await askProducts(stage, [asin]);
      expect(result).toMatchObject({ kind: 'ProductUnavailable', retryable: true });
      expect(result).toMatchObject({ attempts: [{ source: api.name, outcome: 'FAILED', code: 'THROTTLED' }] });
      await expect(askSearch(stage, { query: 'anything' })).rejects.toThrow('THROTTLED');
      return result?.kind === 'ProductUnavailable' ? (result.retryAfterMs ?? 0) : 0;
    };
    for (const leftS of [300, 200, 100, 10]) {
      const told = await waitMs();
      // Up to a quarter of a second is added, so that refused clients do not come back together.
      expect(told).toBeLessThanOrEqual(leftS * 1000 + 250);
      expect(told).toBeGreaterThan((leftS - 10) * 1000);
      expect(stage.tokenCalls()).toBe(1);
      stage.passTime(leftS === 10 ? 10_000 : leftS === 100 ? 90_000 : 100_000);
    }
    await waitMs();
    expect(stage.tokenCalls()).toBe(2);
  });

  test('that answers like a firewall is not blamed on the credential', async () => {
    const page = '<html><h1>403 ERROR</h1>The request could not be satisfied.</html>';
    await using stage = await setStage(api, () => ({ status: 403, body: page }));
    const { errors } = await askProduct(stage, asin);
    expect(errors[0]?.extensions).toMatchObject({
      retryable: true,
      attempts: [{ outcome: 'FAILED', code: 'BLOCKED', message: expect.stringContaining('firewall') }],
    });
  });

  test('and the API itself get product and version as user agent, and a request for JSON', async () => {
    await using stage = await setStage(api, ({ path }) =>
      path === '/token'
        ? { body: { access_token: 'Atza|issued', token_type: 'bearer', expires_in: 3600 } }
        : { status: 500, body: {} },
    );
    await askProduct(stage, asin);
    await askSearch(stage, { query: 'anything' }).catch(() => undefined);
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(stage.amazon.received.length).toBeGreaterThanOrEqual(3);
    for (const { headers } of stage.amazon.received) {
      expect(headers['user-agent']).toMatch(new RegExp(`^asin-gateway/${version}(?: |$)`));
      expect(headers.accept).toBe('application/json');
    }
  });
});

test('the details of a 403 of SP-API reach the client and the log, without the secrets in it', async () => {
  const details = 'The LWA secret token you provided has expired. Atza|issued amzn1.oa2-cs.v1.f00';
  await using stage = await setStage(spApi, ({ path }) =>
    path === '/token'
      ? { body: { access_token: 'Atza|issued', token_type: 'bearer', expires_in: 3600 } }
      : {
          status: 403,
          body: { errors: [{ code: 'Unauthorized', message: 'Access to requested resource is denied.', details }] },
        },
  );
  const [result] = await askProducts(stage, [asin]);
  const told = JSON.stringify(result) + stage.logs.join('');
  expect(result).toMatchObject({
    attempts: [
      { code: 'CREDENTIALS', message: expect.stringContaining('The LWA secret token you provided has expired.') },
    ],
  });
  expect(stage.logs.join('')).toContain('The LWA secret token you provided has expired.');
  for (const secret of ['Atza|issued', 'amzn1.oa2-cs.v1.f00', 'Atzr|REFRESH']) expect(told).not.toContain(secret);
});
