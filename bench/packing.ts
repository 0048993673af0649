import { parseConfig } from '../src/config.ts';
import { createGateway } from '../src/gateway.ts';
import { callPaApi } from '../src/source/associates/pa-api/client.ts';
import { systemClock } from '../src/clock.ts';
import { apiLimits, createUpstream } from '../src/upstream/upstream.ts';
import DataLoader from 'dataloader';
import { asinNumber, paApiEnvironment, standIn } from './stand-in.ts';
import { table } from './table.ts';

/** Calls per second that the stand-in allows; the results scale with it. */
const perSecond = 10;
const asinsPerOperation = 50;

type Ask = (asins: readonly string[]) => Promise<number>;
type Outcome = {
  readonly calls: number;
  readonly refused: number;
  readonly answered: number;
  readonly seconds: number;
};

/**
 * Measures the GetItems calls and the time for a number of clients that together request uncached products: the gateway
 * beside a server with the usual DataLoader per request and one call per ten ids of it, no packing across requests
 * and no pacing, as the PA-API client libraries call.
 */
export async function benchPacking(quick: boolean): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const distinct of quick ? [10, 100] : [10, 100, 1_000]) {
    for (const clients of [1, 10, 200]) {
      const ours = await measure(distinct, clients, openGateway);
      const peer = await measure(distinct, clients, openPeer);
      const least = Math.ceil(distinct / 10);
      rows.push([
        distinct,
        clients,
        least,
        ours.calls,
        peer.calls,
        ((least - 1) / perSecond).toFixed(1),
        ours.seconds.toFixed(1),
        peer.seconds.toFixed(1),
        share(ours),
        share(peer),
        ours.refused,
        peer.refused,
      ]);
    }
  }
  table(
    `Packing: GetItems calls at ${perSecond} per second, gateway | a DataLoader per request`,
    'ASINs|clients|least calls|gateway|peer|least s|gateway s|peer s|gateway answered|peer answered|gateway 429|peer 429'.split(
      '|',
    ),
    rows,
  );
}

function share({ answered }: Outcome): string {
  return `${Math.round(answered * 100)} %`;
}

async function measure(distinct: number, clients: number, open: (origin: string) => Promise<Opened>): Promise<Outcome> {
  await using amazon = await standIn(perSecond);
  await using opened = await open(amazon.origin);
  const startedAt = performance.now();
  const parts = await Promise.all(
    Array.from({ length: clients }, (_, n) => runClient(n, clients, distinct, opened.ask)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const asked = parts.reduce((sum, part) => sum + part.asked, 0);
  const answered = parts.reduce((sum, part) => sum + part.answered, 0);
  return { ...amazon.count(), answered: answered / asked, seconds };
}

/** Each client requests its part of the ASINs. With more clients than ASINs, several request the same one. */
async function runClient(n: number, clients: number, distinct: number, ask: Ask) {
  const share = Math.max(1, Math.ceil(distinct / clients));
  const asins = Array.from({ length: share }, (_, index) => asinNumber((n * share + index) % distinct));
  let answered = 0;
  for (let from = 0; from < asins.length; from += asinsPerOperation) {
    answered += await ask(asins.slice(from, from + asinsPerOperation));
  }
  return { asked: asins.length, answered };
}

type Opened = AsyncDisposable & { readonly ask: Ask };

async function openGateway(origin: string): Promise<Opened> {
  const gateway = createGateway(parseConfig(paApiEnvironment(origin, perSecond)));
  const query = 'query ($asins: [ASIN!]!) { products(asins: $asins) { ... on Product { asin } } }';
  return {
    async ask(asins) {
      const body = JSON.stringify({ query, variables: { asins } });
      const headers = { 'content-type': 'application/json' };
      const answer = await gateway.fetch(new Request('http://gateway/graphql', { method: 'POST', headers, body }));
      return JSON.stringify(await answer.json()).split('"asin"').length - 1;
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

async function openPeer(origin: string): Promise<Opened> {
  const upstream = createUpstream({ ...apiLimits, connections: 256 });
  const options = {
    upstream,
    credential: { accessKey: 'key', secretKey: 'secret' },
    endpoint: origin,
    clock: systemClock,
  };
  const getItems = async (asins: readonly string[]): Promise<readonly boolean[]> => {
    const ask = { marketplace: 'IN', operation: 'getItems', where: 'peer', partnerTag: 'tag-21' } as const;
    const question = { itemIds: asins, resources: ['itemInfo.title'] };
    const reply = await callPaApi(options, { ...ask, question, signal: AbortSignal.timeout(5_000) });
    return asins.map(() => reply.status === 200);
  };
  return {
    async ask(asins) {
      const loader = new DataLoader(getItems, { maxBatchSize: 10 });
      const found = await loader.loadMany(asins);
      return found.filter((one) => one === true).length;
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  };
}
