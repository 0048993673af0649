import { describe, expect, test } from 'vitest';
import { createPaApiSource } from '../../../../src/source/associates/pa-api/source.ts';
import { signPaApiCall } from '../../../../src/source/associates/pa-api/sign.ts';
import { SourceError } from '../../../../src/source/source-error.ts';
import { aContext, asins, failureOf, terms } from '../common/build.ts';
import { setStage } from './stage.ts';
import { lookUp, searchFor } from '../../../support/ask-source.ts';

const [first, second] = asins('B000000001', 'B000000002');
const two = asins('B000000001', 'B000000002');

test('declares what it is', async () => {
  await using stage = await setStage(() => ({ body: {} }));
  expect(stage.source).toMatchObject({
    id: 'PA_API',
    operations: { lookup: { batchSize: 10 }, search: { batchSize: 1 } },
    accuracy: 0.95,
    completeHits: true,
    timeoutMs: 5_000,
    freshMs: 3_600_000,
  });
  await stage.source.ready('IN', new AbortController().signal);
  expect(stage.amazon.received).toEqual([]);
});

test('serves the marketplaces with a partner tag, and makes no call for the others', async () => {
  await using stage = await setStage(() => ({ body: {} }));
  expect(stage.source.unavailableReason('IN')).toBeUndefined();
  expect(stage.source.unavailableReason('JP')).toBe('NO_PARTNER_TAG');
  const failure = await failureOf(lookUp(stage.source, two, aContext('JP')));
  expect(failure).toMatchObject({ code: 'CREDENTIALS', unsent: true });
  expect(stage.amazon.received).toEqual([]);
});

describe('GetItems', () => {
  test('requests all ids in one call, signed for the host that is sent, with the resources that the schema can show', async () => {
    const wallMs = Date.UTC(2026, 0, 2, 3, 4, 5);
    const clock = { wall: () => wallMs, monotonic: () => 0 };
    await using stage = await setStage(() => ({ body: { ItemsResult: { Items: [{ ASIN: first }] } } }), { clock });
    const findings = await lookUp(stage.source, two, aContext('IN'));
    expect(findings.get(two[0]!)?.kind).toBe('found');
    expect(findings.get(two[1]!)?.kind).toBe('missing');

    expect(stage.amazon.received).toHaveLength(1);
    const { method, path, headers, body } = stage.amazon.received[0]!;
    expect({ method, path }).toEqual({ method: 'POST', path: '/paapi5/getitems' });
    expect(JSON.parse(body)).toEqual({
      ItemIds: [first, second],
      Condition: 'New',
      PartnerTag: 'shop-21',
      PartnerType: 'Associates',
      Marketplace: 'www.amazon.in',
      Resources: [
        'BrowseNodeInfo.BrowseNodes',
        'BrowseNodeInfo.BrowseNodes.Ancestor',
        'BrowseNodeInfo.BrowseNodes.SalesRank',
        'BrowseNodeInfo.WebsiteSalesRank',
        'CustomerReviews.Count',
        'CustomerReviews.StarRating',
        'Images.Primary.Large',
        'Images.Variants.Large',
        'ItemInfo.ByLineInfo',
        'ItemInfo.Classifications',
        'ItemInfo.ContentInfo',
        'ItemInfo.ContentRating',
        'ItemInfo.ExternalIds',
        'ItemInfo.Features',
        'ItemInfo.ManufactureInfo',
        'ItemInfo.ProductInfo',
        'ItemInfo.TechnicalInfo',
        'ItemInfo.Title',
        'OffersV2.Listings.Availability',
        'OffersV2.Listings.Condition',
        'OffersV2.Listings.DealDetails',
        'OffersV2.Listings.IsBuyBoxWinner',
        'OffersV2.Listings.MerchantInfo',
        'OffersV2.Listings.Price',
        'OffersV2.Listings.Type',
        'ParentASIN',
      ],
    });
    const signed = signPaApiCall(
      { host: new URL(stage.amazon.origin).host, path, operation: 'GetItems', body, awsRegion: 'eu-west-1', wallMs },
      { accessKey: 'AKIDEXAMPLE', secretKey: 's3cret/+Key=' },
    );
    expect(headers).toMatchObject(signed);
  });

  test.each([
    ['IN', 'https://webservices.amazon.in/paapi5/getitems', 'eu-west-1'],
    ['JP', 'https://webservices.amazon.co.jp/paapi5/getitems', 'us-west-2'],
    ['BE', 'https://webservices.amazon.com.be/paapi5/getitems', 'eu-west-1'],
    ['US', 'https://webservices.amazon.com/paapi5/getitems', 'us-east-1'],
  ] as const)('%s is asked at its own host, signed for its own region', async (marketplace, url, region) => {
    const asked: { url: string; headers: Readonly<Record<string, string>> }[] = [];
    const source = createPaApiSource({
      upstream: {
        async request(request) {
          asked.push(request);
          return { status: 200, headers: {}, body: Buffer.from('{"ItemsResult":{"Items":[]}}') };
        },
        [Symbol.asyncDispose]: async () => undefined,
      },
      credential: { accessKey: 'AKIDEXAMPLE', secretKey: 'x' },
      tags: { [marketplace]: 'tag-1' },
      freshMs: 1,
      clock: { wall: () => 0, monotonic: () => 0 },
    });
    await lookUp(source, two, aContext(marketplace));
    expect(asked[0]?.url).toBe(url);
    expect(asked[0]?.headers['host']).toBe(new URL(url).host);
    expect(asked[0]?.headers['authorization']).toContain(`/${region}/ProductAdvertisingAPI/aws4_request`);
  });

  test('one malformed id refuses the call: split it until the id stands alone, which is then missing', async () => {
    const message = `The value [${first}] provided in the request for ItemIds is invalid.`;
    const body = {
      __type: 'com.amazon.paapi5#ValidationException',
      Errors: [{ Code: 'InvalidParameterValue', Message: message }],
    };
    await using stage = await setStage(() => ({ status: 400, body }));
    expect(await failureOf(lookUp(stage.source, two, aContext()))).toMatchObject({
      code: 'MALFORMED',
      unnamedFault: true,
    });
    const alone = await lookUp(stage.source, two.slice(0, 1), aContext());
    expect([...alone]).toEqual([[first, { kind: 'missing' }]]);
  });

  test('a fault in another field of the call concerns no id', async () => {
    const message = 'The value en provided in the request for LanguagesOfPreference is invalid.';
    await using stage = await setStage(() => ({
      status: 400,
      body: { Errors: [{ Code: 'InvalidParameterValue', Message: message }] },
    }));
    for (const asked of [two, two.slice(0, 1)]) {
      const failure = await failureOf(lookUp(stage.source, asked, aContext()));
      expect(failure).toMatchObject({ code: 'MALFORMED', unnamedFault: false });
    }
  });
});

