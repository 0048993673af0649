import { sandboxProducts } from './catalogue.ts';
import { between, pickOne } from './catalogue/random.ts';

/** Where the traffic goes, and how. */
export type TrafficOptions = {
  /** The gateway's own address. */
  readonly url: string;
  /** Between 0 and 1. */
  readonly random?: () => number;
  /** A key of the gateway, where it wants one. */
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

/** Asks as a small shop would, about once a second, until disposed of; answers are not looked at. */
export function startTraffic({ url, random = Math.random, key }: TrafficOptions): Disposable {
  const shop = sandboxProducts('IN').map(({ asin }) => asin);
  const abroad = sandboxProducts('US').map(({ asin }) => asin);
  const stopped = new AbortController();
  let timer = setTimeout(ask, 0);

  function ask(): void {
    timer = setTimeout(ask, between(random, 300, 1_500)).unref();
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

/** Some products are asked for far more often than others, some do not exist, and some must be up to date. */
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
