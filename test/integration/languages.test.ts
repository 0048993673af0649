import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway, type SourceName, type TestGateway } from '../support/a-gateway.ts';

const inStock = (marketplace: 'DE' | 'IN' | 'US') =>
  sandboxProducts(marketplace).find(({ state }) => state === 'IN_STOCK');
const fields = `{
  id language title price { amount currency formatted } offers { price { currency } } provenance { attempts { source code } }
}`;

type Asking = { readonly marketplace: string; readonly language?: string; readonly currency?: string };

async function ask({ ask: post }: TestGateway, asin: string, asking: Asking) {
  const { data, errors } = await post(
    `query ($asin: ASIN!, $marketplace: Marketplace, $language: Language, $currency: CurrencyCode) {
      product(asin: $asin, marketplace: $marketplace, language: $language, currency: $currency) ${fields}
    }`,
    { asin, ...asking },
  );
  expect(errors).toBeUndefined();
  return data?.['product'];
}

const codeOf = (source: SourceName, code: string | null = null) => ({ provenance: { attempts: [{ source, code }] } });

describe.each<SourceName>(['CREATORS_API', 'PA_API', 'SP_API'])('%s', (source) => {
  test('has titles in the requested language, its own where there is no other, and says so', async () => {
    await using gateway = await aGateway({}, { sources: [source] });
    const [indian, german] = [inStock('IN'), inStock('DE')];
    const { asin = '', title, otherTitles } = indian ?? {};
    expect(otherTitles?.['hi_IN']).not.toBe(title);
    const cases = [
      [{ marketplace: 'IN', language: 'hi_IN' }, otherTitles?.['hi_IN'], 'hi_IN', null],
      [{ marketplace: 'IN' }, title, 'en_IN', null],
      [{ marketplace: 'IN', language: 'ta_IN' }, title, 'en_IN', 'LANGUAGE_IGNORED'],
    ] as const;
    for (const [asking, expected, language, code] of cases) {
      expect(await ask(gateway, asin, asking)).toMatchObject({ title: expected, language, ...codeOf(source, code) });
    }
    const inGermany = { marketplace: 'DE' };
    expect(await ask(gateway, german?.asin ?? '', inGermany)).toMatchObject({
      title: german?.title,
      language: 'de_DE',
    });
    expect(await ask(gateway, german?.asin ?? '', { ...inGermany, language: 'en_GB' })).toMatchObject({
      id: `DE:${german?.asin}:en_GB`,
      title: german?.otherTitles['en_GB'],
      language: 'en_GB',
      ...codeOf(source),
    });
  });

  test('finds hits in the requested language, and notes one that it does not have', async () => {
    await using gateway = await aGateway({}, { sources: [source] });
    const search = async (language: string) => {
      const { data } = await gateway.ask(
        `{ search(query: "केतली", marketplace: IN, language: "${language}") { nodes ${fields} } }`,
      );
      return data?.['search'];
    };
    const hit = { title: expect.stringContaining('केतली'), language: 'hi_IN', ...codeOf(source) };
    expect(await search('hi_IN')).toMatchObject({ nodes: expect.arrayContaining([expect.objectContaining(hit)]) });
    const other = { title: expect.stringContaining('Kettle'), ...codeOf(source, 'LANGUAGE_IGNORED') };
    expect(await search('ta_IN')).toMatchObject({ nodes: expect.arrayContaining([expect.objectContaining(other)]) });
  });
});

describe('a second currency', () => {
  const { asin = '', price } = inStock('US') ?? {};
  const rupees = { amount: (Math.round((price?.minor ?? 0) * 83.5) / 100).toFixed(2), currency: 'INR' };
  const asking = { marketplace: 'US', currency: 'INR' };

  test.each<SourceName>(['CREATORS_API', 'PA_API'])('is that of all prices of %s, and kept apart', async (source) => {
    await using gateway = await aGateway(
      { AMAZON_MARKETPLACE: 'US' },
      { sources: [source], sandbox: { marketplace: 'US' } },
    );
    const converted = await ask(gateway, asin, asking);
    expect(converted).toMatchObject({ id: `US:${asin}:INR`, price: rupees, ...codeOf(source) });
    expect(JSON.stringify(converted)).not.toContain('USD');
    const own = { amount: price?.amount, currency: 'USD' };
    expect(await ask(gateway, asin, { marketplace: 'US' })).toMatchObject({ id: `US:${asin}`, price: own });
    expect(await ask(gateway, asin, asking)).toMatchObject({ price: rupees });
  });

  test.each<SourceName>(['SP_API', 'SCRAPING'])('is not one of %s, and the trail says so', async (source) => {
    const sources = [source, 'SCRAPING'] as const;
    await using gateway = await aGateway({ AMAZON_MARKETPLACE: 'US' }, { sources, sandbox: { marketplace: 'US' } });
    const shown = await ask(gateway, asin, asking);
    expect(shown).toMatchObject({ price: { currency: 'USD' } });
    expect(JSON.stringify(shown)).toContain(`{"source":"${source}","code":"CURRENCY_IGNORED"}`);
  });
});
