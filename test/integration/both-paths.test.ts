import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { createGateway } from '../../src/gateway.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

function aSteppedClock() {
  let passedMs = 0;
  return {
    wall: () => noon + passedMs,
    monotonic: () => performance.now() + passedMs,
    /** Goes on as the monotonic one does: Amazon counts the calls of a second. */
    amazon: () => Math.floor(noon + performance.now() + passedMs),
    advance: (ms: number) => void (passedMs += ms),
  };
}

/** A whole gateway over a sandbox of its own, and what it reported. */
type Path = { readonly url: string; readonly events: readonly GatewayEvent[] };

/** Fresh, known, kept as JSON, refreshed ahead, expired: a product lives for an hour unless a price says less. */
const stepsMs = [0, 1_000, 20 * 60_000, 50 * 60_000, 3 * 3_600_000];

const noon = Date.parse('2026-06-15T12:00:00Z');

/** The time of day stands still between the steps, so that both answer with the same times; durations are measured. */
const clock = aSteppedClock();
const resources = new AsyncDisposableStack();
let fast: Path;
let slow: Path;

beforeAll(async () => {
  fast = await start('true');
  slow = await start('false');
});
afterAll(() => resources.disposeAsync());

async function start(fastPath: 'true' | 'false'): Promise<Path> {
  const events: GatewayEvent[] = [];
  const sandbox = resources.use(await startSandbox({ now: clock.amazon, requestsPerSecond: 10_000 }));
  const quick = { MAX_REQUESTS_PER_SECOND: '200', SCRAPING_REQUESTS_PER_SECOND: '200' };
  const config = parseConfig({ PORT: '0', ...quick, ...sandbox.environment, FAST_PATH: fastPath });
  const gateway = resources.use(
    createGateway(config, {
      clock,
      random: () => 0.5,
      cursorKeys: async () => [Buffer.alloc(32, 1)],
      report: (event) => void events.push(event),
    }),
  );
  return { url: (await gateway.listen()).url, events };
}

type Sent = { readonly method: string; readonly path: string; readonly body: string | undefined };

function send(url: string, { method, path, body }: Sent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const request = httpRequest(`${url}${path}`, { method, headers }, (response) => {
      const { date: _, ...compared } = response.headersDistinct;
      text(response).then((read) => resolve({ status: response.statusCode, headers: compared, body: read }), reject);
    });
    request.on('error', reject).end(body);
  });
}

/** Events without durations and without the operation that caused them, sorted: those of overlapping calls have no order. */
function shown(events: readonly GatewayEvent[]): readonly string[] {
  return events.map((event) => comparable(JSON.stringify({ ...event, operationRef: undefined }))).toSorted();
}

/** Each gateway has a sandbox of its own, which serves pictures at a port of its own. */
function comparable(event: string): string {
  return event
    .replaceAll(/127\.0\.0\.1:\d+\/images/g, 'images')
    .replaceAll(/"(durationMs|waitedMs)":[\d.]+/g, '"$1":0');
}

const [first = '', second = '', ...more] = sandboxProducts('IN').map(({ asin }) => asin);
const fields =
  'id title price { amount formatted } provenance { source cacheStatus fetchedAt expiresAt } quality { overall }';
const one = `query One($asin: ASIN!) { product(asin: $asin) { ${fields} } }`;
const many = `query Many($asins: [ASIN!]!) { products(asins: $asins) { __typename ... on Product { ${fields} } } }`;
const post = (query: string, variables: object = {}, operationName?: string): Sent => ({
  method: 'POST',
  path: '/graphql',
  body: JSON.stringify({ query, variables, operationName }),
});

const operations: Readonly<Record<string, Sent>> = {
  'a product': post(one, { asin: first }),
  'a product that does not exist': post(one, { asin: 'B000000000' }),
  'an ASIN that is malformed': post(one, { asin: 'nope' }),
  'several products, one of them twice': post(many, { asins: [...more.slice(0, 12), 'B000000000', more[0]] }),
  'aliases and fragments': post(
    `{ a: product(asin: "${first}") { ...F } b: product(asin: "${second}", marketplace: US) { ...F } }
     fragment F on Product { ${fields} provenance { attempts { source outcome } } }`,
  ),
  'a product of another marketplace': post(`{ product(asin: "${second}", marketplace: UK) { ${fields} } }`),
  'a field that a directive leaves out': post(
    'query ($asin: ASIN!, $yes: Boolean = false) { product(asin: $asin) { id title @include(if: $yes) } }',
    { asin: second },
  ),
  'one of two operations': post(`query A { product(asin: "${first}") { id } } query B { __typename }`, {}, 'A'),
  'references of a federation router': post(
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Product { asin title } } }',
    { of: [{ __typename: 'Product', id: `IN:${second}` }] },
  ),
  'a product in real time': post(`{ product(asin: "${second}", realTime: true) { ${fields} } }`),
  'a search': post(
    `{ search(query: "kettle", first: 3) { edges { cursor node { ${fields} } } totalCount cacheStatus } }`,
  ),
  'counters of the gateway': post('{ sourceAnalytics { cache { hits staleHits misses } operations { total } } }'),
  'a field that does not exist': post(`{ product(asin: "${first}") { colour } }`),
  'a GET': {
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent(`{ product(asin: "${first}") { id title } }`)}`,
    body: undefined,
  },
};

test.each(Object.entries(operations))(
  '%s: both paths give the same status, headers, body and events, whatever the age of what is cached',
  async (_, sent) => {
    for (const stepMs of stepsMs) {
      const [fastFrom, slowFrom] = [fast.events.length, slow.events.length];
      clock.advance(stepMs);
      expect(await send(fast.url, sent)).toEqual(await send(slow.url, sent));
      // A refresh goes on behind the answer.
      await vi.waitFor(() => expect(shown(fast.events.slice(fastFrom))).toEqual(shown(slow.events.slice(slowFrom))));
    }
  },
);
