import { describe, expect, test } from 'vitest';
import { hasBrowser, openPage, type Look } from '../support/browser.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway, type TestGateway } from '../support/a-gateway.ts';
import { metricsOf, type Metrics } from './metrics.ts';
import { openDashboard, openLocked } from './dashboard-page.ts';
import { seriousViolations } from './axe.ts';

const shop = sandboxProducts('IN').map(({ asin }) => asin);
const lookup = 'query Prices($asins: [ASIN!]!) { products(asins: $asins) { __typename } }';

/** Products found, not found and from the cache, a search, a refusal, and two failing sources. */
async function anEventfulRun(gateway: TestGateway): Promise<void> {
  await gateway.ask(lookup, { asins: shop.slice(0, 12) });
  await gateway.ask(lookup, { asins: [...shop.slice(0, 6), 'B000000000'] });
  await gateway.ask('{ search(query: "kettle", first: 3) { nodes { asin } } }');
  await gateway.ask('{ nonsense }');
  gateway.sandbox.misbehave('creators', { kind: 'outage', status: 503 });
  gateway.sandbox.misbehave('paapi', { kind: 'credentials' });
  await gateway.ask(lookup, { asins: shop.slice(20, 24) });
  await gateway.ask(lookup, { asins: shop.slice(24, 26) });
}

type Numbers = {
  readonly operations: { readonly total: number; readonly answers: Readonly<Record<string, number>> };
  readonly cache: { readonly hits: number; readonly staleHits: number; readonly misses: number };
  readonly sources: readonly {
    readonly source: string;
    readonly totalRequests: number;
    readonly successes: number;
    readonly quota: { readonly remainingToday: number | null } | null;
  }[];
  readonly errors: readonly {
    readonly source: string;
    readonly marketplace: string;
    readonly code: string;
    readonly count: number;
  }[];
};

/** Under the operation name of the dashboard, so that the request itself is not counted. */
async function numbersOf(gateway: TestGateway): Promise<Numbers> {
  const { data } = await gateway.ask(`query Dashboard { sourceAnalytics {
    operations { total answers { fresh stale partial missing failed } } cache { hits staleHits misses }
    sources { source totalRequests successes quota { remainingToday } } errors { source marketplace code count }
  } }`);
  const numbers: Numbers = JSON.parse(JSON.stringify(data?.['sourceAnalytics']));
  return numbers;
}

function callsOf(metrics: Metrics, source: string): number {
  const all = metrics.sum('asin_gateway_upstream_calls_total', { source });
  return all - metrics.sum('asin_gateway_upstream_calls_total', { source, outcome: 'ABORTED' });
}

