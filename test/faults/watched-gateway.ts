import { expect } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import { secrets, tokens } from './stand-ins.ts';

/** Real time, some of which can be skipped: tokens expire and circuits close without anybody waiting for it. */
export type SkippingClock = Clock & { skip(ms: number): void };

/** The machine's clock with an offset. */
export function skippingClock(): SkippingClock {
  let skippedMs = 0;
  return {
    wall: () => systemClock.wall() + skippedMs,
    monotonic: () => systemClock.monotonic() + skippedMs,
    skip(ms) {
      skippedMs += ms;
    },
  };
}

/** One entry of `products`, as far as the tests look at it. */
export type Result = {
  readonly type: 'Product' | 'ProductNotFound' | 'ProductUnavailable';
  readonly asin: string;
  readonly title?: string | null;
  readonly price?: { readonly amount: string } | null;
  readonly provenance?: { readonly cacheStatus: string; readonly attempts: readonly Attempted[] };
  readonly code?: string;
  readonly message?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number | null;
  readonly attempts?: readonly Attempted[];
};

export type Attempted = { readonly source: string; readonly outcome: string; readonly code: string | null };

type Data = {
  readonly products?: readonly Result[];
  readonly sourceAnalytics?: { readonly sources: readonly { readonly source: string }[] };
};

/** A gateway of which everything is kept that it ever said. */
export type WatchedGateway = AsyncDisposable & {
  readonly gateway: Gateway;
  readonly events: readonly GatewayEvent[];
  /** Everything that was answered or logged. */
  readonly said: readonly string[];
  readonly deadlineMs: number;
  products(
    asins: readonly string[],
    more?: { readonly marketplace?: string; readonly realTime?: boolean },
  ): Promise<{
    readonly results: readonly Result[];
    readonly tookMs: number;
  }>;
  /** Resolves with the next event that fits. */
  next(fits: (event: GatewayEvent) => boolean): Promise<void>;
  /** What `sourceAnalytics` shows of the one source. */
  report(source: string): Promise<unknown>;
};

const productsQuery = `query ($asins: [ASIN!]!, $marketplace: Marketplace, $realTime: Boolean! = false) {
  products(asins: $asins, marketplace: $marketplace, realTime: $realTime) {
    type: __typename
    ... on Product { asin title price { amount } provenance { cacheStatus attempts { source outcome code } } }
    ... on ProductNotFound { asin attempts { source outcome code } }
    ... on ProductUnavailable { asin code message retryable retryAfterMs attempts { source outcome code } }
  }
}`;

const analyticsQuery = `{ sourceAnalytics { sources { source enabled circuit lastError { code message } } recommendations { message } } }`;

/** Starts a gateway with this environment, raised rates, a short deadline and the most talkative log. */
export function watchGateway(
  environment: Readonly<Record<string, string>>,
  clock: Clock = skippingClock(),
): WatchedGateway {
  const deadlineMs = 1500;
  const config = parseConfig({
    PORT: '0',
    LOG_LEVEL: 'TRACE',
    REQUEST_DEADLINE_MS: String(deadlineMs),
    MAX_REQUESTS_PER_SECOND: '1000',
    SCRAPING_REQUESTS_PER_SECOND: '1000',
    SCRAPING_FALLBACK_ENABLED: 'false',
    ...environment,
  });
  const events: GatewayEvent[] = [];
  const said: string[] = [];
  const listeners = new Set<(event: GatewayEvent) => void>();
  const gateway = createGateway(config, {
    clock,
    random: () => 0.5,
    report(event) {
      events.push(event);
      for (const listen of listeners) listen(event);
    },
    writeLog: (line) => void said.push(line),
  });

  async function ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> {
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
    );
    const text = await response.text();
    said.push(text);
    const answer: { readonly data: Data; readonly errors?: unknown } = JSON.parse(text);
    expect(answer.errors).toBeUndefined();
    return answer.data;
  }

  return {
    gateway,
    events,
    said,
    deadlineMs,
    async products(asins, more = {}) {
      const startedAt = performance.now();
      const { products = [] } = await ask(productsQuery, { asins, ...more });
      return { results: products, tookMs: performance.now() - startedAt };
    },
    next(fits) {
      return new Promise((resolve) => {
        const listen = (event: GatewayEvent) => {
          if (!fits(event)) return;
          listeners.delete(listen);
          resolve();
        };
        listeners.add(listen);
      });
    },
    async report(source) {
      const { sourceAnalytics } = await ask(analyticsQuery, {});
      return sourceAnalytics?.sources.find((one) => one.source === source);
    },
    [Symbol.asyncDispose]: async () => await gateway[Symbol.asyncDispose](),
  };
}

/** Nothing that a gateway said holds a secret, plain, escaped or URL-encoded. */
export function expectNoSecret({ said }: Pick<WatchedGateway, 'said'>): void {
  const everything = said.join('\n');
  for (const [name, secret] of Object.entries({ ...secrets, ...tokens })) {
    for (const form of formsOf(secret)) {
      expect(everything.includes(form), `${name} was said, as ${form.slice(0, 12)}…`).toBe(false);
    }
  }
  expect(everything).not.toMatch(/Signature=[0-9a-f]/);
}

function formsOf(secret: string): readonly string[] {
  const uri = encodeURIComponent(secret);
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  return [secret, uri, form, uri.toLowerCase(), Buffer.from(secret).toString('base64')];
}
