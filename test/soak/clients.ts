import { Agent, request } from 'undici';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { note, type SoakTally } from './tally.ts';
import { shownFields, wrongAbout, wrongIn, type Shown } from './truth.ts';

/** Clients that behave: whom they ask, until when, and who counts. */
export type ClientsOptions = {
  readonly urls: readonly string[];
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly tally: SoakTally;
};

type Answer = {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
};

/** Longer than any deadline of the gateway: whoever is not answered by then is lost. */
const patienceMs = 30_000;
const longestPauseMs = 40;
const markets = ['IN', 'US', 'UK'] as const;
const words = ['earbuds', 'black', 'kettle', 'lamp', 'steel', 'zzqqxxyy'];

/** What may honestly be said when a source, the day or the time is at its end. */
const honest = new Set(['SOURCES_UNAVAILABLE', 'QUOTA_EXHAUSTED', 'DEADLINE_EXCEEDED', 'OVERLOADED', 'RATE_LIMITED']);

/** Starts so many clients that ask one thing after the other and check every answer; resolves when all have ended. */
export async function runClients(count: number, options: ClientsOptions): Promise<void> {
  const agent = new Agent({ connections: count, pipelining: 1 });
  await Promise.all(Array.from({ length: count }, () => runClient(agent, options)));
  await agent.close();
}

async function runClient(agent: Agent, { urls, signal, random, tally }: ClientsOptions): Promise<void> {
  const among = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const someAsin = (market: (typeof markets)[number]) =>
    random() < 0.1 ? unknownAsin(random) : (among(sandboxProducts(market))?.asin ?? unknownAsin(random));

  async function ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer | undefined> {
    tally.asked += 1;
    try {
      const { statusCode, body } = await request(`${among(urls) ?? ''}/graphql`, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await body.text();
      const answer: Answer = JSON.parse(text);
      const codes = (answer.errors ?? []).map(({ extensions }) => extensions?.code ?? 'none');
      const odd = codes.find((code) => !honest.has(code));
      if (odd !== undefined || (statusCode >= 500 && codes.length === 0)) {
        note(
          tally,
          'wrong',
          `status ${statusCode}, code ${odd}: ${text.slice(0, 300)} to ${JSON.stringify(variables)}`,
        );
      }
      for (const { message } of answer.errors ?? []) tally.reasons.set(message, (tally.reasons.get(message) ?? 0) + 1);
      if (codes.length > 0) tally.unavailable += 1;
      else tally.answered += 1;
      return answer;
    } catch (error) {
      note(tally, 'lost', `${error instanceof Error ? `${error.name} ${error.message}` : String(error)}: ${query}`);
      return undefined;
    }
  }

  function check(wrong: string | undefined, about: string): void {
    tally.checked += 1;
    if (wrong !== undefined) note(tally, 'wrong', `${about}: ${wrong}`);
  }

  async function askOne(): Promise<void> {
    const marketplace = among(markets) ?? 'IN';
    const asin = someAsin(marketplace);
    const variables = { asin, marketplace, realTime: random() < 0.2 };
    const answer = await ask(
      `query One($asin: ASIN!, $marketplace: Marketplace, $realTime: Boolean!) {
        product(asin: $asin, marketplace: $marketplace, realTime: $realTime) { ${shownFields} } }`,
      variables,
    );
    if (answer === undefined || answer.errors !== undefined) return;
    const shown: Shown = shownIn(answer.data?.['product'])[0] ?? { kind: 'ProductNotFound', asin };
    check(wrongAbout(asin, marketplace, shown), `product ${marketplace} ${asin}`);
  }

  async function askMany(): Promise<void> {
    const marketplace = among(markets) ?? 'IN';
    const asins = [...new Set(Array.from({ length: 2 + Math.floor(random() * 18) }, () => someAsin(marketplace)))];
    const answer = await ask(
      `query Many($asins: [ASIN!]!, $marketplace: Marketplace) { products(asins: $asins, marketplace: $marketplace) {
        ... on Product { ${shownFields} }
        ... on ProductNotFound { kind: __typename asin }
        ... on ProductUnavailable { kind: __typename asin } } }`,
      { asins, marketplace },
    );
    if (answer?.data == null) return;
    const shown = shownIn(answer.data['products']);
    if (shown.length !== asins.length) check(`${shown.length} results`, `products of ${asins.length}`);
    for (const [index, one] of shown.entries()) {
      const asin = asins[index] ?? '';
      check(wrongAbout(asin, marketplace, one), `products ${marketplace} ${asin}`);
    }
  }

  async function searchOn(): Promise<void> {
    const marketplace = among(markets) ?? 'IN';
    const query = among(words) ?? 'lamp';
    const seen = new Set<string>();
    let after: string | undefined;
    for (let slice = 0; slice < 3; slice += 1) {
      const answer = await ask(
        `query Look($query: String!, $marketplace: Marketplace, $after: String) {
          search(query: $query, marketplace: $marketplace, after: $after, first: 7) {
            nodes { ${shownFields} } pageInfo { hasNextPage endCursor } } }`,
        { query, marketplace, after },
      );
      const found = readSlice(answer?.data?.['search']);
      if (found === undefined) return;
      for (const hit of found.nodes) {
        check(wrongIn(marketplace, hit), `search ${marketplace} ${query} ${hit.asin}`);
        if (seen.has(hit.asin)) check('it is there twice', `search ${marketplace} ${query} ${hit.asin}`);
        seen.add(hit.asin);
      }
      if (!found.pageInfo.hasNextPage || found.pageInfo.endCursor === null) return;
      after = found.pageInfo.endCursor;
    }
  }

  while (!signal.aborted) {
    const turn = random();
    if (turn < 0.45) await askOne();
    else if (turn < 0.8) await askMany();
    else await searchOn();
    await new Promise((resolve) => setTimeout(resolve, random() * longestPauseMs));
  }
}

type SearchSlice = {
  readonly nodes: readonly Shown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

/** What the gateway says is in the shape of its schema, which other tests hold. */
function shownIn(value: unknown): readonly Shown[] {
  const shown: readonly Shown[] | Shown | null = JSON.parse(JSON.stringify(value ?? null));
  if (shown === null) return [];
  return 'kind' in shown ? [shown] : shown;
}

function readSlice(value: unknown): SearchSlice | undefined {
  const slice: SearchSlice | null = JSON.parse(JSON.stringify(value ?? null));
  return slice ?? undefined;
}

function unknownAsin(random: () => number): string {
  return `B0ZZ${Math.floor(random() * 36 ** 6)
    .toString(36)
    .toUpperCase()
    .padStart(6, '0')}`;
}
