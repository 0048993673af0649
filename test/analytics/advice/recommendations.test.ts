import { describe, expect, test } from 'vitest';
import type { GatewayEvent } from '../../../src/event.ts';
import { createAnalytics } from '../../../src/analytics/analytics.ts';
import type { SourceInfo } from '../../../src/analytics/collect/source-statistics.ts';
import type { Quota } from '../../../src/rate-limit/permits.ts';
import { aProduct } from '../../support/a-product.ts';
import { aCall, aCircuit, aClock, sourceInfo } from '../events.ts';

type Scene = {
  readonly sources?: readonly SourceInfo[];
  readonly quota?: Quota;
  readonly lowSuccessRate?: number;
  readonly minutes?: number;
};

/** What is recommended some minutes after these events, which begin at noon; a number lets so many minutes pass. */
function advice(events: readonly (GatewayEvent | number)[], scene: Scene = {}): readonly string[] {
  const clock = aClock();
  const { sources = [sourceInfo.new, sourceInfo.page], quota, lowSuccessRate = 0.8, minutes = 50 } = scene;
  const analytics = createAnalytics({
    sources,
    quota: () => quota,
    cacheSize: () => undefined,
    lowSuccessRate,
    tracking: true,
    clock,
  });
  for (const event of events) {
    if (typeof event === 'number') clock.pass(event * 60_000);
    else analytics.listen(event);
  }
  clock.pass(minutes * 60_000);
  const { recommendations } = analytics.snapshot('SINCE_START');
  return recommendations.map(({ severity, source, message }) => `${severity} ${source}: ${message}`);
}

function calls(
  source: 'CREATORS_API' | 'PA_API' | 'SCRAPING',
  answered: number,
  failed: number,
): readonly GatewayEvent[] {
  return [
    ...Array.from({ length: answered }, () => aCall({ source })),
    ...Array.from({ length: failed }, () => aCall({ source, outcome: 'SERVER', message: 'HTTP 503' })),
  ];
}

test('a healthy gateway causes no advice', () => {
  expect(advice([])).toEqual([]);
  expect(advice(calls('CREATORS_API', 9, 1))).toEqual([]);
});

describe('success rates', () => {
  test('below a half, the advice for an associates source is to check credentials and rate limits', () => {
    expect(advice(calls('CREATORS_API', 4, 6), { lowSuccessRate: 0.3 })).toEqual([
      'WARNING CREATORS_API: CREATORS_API answers 40 % of its calls, less than 30 %: check credentials and rate limits (last error SERVER)',
    ]);
  });

  test('below the threshold, any source causes a warning; at the threshold it does not', () => {
    expect(advice(calls('SCRAPING', 7, 3))).toEqual([
      'WARNING SCRAPING: SCRAPING answers 70 % of its calls, less than 80 %: see its failures (last error SERVER)',
    ]);
    expect(advice(calls('SCRAPING', 8, 2))).toEqual([]);
  });

  test('a success rate of pages above that of the API points to the API’s credentials', () => {
    const events = [...calls('CREATORS_API', 7, 3), ...calls('SCRAPING', 9, 1)];
    expect(advice(events, { lowSuccessRate: 0.5 })).toEqual([
      'WARNING CREATORS_API: Scraping outperforms the API (CREATORS_API): check credentials',
    ]);
  });

  test('an API with a high success rate is advice to reduce scraping, if it is on', () => {
    const events = calls('CREATORS_API', 19, 1);
    expect(advice(events)).toEqual([
      'INFO CREATORS_API: CREATORS_API answers 95 % of its calls: consider reducing scraping',
    ]);
    expect(advice(events, { sources: [sourceInfo.new, { ...sourceInfo.page, enabled: false }] })).toEqual([]);
  });

  test('a source that is switched off causes no advice', () => {
    expect(advice(calls('CREATORS_API', 0, 9), { sources: [{ ...sourceInfo.new, enabled: false }] })).toEqual([]);
  });
});

