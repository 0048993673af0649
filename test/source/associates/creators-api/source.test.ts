import { describe, expect, test } from 'vitest';
import { aContext, asins, failureOf, terms } from '../common/build.ts';
import { setStage } from './stage.ts';
import { lookUp, searchFor } from '../../../support/ask-source.ts';

const asked = asins('B000000001', 'B000000002');
const [first, second] = asked;
const signal = new AbortController().signal;

test('declares what it is', async () => {
  await using stage = await setStage(() => ({ body: {} }));
  expect(stage.source).toMatchObject({
    id: 'CREATORS_API',
    operations: { lookup: { batchSize: 10 }, search: { batchSize: 1 } },
    accuracy: 0.95,
    completeHits: true,
    timeoutMs: 5_000,
    freshMs: 3_600_000,
  });
});

test('serves the stores of its credential’s region that it has a partner tag for', async () => {
  await using stage = await setStage(() => ({ body: {} }), '2.2');
  expect(stage.source.unavailableReason('IN')).toBeUndefined();
  expect(stage.source.unavailableReason('DE')).toBe('NO_PARTNER_TAG');
  expect(stage.source.unavailableReason('US')).toBe('NO_CREDENTIAL_FOR_REGION');
  expect(stage.source.unavailableReason('JP')).toBe('NO_CREDENTIAL_FOR_REGION');
  for (const marketplace of ['US', 'DE'] as const) {
    const failure = await failureOf(lookUp(stage.source, asked, aContext(marketplace)));
    expect(failure).toMatchObject({ code: 'CREDENTIALS', unsent: true });
  }
  expect(stage.amazon.received).toEqual([]);
});

describe('getItems', () => {
  test('requests all ids in one call, with the resources that the schema can show', async () => {
    await using stage = await setStage(() => ({ body: { itemsResult: { items: [{ asin: second }] } } }));
    const findings = await lookUp(stage.source, asked, aContext('IN'));
    expect(findings.get(first!)?.kind).toBe('missing');
    expect(findings.get(second!)?.kind).toBe('found');
    expect(stage.calls()).toHaveLength(1);
    const { method, path, headers, body } = stage.calls()[0]!;
    expect({ method, path }).toEqual({ method: 'POST', path: '/catalog/v1/getItems' });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-marketplace': 'www.amazon.in' });
    expect(JSON.parse(body)).toEqual({
      itemIds: asked,
      condition: 'New',
      partnerTag: 'shop-21',
      resources: [
        'browseNodeInfo.browseNodes',
        'browseNodeInfo.browseNodes.ancestor',
        'browseNodeInfo.browseNodes.salesRank',
        'browseNodeInfo.websiteSalesRank',
        'customerReviews.count',
        'customerReviews.starRating',
        'images.primary.large',
        'images.variants.large',
        'itemInfo.byLineInfo',
        'itemInfo.classifications',
        'itemInfo.contentInfo',
        'itemInfo.contentRating',
        'itemInfo.externalIds',
        'itemInfo.features',
        'itemInfo.manufactureInfo',
        'itemInfo.productInfo',
        'itemInfo.technicalInfo',
        'itemInfo.title',
        'offersV2.listings.availability',
        'offersV2.listings.condition',
        'offersV2.listings.dealDetails',
        'offersV2.listings.isBuyBoxWinner',
        'offersV2.listings.merchantInfo',
        'offersV2.listings.price',
        'offersV2.listings.type',
        'parentASIN',
        'images.primary.highRes',
        'images.variants.highRes',
      ],
    });
  });

  test('asks in the language and the currency of the question, and not at all in the marketplace’s own', async () => {
    await using stage = await setStage(() => ({ body: { itemsResult: { items: [] } } }));
    await lookUp(stage.source, asked, { ...aContext('IN'), language: 'hi_IN', currency: 'USD' });
    await searchFor(stage.source, terms(), undefined, { ...aContext('IN'), language: 'hi_IN' });
    await lookUp(stage.source, asked, aContext('IN'));
    const bodies = stage.calls().map(({ body }): unknown => JSON.parse(body));
    expect(bodies[0]).toMatchObject({ languagesOfPreference: ['hi_IN'], currencyOfPreference: 'USD' });
    expect(bodies[1]).toMatchObject({ languagesOfPreference: ['hi_IN'] });
    expect(bodies[1]).not.toHaveProperty('currencyOfPreference');
    expect(bodies[2]).not.toHaveProperty('languagesOfPreference');
  });

  test('all ids unknown is a 404, and all of them are missing', async () => {
    const message = 'No items found for the requested item IDs.';
    const bodies = [
      { type: 'ResourceNotFoundException', message, resourceType: 'Item', resourceId: first },
      { __type: 'com.amazon.creators#ResourceNotFoundException', message },
    ];
    await using stage = await setStage(() => ({ status: 404, body: bodies.shift() }));
    for (let left = 2; left > 0; left -= 1) {
      const findings = await lookUp(stage.source, asked, aContext());
      expect([...findings.values()]).toEqual([{ kind: 'missing' }, { kind: 'missing' }]);
    }
  });

  test.each([
    ['{"message":"Not Found"}'],
    ['<html>'],
    ['{"type":"ResourceNotFoundException","message":"gone","resourceType":"Operation"}'],
    ['{"type":"ResourceNotFoundException","message":"Unknown path"}'],
  ])('a 404 in any other shape (%s) makes no product missing', async (body) => {
    await using stage = await setStage(() => ({ status: 404, body }));
    expect((await failureOf(lookUp(stage.source, asked, aContext()))).code).toBe('CREDENTIALS');
    expect((await failureOf(searchFor(stage.source, terms(), undefined, aContext()))).code).toBe('CREDENTIALS');
  });

  test.each([
    [{ fieldList: ['itemIds'], message: 'Request validation failed.' }],
    [{ fieldList: [{ name: 'itemIds', message: 'invalid' }], message: 'Request validation failed.' }],
    [{ message: `The value [${first}] provided in the request for ItemIds is invalid.` }],
  ])('a call refused for an id (%j) is to be split; alone, that id is missing', async (detail) => {
    const body = { type: 'ValidationException', reason: 'FieldValidationFailed', ...detail };
    await using stage = await setStage(() => ({ status: 400, body }));
    expect(await failureOf(lookUp(stage.source, asked, aContext()))).toMatchObject({
      code: 'MALFORMED',
      unnamedFault: true,
    });
    expect([...(await lookUp(stage.source, asked.slice(0, 1), aContext()))]).toEqual([[first, { kind: 'missing' }]]);
  });
});

