import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { createAsk } from '../../src/list/run/ask.ts';
import { runList } from '../../src/list/run/run-list.ts';
import { callPaApi } from '../../src/source/associates/pa-api/client.ts';
import { apiLimits, createUpstream } from '../../src/upstream/upstream.ts';
import { asinNumber, paApiEnvironment } from '../stand-in.ts';

/** What came of a list. */
export type Outcome = { readonly answered: number };

const url = 'http://gateway/graphql';
const deadlineMs = 120_000;
const query = 'query ($asins: [ASIN!]!) { products(asins: $asins) { ... on Product { asin } } }';

/** A gateway in this process, whose only source is the stand-in. */
export function openGateway(origin: string, perSecond: number): Gateway {
  return createGateway(parseConfig(paApiEnvironment(origin, perSecond)));
}

/** As the command does it, without its files. */
export async function lookUpList(
  asins: readonly string[],
  origin: string,
  perSecond: number,
  beside?: { readonly gateway: Gateway; readonly signal: AbortSignal },
): Promise<Outcome> {
  await using own = new AsyncDisposableStack();
  const gateway = beside?.gateway ?? own.use(openGateway(origin, perSecond));
  let answered = 0;
  await runList({
    rows: () => rowsOf(asins),
    ask: createAsk({ fetch: async (request) => await gateway.fetch(request, 'lookup'), url, deadlineMs }),
    answered: ({ answer }) => void (answered += answer.code === 'FOUND' ? 1 : 0),
    used: () => undefined,
    notice: console.error,
    waitsForQuota: false,
    clock: systemClock,
    random: Math.random,
    signal: beside?.signal ?? new AbortController().signal,
  });
  return { answered };
}

async function* rowsOf(asins: readonly string[]) {
  for (const [index, input] of asins.entries()) yield { number: index + 1, input, marketplace: undefined, asked: 0 };
}

/** One operation of fifty products after the other. */
export async function askFifties(asins: readonly string[], origin: string, perSecond: number): Promise<Outcome> {
  await using gateway = openGateway(origin, perSecond);
  let answered = 0;
  for (let from = 0; from < asins.length; from += 50) answered += await ask(gateway, asins.slice(from, from + 50));
  return { answered };
}

/** One call of ten products after the other, with a delay between them, as the guides of the client libraries advise. */
export async function callWithDelay(asins: readonly string[], origin: string, perSecond: number): Promise<Outcome> {
  await using upstream = createUpstream(apiLimits);
  const options = {
    upstream,
    credential: { accessKey: 'key', secretKey: 'secret' },
    endpoint: origin,
    clock: systemClock,
  };
  let answered = 0;
  for (let from = 0; from < asins.length; from += 10) {
    const itemIds = asins.slice(from, from + 10);
    const call = { marketplace: 'IN', operation: 'getItems', where: 'peer', partnerTag: 'tag-21' } as const;
    const question = { itemIds, resources: ['itemInfo.title'] };
    const { status } = await callPaApi(options, { ...call, question, signal: AbortSignal.timeout(5_000) });
    if (status === 200) answered += itemIds.length;
    await wait(1000 / perSecond);
  }
  return { answered };
}

/** Asks for one uncached product after the other, without priority. Returns how long each took, in milliseconds. */
export async function askInteractively(gateway: Gateway, forMs: number, everyMs: number): Promise<readonly number[]> {
  const durations: Promise<number>[] = [];
  // ASINs that no list of this benchmark has.
  for (let n = 0; n * everyMs < forMs; n += 1) {
    durations.push(timed(async () => await ask(gateway, [asinNumber(10_000_000 + n)])));
    await wait(everyMs);
  }
  return await Promise.all(durations);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

/** The number of products in the answer. */
async function ask(gateway: Gateway, asins: readonly string[]): Promise<number> {
  const body = JSON.stringify({ query, variables: { asins } });
  const headers = { 'content-type': 'application/json' };
  const answer = await gateway.fetch(new Request(url, { method: 'POST', headers, body }));
  return JSON.stringify(await answer.json()).split('"asin"').length - 1;
}