describe('refusals', () => {
  const refused = aCall({ outcome: 'CREDENTIALS', message: 'InvalidPartnerTag' });

  test('name the marketplaces, the time and the variables to check', () => {
    const found = advice([refused, refused, aCall({ ...refused, marketplace: 'US' })]);
    expect(found[0]).toBe(
      'CRITICAL CREATORS_API: CREATORS_API has refused the credentials for IN, US since 12:00 UTC: check AMAZON_CREATORS_… and whether the account is eligible there',
    );
  });

  test('end for a marketplace with the next answer', () => {
    const found = advice([refused, aCall({ ...refused, marketplace: 'US' }), aCall()]);
    expect(found[0]).toMatch(/^CRITICAL .* for US since/);
    expect(advice([refused, aCall(), aCall(), aCall(), aCall()])).toEqual([]);
  });

  test('of expired signatures point to the clock', () => {
    const expired = aCall({ source: 'PA_API', outcome: 'CREDENTIALS', message: 'HTTP 401 RequestExpired' });
    const found = advice([expired], { sources: [{ ...sourceInfo.old, enabled: true }, sourceInfo.page] });
    expect(found.join('\n')).toContain('since 12:00 UTC: the clock of this machine shows 12:50 UTC and is wrong');
  });

  test.each(['CREDENTIALS', 'NETWORK'] as const)('of a retired source (%s) point to its successor', (outcome) => {
    const found = advice([aCall({ source: 'PA_API', outcome })], { sources: [sourceInfo.old] });
    expect(found[0]).toBe(
      'CRITICAL PA_API: PA_API has failed since 12:00 UTC, and Amazon retired it on 2026-05-15: use CREATORS_API instead',
    );
  });

  test('do not count against a retired source that answers', () => {
    expect(advice([aCall({ source: 'PA_API' })], { sources: [sourceInfo.old] })).toEqual([]);
  });
});

describe('circuits', () => {
  test('are reported while they are open, with time and cause', () => {
    const opened = aCircuit({ code: 'TIMEOUT' });
    expect(advice([opened])).toEqual([
      'WARNING CREATORS_API: The circuit of CREATORS_API for IN (lookup) has been open since 12:00 UTC because of TIMEOUT: the gateway retries by itself; see the last error',
    ]);
    expect(advice([opened, aCircuit({ state: 'HALF_OPEN' })])).toEqual([]);
    expect(advice([opened, aCircuit({ state: 'CLOSED' })])).toEqual([]);
  });

  test('that a failed probe opens again count as open since they first opened', () => {
    const found = advice([aCircuit(), 5, aCircuit({ state: 'HALF_OPEN' }), aCircuit()]);
    expect(found[0]).toContain('since 12:00 UTC');
  });

  test('opened by refused credentials are reported once, as the refusal', () => {
    const found = advice([aCall({ outcome: 'CREDENTIALS' }), aCircuit({ code: 'CREDENTIALS' })], { lowSuccessRate: 0 });
    expect(found.filter((line) => line.includes('circuit'))).toEqual([]);
  });

  test('of one account name it, also after another account has answered', () => {
    const broken = { account: 'broken', code: 'CREDENTIALS' };
    expect(advice([aCall({ outcome: 'CREDENTIALS' }), aCircuit(broken), ...calls('CREATORS_API', 9, 0)])).toEqual([
      expect.stringMatching(
        /^WARNING CREATORS_API: The circuit of CREATORS_API in the account broken for IN .* because of CREDENTIALS: check the account in AMAZON_ACCOUNTS/,
      ),
    ]);
  });
});

test('robot checks on more than a tenth of the pages are advice to slow down', () => {
  const blocked = aCall({ source: 'SCRAPING', outcome: 'BLOCKED' });
  expect(advice([...calls('SCRAPING', 8, 0), blocked, blocked])).toEqual([
    "WARNING SCRAPING: 20 % of SCRAPING's calls met a robot check: lower SCRAPING_REQUESTS_PER_SECOND or configure an API",
  ]);
  expect(advice([...calls('SCRAPING', 9, 0), blocked])).toEqual([]);
});