describe('SearchItems', () => {
  test('requests one page and reads hits, totals and the next page', async () => {
    const Items = Array.from({ length: 10 }, (_, index) => ({ ASIN: `B00000000${index}` }));
    await using stage = await setStage(() => ({ body: { SearchResult: { Items, TotalResultCount: 146 } } }));
    const page = await searchFor(stage.source, terms({ category: 'Kitchen', minPrice: '10' }), '2', aContext('US'));
    expect(page.hits.map(({ asin }) => asin)).toEqual(Items.map(({ ASIN }) => ASIN));
    expect(page).toMatchObject({ totalCount: 146, reachableCount: 100, next: '3' });
    const { path, headers, body } = stage.amazon.received[0]!;
    expect(path).toBe('/paapi5/searchitems');
    expect(headers['x-amz-target']).toBe('com.amazon.paapi5.v1.ProductAdvertisingAPIv1.SearchItems');
    expect(JSON.parse(body)).toMatchObject({
      Keywords: 'steel bottle',
      SearchIndex: 'Kitchen',
      MinPrice: 1000,
      SortBy: 'Relevance',
      ItemCount: 10,
      ItemPage: 2,
      PartnerTag: 'shop-20',
      Marketplace: 'www.amazon.com',
    });
  });

  test('no results is an empty page', async () => {
    await using stage = await setStage(() => ({
      body: { Errors: [{ Code: 'NoResults', Message: 'No results found.' }] },
    }));
    expect(await searchFor(stage.source, terms(), undefined, aContext())).toEqual({
      hits: [],
      totalCount: 0,
      reachableCount: 0,
    });
    expect(await searchFor(stage.source, terms(), '4', aContext())).toEqual({ hits: [] });
  });

  test('an error in place of hits is a failure, and so are hits that cannot be read', async () => {
    const bodies = [{ Errors: [{ Code: 'Oops', Message: '' }] }, { SearchResult: { Items: [null, {}] } }, {}];
    await using stage = await setStage(() => ({ body: bodies.shift() }));
    const codes = [];
    while (bodies.length > 0)
      codes.push((await failureOf(searchFor(stage.source, terms(), undefined, aContext()))).code);
    expect(codes).toEqual(['SERVER', 'MALFORMED', 'MALFORMED']);
  });
});

describe('what is no answer', () => {
  test('a page of HTML, bytes that are not UTF-8, and a body over the limit are MALFORMED', async () => {
    const bodies = ['<html></html>', Buffer.from([0x22, 0xff, 0x22]), `"${'x'.repeat(4 * 1024 * 1024)}"`];
    await using stage = await setStage(() => ({ body: bodies.shift() }));
    for (let left = 3; left > 0; left -= 1) {
      expect(await failureOf(lookUp(stage.source, two, aContext()))).toMatchObject({
        code: 'MALFORMED',
        unnamedFault: false,
      });
    }
  });

  test('a refused connection is NETWORK, and no byte was sent', async () => {
    const stage = await setStage(() => ({ body: {} }));
    await stage.amazon[Symbol.asyncDispose]();
    expect(await failureOf(lookUp(stage.source, two, aContext()))).toMatchObject({ code: 'NETWORK', unsent: true });
    await stage[Symbol.asyncDispose]();
  });

  test('a call that is given up ends with the reason it was given up for', async () => {
    const controller = new AbortController();
    const reason = new SourceError('TIMEOUT', 'time is up');
    await using stage = await setStage(async () => {
      controller.abort(reason);
      return { body: {} };
    });
    const failure = await failureOf(lookUp(stage.source, two, aContext('IN', controller.signal)));
    expect(failure).toBe(reason);
    const left = new AbortController();
    await using other = await setStage(async () => {
      left.abort();
      return { body: {} };
    });
    const gone = await failureOf(lookUp(other.source, two, aContext('IN', left.signal)));
    expect(gone).toMatchObject({ code: 'TIMEOUT', unsent: false });
    const never = await failureOf(lookUp(stage.source, two, aContext('IN', AbortSignal.abort())));
    expect(never).toMatchObject({ code: 'TIMEOUT', unsent: true });
    expect(stage.amazon.received).toHaveLength(1);
  });
});
