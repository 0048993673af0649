import { readdirSync } from 'node:fs';
import { parseConfig } from '../../src/config.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { marketplaceCodes, marketplaces, type MarketplaceCode } from '../../src/product/marketplace.ts';
import type { Product } from '../../src/product/product.ts';
import { createPermits } from '../../src/rate-limit/permits.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxProduct } from '../../src/sandbox/catalogue/product.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { readItem } from '../../src/source/associates/common/item/item.ts';
import type { Source } from '../../src/source/source.ts';
import { normalize } from '../../src/source/sp-api/normalize.ts';
import { readCatalog } from '../../src/source/sp-api/wire.ts';
import { createTokenStore } from '../../src/upstream/token.ts';
import { apiLimits, createUpstream } from '../../src/upstream/upstream.ts';
import type { SourceId } from '../../src/vocabulary.ts';
import { readSaved, savedPages } from '../source/scraping/accuracy.ts';
import { asinOf } from '../support/asins.ts';
import { lookUp } from '../support/ask-source.ts';
import { hasRecordings, readRecordedJson, recordedRoot } from '../support/recorded.ts';
import { fieldOf, itemsOf, recordingsOf, storeOfRecording, type Family } from './replay.ts';

/** The products in all recorded answers of each source; none where the recordings are not beside this checkout. */
export const recordedProducts: Readonly<Record<string, () => Promise<readonly Product[]>>> = {
  CREATORS_API: async () => associatesProducts('creators'),
  PA_API: async () => associatesProducts('paapi'),
  SP_API: async () => catalogueProducts(),
  SCRAPING: async () => pageProducts(),
};

function associatesProducts(family: Family): readonly Product[] {
  return recordingsOf(family).flatMap((name) => {
    const recording = readRecordedJson(`${family}/${name}`);
    const variations = fieldOf(fieldOf(recording, 'variationsResult'), 'items');
    const items = [...itemsOf(recording), ...(Array.isArray(variations) ? variations : [])];
    return items.flatMap((item) => readItem(item, storeOfRecording(name)) ?? []);
  });
}

function catalogueProducts(): readonly Product[] {
  if (!hasRecordings) return [];
  const paths = readdirSync(new URL('spapi/', recordedRoot), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => /catalog.*\.json$/.test(path) && !/[/.]4\d\d/.test(path))
    .flatMap((path) => {
      const file = readRecordedJson(`spapi/${path}`);
      const exchange = fieldOf(file, 'response');
      const body = fieldOf(exchange, 'body') ?? exchange ?? file;
      if (fieldOf(body, 'errors') !== undefined) return [];
      const { items } = readCatalog(fieldOf(body, 'items') === undefined ? { items: [body] } : body);
      return [...items].map(([asin, item]) => normalize(asin, item, { marketplace: storeOfItem(item) }));
    });
}

function storeOfItem(item: unknown): MarketplaceCode {
  const said = JSON.stringify(fieldOf(item, 'summaries') ?? []);
  return marketplaceCodes.find((code) => said.includes(`"${marketplaces[code].spApiId}"`)) ?? 'US';
}

async function pageProducts(): Promise<readonly Product[]> {
  if (!hasRecordings) return [];
  const products: Product[] = [];
  for (const page of savedPages()) {
    const product = await readSaved(page);
    if (product !== undefined) products.push(product);
  }
  return products;
}

/** The products that a source finds in the sandbox: some of every state, kind and family. */
export async function sandboxFindings(id: SourceId): Promise<readonly Product[]> {
  let stepsMs = 0;
  // Each reading of the clock refills the sandbox's quotas.
  const now = () => Date.now() + (stepsMs += 11_000);
  await using sandbox = await startSandbox({ requestsPerSecond: 10_000, now });
  await using upstream = createUpstream(apiLimits);
  const configured = parseConfig(sandbox.environment).sources.find(({ definition }) => definition.id === id);
  if (configured?.configured === undefined) throw new Error(`${id} is not configured`);
  const { source } = configured.configured.create({
    clock,
    report: () => undefined,
    freshMs: 3_600_000,
    upstream,
    connect: () => upstream,
    permits: () => createPermits({ perSecond: 10_000, burst: 1_000 }, clock),
    tokens: (_, options) => createTokenStore(options),
  });
  return await findAll(source, 'IN', sampleOf(sandboxProducts('IN')));
}

function sampleOf(products: readonly SandboxProduct[]): readonly SandboxProduct[] {
  const seen = new Map<string, number>();
  return products.filter(({ state, category }) => {
    const kind = state === 'IN_STOCK' ? category : state;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return (seen.get(kind) ?? 0) <= 3;
  });
}

async function findAll(
  source: Source,
  marketplace: MarketplaceCode,
  sample: readonly SandboxProduct[],
): Promise<readonly Product[]> {
  const { signal } = new AbortController();
  await source.ready(marketplace, signal);
  const size = source.operations.lookup.batchSize;
  const products: Product[] = [];
  for (let at = 0; at < sample.length; at += size) {
    const asins = sample.slice(at, at + size).map(({ asin }) => asinOf(asin));
    const findings = await lookUp(source, asins, { marketplace, signal, budgetMs: 8_000 });
    for (const finding of findings.values()) if (finding.kind === 'found') products.push(finding.product);
  }
  return products;
}