describe('searchItems', () => {
  test('requests one page and reads hits, totals and the next page', async () => {
    const items = Array.from({ length: 10 }, (_, index) => ({ asin: `B00000000${index}` }));
    await using stage = await setStage(() => ({ body: { searchResult: { items, totalResultCount: 30 } } }));
    const page = await searchFor(stage.source, terms({ brand: 'Milton' }), undefined, aContext('IN'));
    expect(page.hits).toHaveLength(10);
    expect(page).toMatchObject({ totalCount: 30, reachableCount: 30, next: '2' });
    const { path, body } = stage.calls()[0]!;
    expect(path).toBe('/catalog/v1/searchItems');
    const question: unknown = JSON.parse(body);
    expect(question).toMatchObject({ keywords: 'steel bottle', brand: 'Milton', itemPage: 1, partnerTag: 'shop-21' });
    for (const refused of ['merchant', 'offerCount', 'partnerType']) expect(question).not.toHaveProperty(refused);
  });

  test('a search without hits is a 404, and an empty page', async () => {
    const body = {
      __type: 'com.amazon.creators#ResourceNotFoundException',
      message: 'No results found for your search request',
    };
    await using stage = await setStage(() => ({ status: 404, body }));
    const page = await searchFor(stage.source, terms(), undefined, aContext());
    expect(page).toEqual({ hits: [], totalCount: 0, reachableCount: 0 });
  });
});

describe('tokens', () => {
  const answer = { body: { itemsResult: { items: [] } } };

  test('one is fetched ahead, and serves many calls', async () => {
    await using stage = await setStage(() => answer);
    await stage.source.ready('IN', signal);
    expect(stage.amazon.received.map(({ path }) => path)).toEqual(['/token']);
    await lookUp(stage.source, asked, aContext());
    await lookUp(stage.source, asked, aContext());
    expect(stage.amazon.received).toHaveLength(3);
  });

  test.each([
    ['2.2', 'Bearer token-1, Version 2.2'],
    ['3.2', 'Bearer token-1'],
  ] as const)('version %s goes out as “%s”', async (version, authorization) => {
    await using stage = await setStage(() => answer, version);
    await lookUp(stage.source, asked, aContext());
    expect(stage.calls()[0]?.headers.authorization).toBe(authorization);
  });

  test.each(['TokenExpired', 'InvalidToken'])(
    '%s drops the token, so that the same call may pass with a new one',
    async (reason) => {
      const body = { type: 'UnauthorizedException', message: 'The token token-1 is no good', reason };
      await using stage = await setStage(({ headers }) =>
        headers.authorization === 'Bearer token-1' ? { status: 401, body } : answer,
      );
      const failure = await failureOf(lookUp(stage.source, asked, aContext()));
      expect(failure).toMatchObject({ code: 'CREDENTIALS', tokenRefused: true });
      expect(failure.message).not.toContain('token-1');
      await lookUp(stage.source, asked, aContext());
      expect(stage.calls().at(-1)?.headers.authorization).toBe('Bearer token-2');
    },
  );

  test('a credential that is refused keeps its token: a new one would not help', async () => {
    const body = { type: 'UnauthorizedException', message: '', reason: 'InvalidIssuer' };
    await using stage = await setStage(() => ({ status: 401, body }));
    for (let left = 2; left > 0; left -= 1) {
      const failure = await failureOf(lookUp(stage.source, asked, aContext()));
      expect(failure).toMatchObject({ code: 'CREDENTIALS', tokenRefused: false });
    }
    expect(stage.amazon.received.map(({ path }) => path).filter((path) => path === '/token')).toHaveLength(1);
  });

  test('no token, no call: the failure says that nothing was sent', async () => {
    await using stage = await setStage(
      () => answer,
      '3.2',
      () => ({ status: 400, body: { error: 'invalid_client' } }),
    );
    const expected = { code: 'CREDENTIALS', unsent: true, tokenRefused: false };
    expect(await failureOf(stage.source.ready('IN', signal))).toMatchObject(expected);
    expect(await failureOf(lookUp(stage.source, asked, aContext()))).toMatchObject(expected);
    expect(stage.calls()).toEqual([]);
  });

  test('an abort while a token is fetched rejects with SourceError', async () => {
    await using stage = await setStage(() => answer);
    const failure = await failureOf(lookUp(stage.source, asked, aContext('IN', AbortSignal.abort())));
    expect(failure).toMatchObject({ code: 'TIMEOUT', unsent: true });
  });
});
