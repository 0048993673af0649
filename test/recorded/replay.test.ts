import { describe, expect, test } from 'vitest';
import { marketplaces, marketplaceHost, type MarketplaceCode } from '../../src/product/marketplace.ts';
import { hasRecordings, readRecorded, readRecordedJson } from '../support/recorded.ts';
import { checkProduct } from '../source/associates/common/recorded-item.ts';
import type { Reply, StandIn } from '../source/associates/common/stand-in.ts';
import { aRunningGateway, type Asked } from '../support/a-gateway.ts';
import { asProduct, askProduct, askProducts, askSearch, trailOf, type ShownSearch } from '../integration/questions.ts';
import {
  fieldOf,
  idsOf,
  inNormalForm,
  itemsOf,
  recordingsOf,
  startReplay,
  storeOfRecording,
  type Family,
} from './replay.ts';

const sourceOf: Readonly<Record<Family, string>> = { paapi: 'PA_API', creators: 'CREATORS_API' };
const versionOf = { NA: '3.1', EU: '3.2', FE: '3.3' } as const;

/** A gateway that knows one API only, and that API's stand-in. */
type Stage = AsyncDisposable & Asked & { readonly amazon: StandIn };

async function setStage(
  family: Family,
  marketplace: MarketplaceCode,
  special: Readonly<Record<string, Reply>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  await using started = new AsyncDisposableStack();
  const amazon = started.use(await startReplay(family, special));
  const credentials =
    family === 'paapi'
      ? {
          AMAZON_PAAPI_ACCESS_KEY: 'AKIDEXAMPLE',
          AMAZON_PAAPI_SECRET_KEY: 'SECRETEXAMPLE',
          AMAZON_PAAPI_ENDPOINT: amazon.origin,
        }
      : {
          AMAZON_CREATORS_CREDENTIAL_ID: 'amzn1.client',
          AMAZON_CREATORS_CREDENTIAL_SECRET: 'SECRETEXAMPLE',
          AMAZON_CREATORS_VERSION: versionOf[marketplaces[marketplace].region],
          AMAZON_CREATORS_ENDPOINT: amazon.origin,
          AMAZON_CREATORS_TOKEN_ENDPOINT: `${amazon.origin}/token`,
        };
  const gateway = started.use(
    await aRunningGateway({
      ...credentials,
      AMAZON_MARKETPLACE: marketplace,
      AMAZON_PARTNER_TAGS: `${marketplace}=shop-21`,
      SCRAPING_FALLBACK_ENABLED: 'false',
      MAX_REQUESTS_PER_SECOND: '200',
      ...environment,
    }),
  );
  const resources = started.move();
  return { ...gateway, amazon, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const families: readonly Family[] = ['paapi', 'creators'];

describe.runIf(hasRecordings).each(families)(
  'the gateway over recorded answers of %s (needs them beside this checkout)',
  (family) => {
    const names = recordingsOf(family);
    const read = (name: string): unknown => readRecordedJson(`${family}/${name}`);
    const isSearch = (name: string) => fieldOf(read(name), 'searchResult') !== undefined;
    const lookups = names.filter((name) => !isSearch(name) && idsOf(read(name)).known.length > 0);
    const searches = names.filter((name) => isSearch(name) && idsOf(read(name)).known.length > 0);

    test.each(lookups)('products: %s', async (name) => {
      const recording = read(name);
      const { known, unknown } = idsOf(recording);
      const marketplace = storeOfRecording(name);
      await using stage = await setStage(family, marketplace);
      const asked = [...unknown, ...known.toReversed()];
      const results = await askProducts(stage, asked);
      expect(results.map(({ asin }) => asin)).toEqual(asked);
      for (const result of results.slice(0, unknown.length)) expect(result.kind).toBe('ProductNotFound');
      for (const item of itemsOf(recording)) {
        const product = asProduct(results.find(({ asin }) => asin === fieldOf(item, 'asin')));
        checkProduct(inNormalForm(product), item);
        expect(product.provenance).toMatchObject({ source: sourceOf[family], cacheStatus: 'LIVE' });
        expect(trailOf(product.provenance.attempts)).toEqual([
          `${sourceOf[family]} ${product.quality.acceptable ? 'FOUND' : 'REJECTED'}`,
        ]);
      }
      const calls = stage.amazon.received.filter(({ path }) => path !== '/token');
      expect(calls).toHaveLength(1);
      expect(JSON.stringify([calls[0]?.headers, calls[0]?.body])).toContain(marketplaceHost(marketplace));
    });

    test.each(searches)('search: %s', async (name) => {
      const items = itemsOf(read(name)).filter((item) =>
        idsOf(read(name)).known.includes(String(fieldOf(item, 'asin'))),
      );
      await using stage = await setStage(family, storeOfRecording(name));
      const found = await askSearch(stage, { query: name, first: 10 });
      expect(found.refinements).toEqual(refinementsIn(read(name)));
      expect(found.nodes.map(({ asin }) => asin)).toEqual(items.map((item) => fieldOf(item, 'asin')));
      for (const [index, node] of found.nodes.entries()) checkProduct(inNormalForm(node), items[index]);
      expect(found.source).toBe(sourceOf[family]);
      expect(found.totalCount).toBe(fieldOf(fieldOf(read(name), 'searchResult'), 'totalResultCount') ?? null);
    });
  },
);

describe.runIf(hasRecordings)('the gateway over recorded refusals of PA-API (needs them beside this checkout)', () => {
  const refusal = (name: string, status: number): Reply => ({ status, body: readRecorded(`paapi/${name}`) });

  test.each(['us-searchitems-leog-zero-results.json', 'de-searchitems-nager-noresults.json'])(
    '%s is an empty page',
    async (name) => {
      await using stage = await setStage('paapi', storeOfRecording(name));
      expect(await askSearch(stage, { query: name })).toMatchObject({ nodes: [], totalCount: 0 });
    },
  );

  test('a call whose only id is unknown is null without an error', async () => {
    await using stage = await setStage('paapi', 'US');
    expect(await askProduct(stage, 'B01MF9L9V3')).toEqual({ product: null, errors: [] });
  });

  test.each([
    ['error-toomanyrequests-nager.json', 429, 'THROTTLED'],
    ['us-error-validation-languages-gopaapi5.json', 400, 'MALFORMED'],
  ])('%s is no answer about the product', async (name, status, code) => {
    await using stage = await setStage('paapi', 'US', { B000000001: refusal(name, status) });
    const { product, errors } = await askProduct(stage, 'B000000001');
    expect(product).toBeNull();
    expect(errors[0]?.extensions).toMatchObject({
      code: 'SOURCES_UNAVAILABLE',
      attempts: [{ source: 'PA_API', outcome: 'FAILED', code }],
    });
  });

  test('an id that makes Amazon refuse the whole call costs the others nothing', async () => {
    const name = 'us-error-400-malformed-itemid-openlibrary3142.json';
    await using stage = await setStage('paapi', 'US', { B0REFUSED1: refusal(name, 400) });
    const results = await askProducts(stage, ['0805210318', 'B0REFUSED1', '0892131349']);
    expect(results.map(({ kind }) => kind)).toEqual(['Product', 'ProductNotFound', 'Product']);
  });
});

describe.runIf(hasRecordings)(
  'the gateway over recorded refusals of the Creators API (needs them beside this checkout)',
  () => {
    const documented = (): readonly (Reply & { readonly status: number })[] =>
      JSON.parse(readRecorded('creators/errors-doc.json').toString('utf8'));

    test('every documented error is told by its class, and "not found" by none but 404', async () => {
      const told: string[] = [];
      for (const reply of documented()) {
        await using stage = await setStage('creators', 'US', { B000000001: reply });
        const [result] = await askProducts(stage, ['B000000001']);
        if (result === undefined || result.kind === 'Product') throw new Error('an error was taken for a product');
        told.push([reply.status, result.kind, result.attempts[0]?.code].filter(Boolean).join(' '));
      }
      expect(new Set(told)).toEqual(
        new Set([
          '400 ProductUnavailable CREDENTIALS',
          '400 ProductUnavailable MALFORMED',
          '401 ProductUnavailable CREDENTIALS',
          '403 ProductUnavailable CREDENTIALS',
          '404 ProductNotFound',
          '429 ProductUnavailable THROTTLED',
          '500 ProductUnavailable SERVER',
        ]),
      );
    });

    test('an account that is not eligible is told so in the log, and retrying is not advised', async () => {
      const reply = { status: 403, body: readRecorded('creators/error-403-associatenoteligible-real.json') };
      await using stage = await setStage('creators', 'US', { B000000001: reply });
      const { errors } = await askProduct(stage, 'B000000001');
      expect(errors[0]?.extensions).toMatchObject({ retryable: false, attempts: [{ code: 'CREDENTIALS' }] });
      expect(stage.logs.join('')).toContain('qualified sales');
      expect(stage.logs.join('')).not.toContain('SECRETEXAMPLE');
    });

    test('a credential of another region is refused where its token is asked for, and nothing else is asked', async () => {
      const reply = { status: 400, body: readRecorded('creators/token-v2-400-wrong-region-real.json') };
      await using stage = await setStage('creators', 'US', { '/token': reply }, { AMAZON_CREATORS_VERSION: '2.1' });
      const { errors } = await askProduct(stage, 'B09B2SBHQK');
      expect(errors[0]?.extensions).toMatchObject({ attempts: [{ outcome: 'FAILED', code: 'CREDENTIALS' }] });
      expect(stage.amazon.received.map(({ path }) => path)).toEqual(['/token']);
    });

    test('a search without hits is an empty page', async () => {
      const reply = { status: 404, body: readRecorded('creators/error-404-noresults-doc.json') };
      await using stage = await setStage('creators', 'US', { nothing: reply });
      expect(await askSearch(stage, { query: 'nothing' })).toMatchObject({ nodes: [], totalCount: 0 });
    });

    test.each([
      ['BR', 'br-listing-real-price-block.json', { amount: '588.90', currency: 'BRL' }],
      ['JP', 'jp-item-real-shape-elided.json', undefined],
    ] as const)('a single item of %s', async (marketplace, name, price) => {
      const item = { ...asObject(readRecordedJson(`creators/${name}`)), asin: 'B0RECORDED', detailPageURL: undefined };
      await using stage = await setStage('creators', marketplace, {
        B0RECORDED: { body: { itemsResult: { items: [item] } } },
      });
      const product = asProduct((await askProduct(stage, 'B0RECORDED')).product);
      checkProduct(inNormalForm(product), item);
      if (price !== undefined) expect(product.price).toMatchObject(price);
    });
  },
);

/** The facets of a recorded search: recordings have categories only, which are all known. */
function refinementsIn(recording: unknown): ShownSearch['refinements'] {
  const index = fieldOf(fieldOf(fieldOf(recording, 'searchResult'), 'searchRefinements'), 'searchIndex');
  const bins = fieldOf(index, 'bins');
  if (!Array.isArray(bins)) return [];
  const shown = bins.map((bin) => {
    const id = String(fieldOf(bin, 'id'));
    return { name: String(fieldOf(bin, 'displayName')).trim(), id, category: id, browseNodeId: null, brand: null };
  });
  return [{ name: String(fieldOf(index, 'displayName')), bins: shown }];
}

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new Error('no object');
  return value;
}
