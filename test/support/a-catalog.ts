import { createMemoryStore } from '../../src/cache/stores/memory-store.ts';
import type { Store } from '../../src/cache/store.ts';
import type { Catalog, FreshAnswers, Operation, ProductRequest } from '../../src/catalog/answer.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import type { CursorKeys } from '../../src/catalog/cursor.ts';
import { createBackground, type Background } from '../../src/catalog/background.ts';
import type { GatewayEvent } from '../../src/event.ts';
import type { Asin } from '../../src/product/asin.ts';
import { createBatcher } from '../../src/source/batching/batcher.ts';
import type { Source } from '../../src/source/source.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import { createPermits, type Allowance } from '../../src/rate-limit/permits.ts';

/** A catalog over the given sources, each with an allowance of its own, and everything it reported. */
export type CatalogUnderTest = {
  readonly catalog: Catalog & { readonly fresh: FreshAnswers };
  readonly events: readonly GatewayEvent[];
  readonly store: Store;
  readonly background: Background;
};

/** How the catalog differs from one with a generous allowance and an empty memory store. */
export type CatalogParts = {
  readonly allowance?: Partial<Allowance>;
  readonly store?: Store;
  readonly staleMs?: number;
  /** Where the sources' allowances differ. */
  readonly allowanceOf?: (source: Source) => Partial<Allowance>;
  readonly cursorKeys?: CursorKeys;
  /** Paces calls while a day is short. */
  readonly interactiveP95Ms?: number;
  readonly clock?: Clock;
  /** Told of everything, too. */
  readonly watch?: (event: GatewayEvent) => void;
};

/** Creates the real catalog, batcher and permits over these sources. */
export function aCatalog(sources: readonly Source[], parts: CatalogParts = {}): CatalogUnderTest {
  const { clock = systemClock } = parts;
  const events: GatewayEvent[] = [];
  const report = (event: GatewayEvent) => {
    events.push(event);
    parts.watch?.(event);
  };
  const staleMs = parts.staleMs ?? 24 * 3_600_000;
  const store = parts.store ?? createMemoryStore({ maxEntries: 1_000, maxBytes: 10_000_000 }, clock);
  const random = () => 0.5;
  const background = createBackground(1_000, (error) => report({ type: 'unexpected', error, where: 'background' }));
  const accounts = sources.map((source) => ({
    sources: [source],
    permits: createPermits({ perSecond: 1_000, burst: 1, ...parts.allowance, ...parts.allowanceOf?.(source) }, clock),
  }));
  const batcher = createBatcher({ accounts, clock, random, report, interactiveP95Ms: parts.interactiveP95Ms });
  const cursorKeys = parts.cursorKeys ?? (async () => [Buffer.alloc(32, 'k')]);
  const catalog = openCatalog({
    sources,
    batcher,
    store,
    background,
    cursorKeys,
    staleMs,
    clock,
    random,
    report,
  });
  return { catalog, events, store, background };
}

/** An operation with this much time and a client that stays. */
export function anOperation(forMs = 10_000, signal: AbortSignal = new AbortController().signal): Operation {
  return { signal, deadlineAt: performance.now() + forMs, priority: 'INTERACTIVE' };
}

/** A product key in amazon.in. */
export function aKey(asin: Asin, parts: Partial<ProductRequest> = {}): ProductRequest {
  return { asin, marketplace: 'IN', realTime: false, ...parts };
}
