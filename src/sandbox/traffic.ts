import { sandboxProducts } from './catalogue.ts';
import { between, pickOne } from './catalogue/random.ts';

/** Options of the traffic. */
export type TrafficOptions = {
  /** The gateway's base URL. */
  readonly url: string;
  /** Returns numbers between 0 and 1; `Math.random` unless given. */
  readonly random?: () => number;
  /** An API key, where the gateway needs one. */
  readonly key?: string | undefined;
};

type Operation = { readonly operationName: string; readonly query: string; readonly variables: object };

const fields = 'title price { formatted } availability provenance { source cacheStatus }';
const documents = {
  Product: `query Product($asin: ASIN!, $marketplace: Marketplace, $realTime: Boolean! = false) { product(asin: $asin, marketplace: $marketplace, realTime: $realTime) { ${fields} } }`,
  Prices: `query Prices($asins: [ASIN!]!) { products(asins: $asins) { __typename ... on Product { ${fields} } } }`,
  Search: `query Search($query: String!) { search(query: $query, first: 5) { nodes { ${fields} } } }`,
} as const;

const words = ['wireless earbuds', 'kettle', 'backpack', 'desk lamp', 'running shoes', 'water bottle'];

/** Sends operations as a small shop would, about once a second, until it is disposed of. It ignores the answers. */
export function startTraffic({ url, random = Math.random, key }: TrafficOptions): Disposable {
  const shop = sandboxProducts('IN').map(({ asin }) => asin);
  const abroad = sandboxProducts('US').map(({ asin }) => asin);
  const stopped = new AbortController();
  let timer = setTimeout(sendNext, 0);

  function sendNext(): void {
    timer = setTimeout(sendNext, between(random, 300, 1_500)).unref();
    const body = JSON.stringify(nextOperation(random, shop, abroad));
    const headers = { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) };
    fetch(`${url}/graphql`, { method: 'POST', headers, body, signal: stopped.signal })
      .then((answer) => answer.text())
      .catch(() => undefined);
  }

  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      stopped.abort();
    },
  };
}

/** Some products are requested far more often than others, some do not exist, and some are requested in real time. */
function nextOperation(random: () => number, shop: readonly string[], abroad: readonly string[]): Operation {
  const popular = (asins: readonly string[]) => asins[Math.floor(random() ** 2.5 * asins.length)] ?? '';
  const kind = random();
  if (kind < 0.2)
    return operation('Prices', { asins: Array.from({ length: between(random, 3, 9) }, () => popular(shop)) });
  if (kind < 0.3) return operation('Search', { query: pickOne(random, words) });
  if (kind < 0.42) return operation('Product', { asin: popular(abroad), marketplace: 'US' });
  if (kind < 0.47) return operation('Product', { asin: `B00NONE${between(random, 100, 999)}` });
  return operation('Product', { asin: popular(shop), realTime: random() < 0.08 });
}

function operation(operationName: keyof typeof documents, variables: object): Operation {
  return { operationName, query: documents[operationName], variables };
}
