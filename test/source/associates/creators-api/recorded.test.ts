import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAsin } from '../../../../src/product/asin.ts';
import { isMarketplaceCode, marketplaces, type MarketplaceCode } from '../../../../src/product/marketplace.ts';
import { fetchCreatorsToken, type CreatorsVersion } from '../../../../src/source/associates/creators-api/token.ts';
import { apiLimits, createUpstream } from '../../../../src/upstream/upstream.ts';
import { hasRecordings, readRecorded, recordedRoot } from '../../../support/recorded.ts';
import { aContext, asins, failureOf, terms } from '../common/build.ts';
import { checkAmounts, checkWholeProduct } from '../common/recorded-item.ts';
import { startStandIn } from '../common/stand-in.ts';
import { setStage } from './stage.ts';
import { lookUp, searchFor } from '../../../support/ask-source.ts';

type Item = { readonly asin: string };
type Recording = {
  readonly itemsResult?: { readonly items: readonly Item[] };
  readonly itemResults?: { readonly items: readonly Item[] };
  readonly searchResult?: { readonly items: readonly Item[]; readonly totalResultCount?: number };
  readonly variationsResult?: { readonly items: readonly Item[] };
  readonly errors?: readonly { readonly message: string }[];
};

const read = (name: string): Recording => JSON.parse(readRecorded(`creators/${name}`).toString('utf8'));
const names = hasRecordings
  ? readdirSync(new URL('creators/', recordedRoot)).filter((name) => name.endsWith('.json'))
  : [];
const versions: Readonly<Record<string, CreatorsVersion>> = { NA: '3.1', EU: '3.2', FE: '3.3' };

/** A stage whose Amazon answers one recording, and the store that the recording is of. */
async function replay(name: string, status = 200, body: unknown = readRecorded(`creators/${name}`)) {
  const code = name.slice(0, 2).toUpperCase();
  const marketplace: MarketplaceCode = isMarketplaceCode(code) ? code : 'US';
  const stage = await setStage(() => ({ status, body }), versions[marketplaces[marketplace].region]);
  return { stage, context: aContext(marketplace) };
}

