import { createServer, type ServerResponse } from 'node:http';

/** The environment of a gateway whose only source is the stand-in at `origin`. */
export function paApiEnvironment(origin: string, perSecond: number): Record<string, string> {
  return {
    AMAZON_PAAPI_ACCESS_KEY: 'AKIDEXAMPLE',
    AMAZON_PAAPI_SECRET_KEY: 'SECRETEXAMPLE',
    AMAZON_PAAPI_PARTNER_TAG: 'tag-21',
    AMAZON_PAAPI_ENDPOINT: origin,
    SCRAPING_FALLBACK_ENABLED: 'false',
    MAX_REQUESTS_PER_SECOND: String(perSecond),
    REQUEST_DEADLINE_MS: '120000',
    LOG_LEVEL: 'SILENT',
  };
}

/** A stand-in for PA-API's GetItems. */
export type StandIn = AsyncDisposable & {
  readonly origin: string;
  /** Calls, how many of them came before their time, and how many products the others carried. */
  count(): { readonly calls: number; readonly refused: number; readonly items: number };
};

/** Knows every ASIN, and answers 429 to a call that comes more than `earlyMs` before its time. */
export async function standIn(perSecond: number, earlyMs = 20): Promise<StandIn> {
  let calls = 0;
  let refused = 0;
  let items = 0;
  let nextAt = 0;
  const server = createServer((request, response) => {
    calls += 1;
    const now = performance.now();
    // A call may be a little early because network latency varies.
    const early = now < nextAt - earlyMs;
    if (early) refused += 1;
    else nextAt = Math.max(now, nextAt) + 1000 / perSecond;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const ids = asinsIn(Buffer.concat(chunks).toString('utf8'));
      items += ids.length;
      reply(response, early, ids);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    count: () => ({ calls, refused, items }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function asinsIn(body: string): readonly string[] {
  return [...body.matchAll(/"([A-Z0-9]{10})"/g)].map(([, id = '']) => id);
}

function reply(response: ServerResponse, early: boolean, ids: readonly string[]): void {
  response.setHeader('content-type', 'application/json');
  if (early) {
    const Errors = [{ Code: 'TooManyRequests', Message: 'The request was denied due to request throttling.' }];
    response.writeHead(429).end(JSON.stringify({ __type: 'com.amazon.paapi5#TooManyRequestsException', Errors }));
    return;
  }
  const Items = ids.map((ASIN) => ({
    ASIN,
    DetailPageURL: `https://www.amazon.in/dp/${ASIN}`,
    ItemInfo: { Title: { DisplayValue: `Product ${ASIN}` } },
    Images: { Primary: { Large: { URL: `https://m.media-amazon.com/images/I/${ASIN}.jpg`, Height: 500, Width: 500 } } },
    OffersV2: {
      Listings: [
        {
          Price: { Money: { Amount: 1299, Currency: 'INR', DisplayAmount: '₹1,299.00' } },
          Condition: { Value: 'New' },
          Availability: { Type: 'IN_STOCK' },
          IsBuyBoxWinner: true,
        },
      ],
    },
  }));
  response.writeHead(200).end(JSON.stringify({ ItemsResult: { Items } }));
}

/** One of many ASINs. */
export function asinNumber(n: number): string {
  return `B0${n.toString(36).toUpperCase().padStart(8, '0')}`;
}
