import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAsin, type Asin } from '../../../../src/product/asin.ts';
import { isMarketplaceCode } from '../../../../src/product/marketplace.ts';
import { hasRecordings, readRecorded, recordedRoot } from '../../../support/recorded.ts';
import { aContext, asins, failureOf, terms } from '../common/build.ts';
import { checkAmounts, checkWholeProduct } from '../common/recorded-item.ts';
import { setStage } from './stage.ts';
import { lookUp, searchFor } from '../../../support/ask-source.ts';

type Entry = { readonly ASIN: string };
type Recording = {
  readonly ItemsResult?: { readonly Items: readonly Entry[] };
  readonly SearchResult?: { readonly Items: readonly Entry[]; readonly TotalResultCount: number };
  readonly VariationsResult?: { readonly Items: readonly Entry[] };
  readonly Errors?: readonly { readonly Code: string; readonly Message: string }[];
};

const read = (name: string): Recording => JSON.parse(readRecorded(`paapi/${name}`).toString('utf8'));
const names = hasRecordings
  ? readdirSync(new URL('paapi/', recordedRoot)).filter((name) => name.endsWith('.json'))
  : [];
const marketplaceOf = (name: string) => {
  const code = name.slice(0, 2).toUpperCase();
  return isMarketplaceCode(code) ? code : 'US';
};
const namedIn = (recording: Recording) =>
  (recording.Errors ?? [])
    .map(({ Message }) => parseAsin(/ItemId (\w{10}) /.exec(Message)?.[1] ?? ''))
    .filter((asin) => asin !== undefined);

describe.runIf(hasRecordings)('recorded answers of PA-API', () => {
  const items = names.filter((name) => read(name).ItemsResult !== undefined);
  const searches = names.filter((name) => read(name).SearchResult !== undefined);

  test('are there to be read', () => {
    expect(items.length).toBeGreaterThan(8);
    expect(searches.length).toBeGreaterThan(4);
  });

  test.each(items)('%s: every item is found as it says itself, every id in an error is missing', async (name) => {
    const recording = read(name);
    const unknown = namedIn(recording);
    const known = recording.ItemsResult!.Items;
    // Asked in another order than answered.
    const asked: Asin[] = [...unknown, ...asins(...known.map(({ ASIN }) => ASIN)).toReversed()];
    await using stage = await setStage(() => ({ body: readRecorded(`paapi/${name}`) }));
    const findings = await lookUp(stage.source, asked, aContext(marketplaceOf(name)));
    expect(findings.size).toBe(asked.length);
    expect(unknown).toHaveLength(recording.Errors?.length ?? 0);
    for (const asin of unknown) expect(findings.get(asin)).toEqual({ kind: 'missing' });
    for (const item of known) {
      const finding = findings.get(asins(item.ASIN)[0]!);
      if (finding?.kind !== 'found') throw new Error(`${item.ASIN} was not found`);
      checkWholeProduct(finding.product, item);
    }
  });

  test.each(searches)('%s: every hit as it says itself, in the answer’s order', async (name) => {
    const { Items, TotalResultCount } = read(name).SearchResult!;
    await using stage = await setStage(() => ({ body: readRecorded(`paapi/${name}`) }));
    const page = await searchFor(stage.source, terms(), undefined, aContext(marketplaceOf(name)));
    expect(page.hits.map(({ asin }) => asin)).toEqual(Items.map(({ ASIN }) => ASIN));
    expect(page.totalCount).toBe(TotalResultCount);
    expect(page.reachableCount).toBe(Math.min(100, TotalResultCount));
    for (const [index, hit] of page.hits.entries()) checkWholeProduct(hit, Items[index]);
  });

  test.each(names.filter((name) => read(name).VariationsResult !== undefined))(
    '%s: its items are read too',
    async (name) => {
      const { Items } = read(name).VariationsResult!;
      await using stage = await setStage(() => ({ body: { ItemsResult: { Items } } }));
      const findings = await lookUp(stage.source, asins(...Items.map(({ ASIN }) => ASIN)), aContext('US'));
      const kinds = new Set([...findings.values()].map(({ kind }) => kind));
      expect([...kinds]).toEqual(['found']);
      for (const item of Items) {
        const finding = findings.get(asins(item.ASIN)[0]!);
        if (finding?.kind === 'found') checkWholeProduct(finding.product, item);
      }
    },
  );

  test('amounts are in major units: each equals its own display text', () => {
    const checked = names.map((name) => checkAmounts(read(name))).reduce((sum, count) => sum + count, 0);
    expect(checked).toBeGreaterThan(300);
  });

  test.each(names.filter((name) => /noresults|zero-results/.test(name)))('%s is an empty page', async (name) => {
    await using stage = await setStage(() => ({ body: readRecorded(`paapi/${name}`) }));
    const page = await searchFor(stage.source, terms(), undefined, aContext('DE'));
    expect(page).toEqual({ hits: [], totalCount: 0, reachableCount: 0 });
  });

  test('one unknown id alone is answered without items, and is missing', async () => {
    const name = 'us-getitems-leog-one-invalid-item.json';
    const asked = namedIn(read(name));
    await using stage = await setStage(() => ({ body: readRecorded(`paapi/${name}`) }));
    expect([...(await lookUp(stage.source, asked, aContext('US')))]).toEqual([[asked[0], { kind: 'missing' }]]);
  });

  test.each([
    ['error-toomanyrequests-nager.json', 429, { code: 'THROTTLED' }],
    ['us-error-400-malformed-itemid-openlibrary3142.json', 400, { code: 'MALFORMED', unnamedFault: true }],
    ['us-error-validation-languages-gopaapi5.json', 400, { code: 'MALFORMED', unnamedFault: false }],
    ['us-getbrowsenodes-gopaapi5.json', 200, { code: 'MALFORMED' }],
  ])('%s fails as %o', async (name, status, expected) => {
    await using stage = await setStage(() => ({ status, body: readRecorded(`paapi/${name}`) }));
    const failure = await failureOf(lookUp(stage.source, asins('B000000001', 'B000000002'), aContext('US')));
    expect(failure).toMatchObject(expected);
  });
});