describe.runIf(hasRecordings)('recorded answers of the Creators API', () => {
  const itemsOf = ({ itemsResult, itemResults, variationsResult }: Recording) =>
    (itemsResult ?? itemResults ?? variationsResult)?.items;

  test.each(names.filter((name) => itemsOf(read(name)) !== undefined))(
    '%s: items as they say themselves, ids in errors missing',
    async (name) => {
      const recording = read(name);
      const items = itemsOf(recording)!;
      const readable = items.filter(({ asin }) => parseAsin(asin) !== undefined);
      const unknown = (recording.errors ?? []).map(({ message }) => /ItemIds? (\w{10}) /.exec(message)?.[1] ?? '');
      const { variationsResult, ...rest } = recording;
      const body = variationsResult === undefined ? rest : { itemsResult: variationsResult };
      const { stage, context } = await replay(name, 200, body);
      await using _ = stage;
      const asked = asins(...unknown, ...readable.map(({ asin }) => asin), 'B0ANOTHER1');
      const findings = await lookUp(stage.source, asked, context);
      for (const asin of asins(...unknown)) expect(findings.get(asin)).toEqual({ kind: 'missing' });
      for (const item of readable) {
        const finding = findings.get(asins(item.asin)[0]!);
        if (finding?.kind !== 'found') throw new Error(`${item.asin} was not found`);
        checkWholeProduct(finding.product, item);
      }
      // Where an item of the answer has an ASIN that is none (a hand-written one has), nothing else counts as missing.
      const other = findings.get(asins('B0ANOTHER1')[0]!);
      expect(other?.kind).toBe(readable.length === items.length ? 'missing' : 'failed');
    },
  );

  test.each(names.filter((name) => read(name).searchResult !== undefined))(
    '%s: hits as they say themselves',
    async (name) => {
      const { items, totalResultCount } = read(name).searchResult!;
      const readable = items.filter(({ asin }) => parseAsin(asin) !== undefined);
      const { stage, context } = await replay(name);
      await using _ = stage;
      const search = searchFor(stage.source, terms(), undefined, context);
      if (readable.length === 0) {
        expect((await failureOf(search)).code).toBe('MALFORMED');
        return;
      }
      const page = await search;
      expect(page.hits.map(({ asin }) => asin)).toEqual(readable.map(({ asin }) => asin));
      expect(page.totalCount).toBe(totalResultCount);
      for (const [index, hit] of page.hits.entries()) checkWholeProduct(hit, readable[index]);
    },
  );

  test.each(['jp-item-real-shape-elided.json', 'br-listing-real-price-block.json'])(
    '%s: a single item',
    async (name) => {
      const item = { asin: 'XXXXXXXXXX', ...read(name), detailPageURL: undefined };
      const { stage, context } = await replay(name, 200, { itemsResult: { items: [item] } });
      await using _ = stage;
      const finding = (await lookUp(stage.source, asins('XXXXXXXXXX'), context)).get(asins('XXXXXXXXXX')[0]!);
      if (finding?.kind !== 'found') throw new Error('the item was not found');
      checkWholeProduct(finding.product, item);
      expect(finding.product.images).toEqual([]);
    },
  );

  test('amounts are in major units: each equals its own display text', () => {
    const checked = names.map((name) => checkAmounts(read(name))).reduce((sum, count) => sum + count, 0);
    expect(checked).toBeGreaterThan(10);
  });

  test('every documented error has its class', async () => {
    const documented: readonly { status: number; body: unknown }[] = JSON.parse(
      readRecorded('creators/errors-doc.json').toString('utf8'),
    );
    const asked = asins('B08N5WRWNW', 'B000000002');
    const told: string[] = [];
    for (const { status, body } of documented) {
      const { stage, context } = await replay('errors-doc.json', status, body);
      await using _ = stage;
      const outcome = lookUp(stage.source, asked, context);
      if (status === 404) told.push([...(await outcome).values()].map(({ kind }) => kind).join('+'));
      else {
        const { code, tokenRefused, retryAfterMs, unnamedFault } = await failureOf(outcome);
        told.push([code, tokenRefused && 'token', unnamedFault && 'split', retryAfterMs].filter(Boolean).join(' '));
      }
    }
    expect(told).toEqual([
      'CREDENTIALS',
      'CREDENTIALS',
      'MALFORMED',
      'CREDENTIALS token',
      'CREDENTIALS token',
      'CREDENTIALS',
      'THROTTLED',
      'THROTTLED 60000',
      'missing+missing',
      'SERVER',
    ]);
  });

  test('an account that is not eligible is told so', async () => {
    const { stage, context } = await replay('error-403-associatenoteligible-real.json', 403);
    await using _ = stage;
    const failure = await failureOf(lookUp(stage.source, asins('B000000001'), context));
    expect(failure.code).toBe('CREDENTIALS');
    expect(failure.message).toContain('qualified sales');
  });

  test('a search without hits is an empty page', async () => {
    const { stage, context } = await replay('error-404-noresults-doc.json', 404);
    await using _ = stage;
    expect(await searchFor(stage.source, terms(), undefined, context)).toEqual({
      hits: [],
      totalCount: 0,
      reachableCount: 0,
    });
  });

  test('an answer about browse nodes says nothing of any item', async () => {
    const { stage, context } = await replay('us-getbrowsenodes-doc-partial.json');
    await using _ = stage;
    expect((await failureOf(lookUp(stage.source, asins('B000000001'), context))).code).toBe('SERVER');
  });

  test.each([
    ['token-v2-ok-real-redacted.json', 200, '2.1', 'REDACTED'],
    ['token-v3-ok-doc.json', 200, '3.1', 'Atc|MQICIJvSKVTZ...'],
    ['token-v2-400-wrong-region-real.json', 400, '2.1', undefined],
  ] as const)('%s', async (name, status, version, expected) => {
    await using amazon = await startStandIn(() => ({ status, body: readRecorded(`creators/${name}`) }));
    await using upstream = createUpstream(apiLimits);
    const credential = { id: 'id', secret: 'secret', version };
    const token = fetchCreatorsToken(upstream, credential, amazon.origin)(new AbortController().signal);
    if (expected === undefined) expect((await failureOf(token)).code).toBe('CREDENTIALS');
    else expect(await token).toEqual({ value: expected, expiresInMs: 3_600_000 });
  });
});