describe.runIf(hasBrowser)('the dashboard', () => {
  test('shows the numbers of sourceAnalytics, and so does /metrics', async () => {
    await using gateway = await aGateway();
    await anEventfulRun(gateway);
    await using dashboard = await openDashboard(gateway.url);
    await dashboard.sinceStart();
    const numbers = await numbersOf(gateway);
    const metrics = await metricsOf(gateway.url);

    const { total, answers } = numbers.operations;
    expect(total).toBe(6);
    expect(await dashboard.text('#tile-rate .note')).toMatch(new RegExp(`^${total} in total, 1 refused$`));
    expect(
      metrics.sum('asin_gateway_operations_total') -
        metrics.sum('asin_gateway_operations_total', { operation: 'Dashboard' }),
    ).toBe(total);

    for (const [name, count] of Object.entries(answers)) {
      expect(await dashboard.text(`#tile-answers .legend div:has(.${name}) dd`)).toBe(String(count));
      expect(metrics.sum('asin_gateway_lookups_total', { answer: name })).toBe(count);
    }
    expect(answers).toMatchObject({ missing: 1, failed: 0 });

    const { hits, staleHits, misses } = numbers.cache;
    expect(await dashboard.text('#tile-cache .note')).toMatch(
      `${hits} of ${hits + staleHits + misses}, ${staleHits} more stale`,
    );
    expect(metrics.sum('asin_gateway_cache_lookups_total', { age: 'fresh' })).toBe(hits);
    expect(metrics.sum('asin_gateway_cache_lookups_total', { age: 'missed' })).toBe(misses);

    for (const { source, totalRequests, successes } of numbers.sources) {
      const card = `[data-source="${source}"]`;
      expect(await dashboard.text(`${card} .facts div:has(dt:text-is("calls")) dd`)).toBe(String(totalRequests));
      expect(callsOf(metrics, source)).toBe(totalRequests);
      const answered = metrics.sum('asin_gateway_upstream_calls_total', { source, outcome: 'ANSWERED' });
      expect(answered).toBe(successes);
    }
    expect(numbers.sources.every(({ totalRequests }) => totalRequests > 0)).toBe(true);

    const left = numbers.sources[0]?.quota?.remainingToday;
    expect(await dashboard.text('#quota-left')).toBe(left?.toLocaleString('en'));
    expect(metrics.sum('asin_gateway_quota_remaining', { source: 'CREATORS_API' })).toBe(left);

    expect(numbers.errors.length).toBeGreaterThan(2);
    for (const { source, marketplace, code, count } of numbers.errors) {
      expect(await dashboard.text(`[data-error="${source} ${marketplace} ${code}"] td:nth-child(3)`)).toBe(
        String(count),
      );
    }
  });

  test('sends requests to the gateway only and logs no errors', async () => {
    await using gateway = await aGateway();
    await anEventfulRun(gateway);
    await using dashboard = await openDashboard(gateway.url);
    await dashboard.sinceStart();
    expect(dashboard.requests.filter((url) => !url.startsWith(`${gateway.url}/`))).toEqual([]);
    expect(dashboard.complaints).toEqual([]);
  });

  test('shows changes while it is open', async () => {
    await using gateway = await aGateway();
    await using dashboard = await openDashboard(gateway.url);
    await dashboard.shows('#status-title', 'Ready');
    await gateway.ask(lookup, { asins: shop.slice(0, 3) });
    await dashboard.shows('#tile-rate .note', '1 in total');
    await dashboard.shows('#status-title', 'All is well');
    expect(await dashboard.page.locator('#lookups details').count()).toBe(3);
  });

  test('shows every attempt of a lookup', async () => {
    await using gateway = await aGateway();
    await anEventfulRun(gateway);
    await using dashboard = await openDashboard(gateway.url);
    const latest = dashboard.page.locator('#lookups details').first();
    expect(await latest.locator('.step').allInnerTexts()).toEqual(['Creators API ✕', 'PA-API ✕', 'SP-API ✓']);
    await latest.locator('summary').press('Enter');
    const rows = await latest.locator('tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').slice(0, 3))).toEqual([
      ['Creators API', 'failed', 'SERVER'],
      ['PA-API', 'failed', 'CIRCUIT_OPEN'],
      ['SP-API', 'found', ''],
    ]);
  });

  test('moves a common cursor over all charts by keyboard', async () => {
    await using gateway = await aGateway();
    await gateway.ask(lookup, { asins: shop.slice(0, 3) });
    await using dashboard = await openDashboard(gateway.url);
    const charts = dashboard.page.locator('.chart');
    expect(await charts.first().locator('figcaption').innerText()).toContain('found 3');
    await charts.first().locator('.plot').press('Home');
    await dashboard.shows('#timelines-at', /^at \d/);
    expect(await charts.first().locator('figcaption').innerText()).toContain('found 0');
    expect(await charts.last().locator('figcaption').innerText()).toContain('no product lookups');
    // The lookup is in one of the last slices of five seconds: in the last one, unless a new one has begun since.
    await charts.first().locator('.plot').press('End');
    const slices: string[] = [];
    for (let slice = 0; slice < 10; slice += 1) {
      slices.push(await charts.last().locator('figcaption').innerText());
      await charts.first().locator('.plot').press('ArrowLeft');
    }
    expect(slices.filter((text) => text.includes('1 sources called per product'))).toHaveLength(1);
  });
});