describe('quota', () => {
  const resetsAt = Date.UTC(2026, 10, 24);
  const quota = (usedToday: number): Quota => ({ perSecond: 1, perDay: 1_000, usedToday, resetsAt });
  const both = { sources: [sourceInfo.new, sourceInfo.old] };
  // 100 calls in the 50 minutes before the snapshot: two a minute, on one account.
  const busy = [...calls('CREATORS_API', 50, 0), ...calls('PA_API', 50, 0)];

  test('that does not last the day causes one warning per account, with the time', () => {
    expect(advice(busy, { ...both, quota: quota(880) })).toEqual([
      'WARNING CREATORS_API: At the pace of the last hour, the daily quota of 1000 calls will be used up at 13:50 UTC, before its reset at 00:00 UTC: raise CACHE_TTL_HOURS, or MAX_DAILY_REQUESTS if the account allows more',
    ]);
  });

  test('that lasts, or is unlimited, causes no advice', () => {
    const unlimited: Quota = { perSecond: 1, usedToday: 9, resetsAt };
    expect(advice(calls('CREATORS_API', 9, 1), { ...both, quota: quota(10) })).toEqual([]);
    expect(advice(calls('CREATORS_API', 9, 1), { ...both, quota: unlimited })).toEqual([]);
    expect(advice([], { ...both, quota: quota(999) })).toEqual([]);
  });

  test('causes no warning for the first calls after a start', () => {
    const scene = { ...both, quota: quota(100), minutes: 0.1 };
    expect(advice(calls('CREATORS_API', 9, 1), scene)).toEqual([]);
  });

  test('that is used up is critical', () => {
    expect(advice([], { ...both, quota: quota(1_000) })[0]).toMatch(
      /^CRITICAL CREATORS_API: The daily quota of 1000 calls is used up until 00:00 UTC: /,
    );
  });
});

test('the most urgent comes first', () => {
  const found = advice([
    ...calls('SCRAPING', 1, 9),
    ...calls('CREATORS_API', 20, 0),
    aCall({ outcome: 'CREDENTIALS' }),
  ]);
  expect(found.map((line) => line.split(' ')[0])).toEqual(['CRITICAL', 'WARNING', 'INFO']);
});

describe('missing prices', () => {
  const { price: _, ...withoutPrice } = aProduct();
  const read = (products: number, without: number): readonly GatewayEvent[] =>
    Array.from({ length: products }, (__, index) => ({
      type: 'scored',
      source: 'SCRAPING',
      product: index < without ? withoutPrice : aProduct(),
      overall: 0.8,
    }));

  test('twice as often as before cause a warning with both shares', () => {
    const found = advice([...read(40, 6), 180, ...read(40, 12)], { minutes: 10 });
    expect(found).toEqual([
      "WARNING SCRAPING: 30 % of SCRAPING's products had no price in the last hour, 15 % before: compare a product with its page on Amazon and update the gateway if the price is there",
    ]);
  });

  test('cause none below twice the share, at small shares, or for few products', () => {
    expect(advice([...read(40, 7), 180, ...read(40, 12)], { minutes: 10 })).toEqual([]);
    expect(advice([...read(100, 1), 180, ...read(100, 9)], { minutes: 10 })).toEqual([]);
    expect(advice([...read(40, 0), 180, ...read(19, 19)], { minutes: 10 })).toEqual([]);
    expect(advice([...read(19, 0), 180, ...read(40, 40)], { minutes: 10 })).toEqual([]);
  });
});

test('an unavailable cache store causes a warning with time and cause until it is available again', () => {
  const down: GatewayEvent = { type: 'store', state: 'DOWN', detail: 'connection refused' };
  expect(advice([down, 1, down])).toEqual([
    'WARNING undefined: The cache store has been unavailable since 12:00 UTC (connection refused): entries are kept in the memory of this process only; check CACHE_URL and the server behind it',
  ]);
  expect(advice([down, { type: 'store', state: 'UP' }])).toEqual([]);
});