describe.runIf(hasBrowser)('the dashboard says in words that', () => {
  test('there were no requests yet', async () => {
    await using gateway = await aGateway();
    await using dashboard = await openDashboard(gateway.url);
    expect(await dashboard.text('#status-title')).toBe('Ready');
    expect(await dashboard.text('#lookups')).toBe('No product lookups yet.');
    expect(await dashboard.text('#errors')).toBe('No failures so far.');
  });

  test('every source is down', async () => {
    await using gateway = await aGateway({}, { sources: ['CREATORS_API', 'PA_API'] });
    gateway.sandbox.misbehave('creators', { kind: 'credentials' });
    gateway.sandbox.misbehave('paapi', { kind: 'credentials' });
    await gateway.ask(lookup, { asins: shop.slice(0, 2) });
    await using dashboard = await openDashboard(gateway.url);
    expect(await dashboard.text('#status-title')).toBe('No source answers');
    expect(await dashboard.page.locator('#status').getAttribute('data-level')).toBe('bad');
    expect(await dashboard.text('[data-source="SP_API"]')).toContain('Not configured.');
  });

  test('the gateway does not answer, and keeps the last values, marked as outdated', async () => {
    const gateway = await aGateway();
    await using stack = new AsyncDisposableStack();
    stack.use(gateway);
    await gateway.ask(lookup, { asins: shop.slice(0, 3) });
    await using dashboard = await openDashboard(gateway.url);
    await dashboard.shows('#tile-rate .note', '1 in total');
    await stack.disposeAsync();
    await dashboard.page.locator('body[data-state="lost"]').waitFor();
    expect(await dashboard.text('#outage')).toMatch(/^The gateway does not answer\. .* Everything below is from \d/);
    expect(await dashboard.text('#tile-rate .note')).toBe('1 in total');
  });

  test('it needs a key: the page comes without data, and the key is kept in memory only', async () => {
    await using gateway = await aGateway({ GATEWAY_API_KEYS: 'ops:0pen-sesame' });
    const shell = await fetch(`${gateway.url}/dashboard`, { headers: { accept: 'text/html' } });
    expect(shell.status).toBe(401);
    await using dashboard = await openLocked(gateway.url);
    const { page } = dashboard;
    const field = page.getByRole('textbox', { name: 'Key' });
    await field.fill('guess');
    await field.press('Enter');
    await dashboard.shows('#key-status', 'This key is not valid.');
    expect(await page.locator('#content').isVisible()).toBe(false);
    await field.fill('0pen-sesame');
    await field.press('Enter');
    await page.locator('body[data-state="live"]').waitFor();
    expect(await page.evaluate('document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })')).toBe('{}');
    expect(await page.content()).not.toContain('0pen-sesame');
    await page.reload();
    await page.locator('body[data-state="key"]').waitFor();
  });
});

test.runIf(hasBrowser)(
  'the dashboard asks for another key where the browser or the form has one of the role client',
  async () => {
    await using gateway = await aGateway({ GATEWAY_API_KEYS: 'shop:of-the-shop:client,ops:0pen-sesame' });
    await using opened = await openPage(`${gateway.url}/graphql`);
    const { page } = opened;
    await page.getByLabel('Key').fill('of-the-shop');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.locator('.graphiql-execute-button').waitFor();

    const sentence = 'The role of this key is client. The dashboard needs a key with the role admin.';
    const answer = await page.goto(`${gateway.url}/dashboard`);
    expect(answer?.status()).toBe(403);
    await page.getByText(sentence).waitFor();
    expect(await page.locator('#content').isVisible()).toBe(false);
    const field = page.getByRole('textbox', { name: 'Key' });
    for (const [key, shown] of [
      ['guess', 'This key is not valid.'],
      ['of-the-shop', sentence],
    ] as const) {
      await field.fill(key);
      await field.press('Enter');
      await page.getByText(shown).waitFor();
    }
    await field.fill('0pen-sesame');
    await field.press('Enter');
    await page.locator('body[data-state="live"]').waitFor();
  },
  60_000,
);

describe.runIf(hasBrowser)('the dashboard is accessible and fits the screen', () => {
  const looks: readonly Look[] = [
    { width: 1280, height: 800, colorScheme: 'light' },
    { width: 1280, height: 800, colorScheme: 'dark' },
    { width: 390, height: 844, colorScheme: 'light' },
    { width: 390, height: 844, colorScheme: 'dark' },
  ];

  test.each(looks)('at $width × $height, $colorScheme', async (look) => {
    await using gateway = await aGateway();
    await anEventfulRun(gateway);
    await using dashboard = await openDashboard(gateway.url, look);
    await dashboard.page.locator('#lookups summary').first().click();
    expect(await seriousViolations(dashboard.page)).toEqual([]);
    const widest = await dashboard.page.evaluate('document.documentElement.scrollWidth');
    expect(widest).toBeLessThanOrEqual(look.width);
  });
});
