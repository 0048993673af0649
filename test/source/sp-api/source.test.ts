import { afterEach, describe, expect, test } from 'vitest';
import type { CallContext, Finding, Source } from '../../../src/source/source.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { spApiAllowances, type SpApiLimits } from '../../../src/source/sp-api/limits.ts';
import { fetchLwaToken } from '../../../src/source/sp-api/lwa.ts';
import { tokenFailures } from '../../../src/source/token-failure.ts';
import { createSpApiSource } from '../../../src/source/sp-api/source.ts';
import { systemClock } from '../../../src/clock.ts';
import { createPermits } from '../../../src/rate-limit/permits.ts';
import { createTokenStore } from '../../../src/upstream/token.ts';
import { apiLimits, createUpstream } from '../../../src/upstream/upstream.ts';
import {
  anItem,
  aPage,
  asin,
  asins,
  competitive,
  featured,
  lowestOffers,
  offers,
  refusal,
  unfeatured,
} from './answers.ts';
import { openStandIn, type Script, type StandIn } from './stand-in.ts';
import { lookUp, searchFor } from '../../support/ask-source.ts';

const credential = { clientId: 'client+id', clientSecret: 'se&cret=+%', refreshToken: 'Atzr|refresh+token' };
const issued = 'Atza|the access token';

let opened: AsyncDisposableStack | undefined;
afterEach(async () => {
  await opened?.disposeAsync();
  opened = undefined;
});

type Stage = { readonly amazon: StandIn; readonly source: Source; readonly limits: SpApiLimits };

async function open(script: Script): Promise<Stage> {
  opened = new AsyncDisposableStack();
  const token = () => ({ body: { access_token: issued, token_type: 'bearer', expires_in: 3600 } });
  const amazon = opened.use(await openStandIn({ token, ...script }));
  const upstream = opened.use(createUpstream(apiLimits));
  const limits = {
    catalog: createPermits(spApiAllowances.catalog, systemClock),
    competitivePricing: createPermits(spApiAllowances.competitivePricing, systemClock),
    itemOffers: createPermits(spApiAllowances.itemOffers, systemClock),
  };
  const tokens = createTokenStore({
    fetch: fetchLwaToken(upstream, credential, `${amazon.origin}/auth/o2/token`),
    clock: systemClock,
    failures: tokenFailures,
  });
  const options = {
    upstream,
    tokens,
    limits,
    endpoint: amazon.origin,
    freshMs: 3_600_000,
    clock: systemClock,
    report: () => undefined,
  };
  return { amazon, source: createSpApiSource({ ...options, region: 'EU' }), limits };
}

function context(parts: Partial<CallContext> = {}): CallContext {
  return { marketplace: 'IN', signal: new AbortController().signal, budgetMs: 9_000, ...parts };
}

function codeOf(finding: Finding | undefined): string | undefined {
  return finding?.kind === 'failed' ? finding.error.code : finding?.kind;
}

async function faultOf(promise: Promise<unknown>): Promise<SourceError> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof SourceError) return thrown;
  throw new Error('no SourceError', { cause: thrown });
}

/** Answers for whatever is asked: every item exists and has a featured offer at 1999. */
const plenty: Script = {
  catalog: ({ query }) => aPage((query.get('identifiers') ?? '').split(',').map((id) => anItem(id))),
  pricing: ({ query }) => ({
    body: { payload: (query.get('Asins') ?? '').split(',').map((id) => featured(id, 1999)) },
  }),
};

const [one, two, three] = [asin('B0SPAPI001'), asin('B0SPAPI002'), asin('B0SPAPI003')];

describe('looking up', () => {
  test('twenty ids cost one catalogue call and one pricing call', async () => {
    const { amazon, source } = await open(plenty);
    const findings = await lookUp(source, asins(20), context());
    expect([...findings.values()].map(({ kind }) => kind)).toEqual(Array(20).fill('found'));
    expect([amazon.calls.catalog.length, amazon.calls.pricing.length, amazon.calls.offers.length]).toEqual([1, 1, 0]);
  });

  test('an answer becomes a product with price, list price, savings and the largest main picture, never a rating', async () => {
    const { source } = await open(plenty);
    const finding = (await lookUp(source, [one], context())).get(one);
    expect(finding).toEqual({
      kind: 'found',
      product: {
        asin: one,
        marketplace: 'IN',
        productUrl: `https://www.amazon.in/dp/${one}`,
        title: `Title of ${one}`,
        brand: 'Synthco',
        features: ['Steel'],
        images: [{ url: `https://m.media-amazon.com/images/I/${one}.jpg`, width: 1400, height: 1500, variant: 'MAIN' }],
        imageUrl: `https://m.media-amazon.com/images/I/${one}.jpg`,
        price: { amount: '1999.00', currency: 'INR' },
        condition: 'New',
        listPrice: { amount: '2499.00', currency: 'INR' },
        listPriceKind: 'LIST_PRICE',
        savingsPercent: 20,
        priceStatus: 'AVAILABLE',
        availability: 'IN_STOCK',
        offers: [
          {
            price: { amount: '1999.00', currency: 'INR' },
            condition: 'New',
            availability: 'IN_STOCK',
            isBuyBoxWinner: true,
          },
        ],
      },
    });
  });

  test('the catalogue is asked in the requested language', async () => {
    const { amazon, source } = await open(plenty);
    await lookUp(source, [one], context({ language: 'hi_IN' }));
    expect(amazon.calls.catalog[0]?.query.get('locale')).toBe('hi_IN');
  });

  test('the catalogue is called for a page of twenty, with the headers and query that Amazon requires', async () => {
    const { amazon, source } = await open(plenty);
    await lookUp(source, [one, two], context());
    const [call] = amazon.calls.catalog;
    expect(Object.fromEntries(call?.query ?? [])).toEqual({
      identifiers: `${one},${two}`,
      identifiersType: 'ASIN',
      marketplaceIds: 'A21TJRUUN4KGV',
      includedData: 'summaries,attributes,dimensions,identifiers,images,salesRanks,classifications,relationships',
      pageSize: '20',
    });
    expect(call?.headers).toMatchObject({ 'x-amz-access-token': issued });
    expect(call?.headers['user-agent']).toMatch(/^[\w-]+\/[\d.]+ \(Language=[\w/.]+; Platform=[\w/.]+\)$/);
    expect(call?.headers).not.toHaveProperty('content-length');
    expect(call?.headers).not.toHaveProperty('content-type');
    expect(call?.headers).not.toHaveProperty('authorization');
    expect(Object.fromEntries(amazon.calls.pricing[0]?.query ?? [])).toMatchObject({
      MarketplaceId: 'A21TJRUUN4KGV',
      ItemType: 'Asin',
      Asins: `${one},${two}`,
    });
  });

  test('an id that the answer omits is missing, and its price is not requested', async () => {
    const { amazon, source } = await open({ ...plenty, catalog: () => aPage([anItem(one)]) });
    const findings = await lookUp(source, [one, two], context());
    expect([codeOf(findings.get(one)), codeOf(findings.get(two))]).toEqual(['found', 'missing']);
    expect(amazon.calls.pricing[0]?.query.get('Asins')).toBe(one);
  });

  test('answers are paired with ids, not with places', async () => {
    const { source } = await open({
      catalog: () => aPage([anItem(three), anItem(one), anItem(two)]),
      pricing: () => ({ body: { payload: [featured(two, 20), featured(three, 30), featured(one, 10)] } }),
    });
    const findings = await lookUp(source, [one, two, three], context());
    const prices = [one, two, three].map((id) => {
      const finding = findings.get(id);
      return finding?.kind === 'found' ? [finding.product.title, finding.product.price?.amount] : undefined;
    });
    expect(prices).toEqual([
      [`Title of ${one}`, '10.00'],
      [`Title of ${two}`, '20.00'],
      [`Title of ${three}`, '30.00'],
    ]);
  });

  test('an id outside the catalogue’s own pattern is missing and never sent', async () => {
    const { amazon, source } = await open(plenty);
    const odd = asin('0ABCDEFGHI');
    const findings = await lookUp(source, [odd, one], context());
    expect([codeOf(findings.get(odd)), codeOf(findings.get(one))]).toEqual(['missing', 'found']);
    expect(amazon.calls.catalog[0]?.query.get('identifiers')).toBe(one);
    expect(codeOf((await lookUp(source, [odd], context())).get(odd))).toBe('missing');
    expect(amazon.calls.catalog).toHaveLength(1);
  });

  test('an unreadable entry makes its own id malformed, a nameless one every absent id', async () => {
    const { source } = await open({ ...plenty, catalog: () => aPage([anItem(one), { asin: two }]) });
    const findings = await lookUp(source, [one, two, three], context());
    expect([one, two, three].map((id) => codeOf(findings.get(id)))).toEqual(['found', 'MALFORMED', 'missing']);
    await opened?.disposeAsync();
    const nameless = await open({ ...plenty, catalog: () => aPage([anItem(one), { summaries: [] }]) });
    const others = await lookUp(nameless.source, [one, two], context());
    expect([one, two].map((id) => codeOf(others.get(id)))).toEqual(['found', 'MALFORMED']);
  });

  test('an answer that goes on on another page proves no absence', async () => {
    const { source } = await open({
      ...plenty,
      catalog: () => aPage([anItem(one)], { numberOfResults: 2, pagination: { nextToken: 'more' } }),
    });
    expect(codeOf((await lookUp(source, [one, two], context())).get(two))).toBe('MALFORMED');
  });

  test('a parent of variations is found without a request for its price', async () => {
    const summaries = [
      { marketplaceId: 'A21TJRUUN4KGV', itemName: 'All colours', itemClassification: 'VARIATION_PARENT' },
    ];
    const { amazon, source } = await open({ ...plenty, catalog: () => aPage([anItem(one, { summaries })]) });
    const finding = (await lookUp(source, [one], context())).get(one);
    expect(finding).toMatchObject({ kind: 'found', product: { priceStatus: 'NOT_PROVIDED', availability: 'UNKNOWN' } });
    expect(amazon.calls.pricing).toHaveLength(0);
  });
});

describe('prices', () => {
  test('all offers are requested only for products that are still open, once for each', async () => {
    const { amazon, source } = await open({
      ...plenty,
      pricing: () => ({ body: { payload: [featured(one, 10), unfeatured(two), competitive(three)] } }),
      offers: () => ({
        body: { responses: [lowestOffers(two, 800), offers(three, { status: 'NoBuyableOffers', Summary: {} })] },
      }),
    });
    const findings = await lookUp(source, [one, two, three], context());
    expect(JSON.parse(amazon.calls.offers[0]?.body ?? '')).toEqual({
      requests: [two, three].map((id) => ({
        uri: `/products/pricing/v0/items/${id}/offers`,
        method: 'GET',
        MarketplaceId: 'A21TJRUUN4KGV',
        ItemCondition: 'New',
        CustomerType: 'Consumer',
      })),
    });
    expect(findings.get(two)).toMatchObject({
      kind: 'found',
      product: { price: { amount: '800.00' }, priceStatus: 'AVAILABLE', availability: 'IN_STOCK' },
    });
    expect(findings.get(three)).toMatchObject({
      kind: 'found',
      product: { priceStatus: 'OUT_OF_STOCK', availability: 'OUT_OF_STOCK' },
    });
    expect(findings.get(three)).not.toHaveProperty('product.price');
  });

  test('without a permit in time all offers are not requested: open products are candidates, the rest is found', async () => {
    const { amazon, source, limits } = await open({
      ...plenty,
      pricing: () => ({ body: { payload: [featured(one, 10), unfeatured(two)] } }),
    });
    await limits.itemOffers.reserve(1);
    const findings = await lookUp(source, [one, two], context());
    expect(amazon.calls.offers).toHaveLength(0);
    expect(codeOf(findings.get(one))).toBe('found');
    expect(findings.get(two)).toMatchObject({
      kind: 'failed',
      error: { code: 'BUSY', retryAfterMs: expect.closeTo(10_200, -3) },
      candidate: { title: `Title of ${two}`, priceStatus: 'NO_FEATURED_OFFER', availability: 'IN_STOCK' },
    });
  });

  test('a pricing permit that cannot come in time is not waited for', async () => {
    const { amazon, source, limits } = await open(plenty);
    await limits.competitivePricing.reserve(1);
    const findings = await lookUp(source, [one, two], context({ budgetMs: 1_500 }));
    expect([one, two].map((id) => codeOf(findings.get(id)))).toEqual(['BUSY', 'BUSY']);
    expect(findings.get(one)).toMatchObject({ candidate: { title: `Title of ${one}`, priceStatus: 'NOT_PROVIDED' } });
    expect(amazon.calls.pricing).toHaveLength(0);
  });

  test('throttled pricing leaves candidates and slows the bucket of that operation alone', async () => {
    const { source, limits } = await open({
      ...plenty,
      pricing: () => refusal(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.'),
    });
    const findings = await lookUp(source, [one], context());
    expect(findings.get(one)).toMatchObject({ kind: 'failed', error: { code: 'THROTTLED' }, candidate: { asin: one } });
    expect(limits.competitivePricing.quota().perSecond).toBe(0.25);
    expect(limits.catalog.quota().perSecond).toBe(2);
  });

  test('pricing that hangs leaves candidates before the whole call is given up', async () => {
    const { source } = await open({ ...plenty, pricing: () => new Promise(() => undefined) });
    const signal = AbortSignal.timeout(600);
    const findings = await lookUp(source, [one], context({ signal, budgetMs: 600 }));
    expect(codeOf(findings.get(one))).toBe('TIMEOUT');
    expect(signal.aborted).toBe(false);
  });

  test('an entry that fails fails for its own id, whose product is a candidate', async () => {
    const { amazon, source } = await open({
      ...plenty,
      pricing: () => ({ body: { payload: [featured(one, 10), { status: 'ClientError', ASIN: two }] } }),
    });
    const findings = await lookUp(source, [one, two, three], context());
    expect([one, two, three].map((id) => codeOf(findings.get(id)))).toEqual(['found', 'MALFORMED', 'MALFORMED']);
    expect(findings.get(three)).toMatchObject({ candidate: { title: `Title of ${three}` } });
    expect(amazon.calls.offers).toHaveLength(0);
  });

  test('a token refused by pricing fails the call, so that it is retried', async () => {
    const { source } = await open({ ...plenty, pricing: () => expired });
    expect(await faultOf(lookUp(source, [one], context()))).toMatchObject({ code: 'CREDENTIALS', tokenRefused: true });
  });

  test('a missing pricing role leaves candidates', async () => {
    const { source } = await open({ ...plenty, pricing: () => refusal(403, 'Unauthorized', 'Access is denied.') });
    expect(codeOf((await lookUp(source, [one], context())).get(one))).toBe('CREDENTIALS');
  });
});

const expired = refusal(
  403,
  'Unauthorized',
  'Access to requested resource is denied.',
  'The access token you provided has expired.',
);

describe('tokens', () => {
  test('five calls at once make one token call, whose values are URL-encoded', async () => {
    const { amazon, source } = await open(plenty);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 5 }, () => source.ready('IN', signal)));
    await lookUp(source, [one], context());
    expect(amazon.calls.token).toHaveLength(1);
    const [call] = amazon.calls.token;
    expect(call?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(call?.body).toContain('client_secret=se%26cret%3D%2B%25');
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: credential.refreshToken,
      client_id: credential.clientId,
      client_secret: credential.clientSecret,
    });
  });

  test('an expired token is dropped, said to be refused, and replaced for the next call', async () => {
    let calls = 0;
    const { amazon, source } = await open({
      ...plenty,
      catalog: (received) => (++calls === 1 ? expired : (plenty.catalog?.(received) ?? expired)),
    });
    expect(await faultOf(lookUp(source, [one], context()))).toMatchObject({ code: 'CREDENTIALS', tokenRefused: true });
    expect(codeOf((await lookUp(source, [one], context())).get(one))).toBe('found');
    expect(amazon.calls.token).toHaveLength(2);
  });

  test('a 403 about something else keeps the token', async () => {
    const { amazon, source } = await open({
      ...plenty,
      catalog: () => refusal(403, 'Unauthorized', 'Access is denied.'),
    });
    for (const _ of [1, 2]) {
      expect(await faultOf(lookUp(source, [one], context()))).toMatchObject({
        code: 'CREDENTIALS',
        tokenRefused: false,
      });
    }
    expect(amazon.calls.token).toHaveLength(1);
  });

  test('a refused credential is remembered, and no call is sent', async () => {
    const { amazon, source } = await open({
      ...plenty,
      token: () => ({
        status: 401,
        body: { error: 'invalid_client', error_description: 'Client authentication failed' },
      }),
    });
    const { signal } = new AbortController();
    expect(await faultOf(source.ready('IN', signal))).toMatchObject({ code: 'CREDENTIALS' });
    expect(await faultOf(lookUp(source, [one], context()))).toMatchObject({ code: 'CREDENTIALS', unsent: true });
    expect([amazon.calls.token.length, amazon.calls.catalog.length]).toEqual([1, 0]);
  });
});

describe('failures', () => {
  test.each([
    [
      'a malformed id refuses the whole call without naming it',
      refusal(400, 'InvalidInput', "Invalid 'asin' provided."),
      { code: 'MALFORMED', unnamedFault: true },
    ],
    [
      'a wrong marketplace is not an id’s fault',
      refusal(400, 'InvalidInput', 'Requested MarketplaceId is invalid.'),
      { code: 'MALFORMED', unnamedFault: false },
    ],
    [
      'a page of HTML is malformed',
      { status: 400, body: '<html>Bad Request</html>' },
      { code: 'MALFORMED', unnamedFault: false },
    ],
    ['HTML with 200 is malformed', { body: '<html></html>' }, { code: 'MALFORMED' }],
    ['JSON without items is malformed', { body: { numberOfResults: 0 } }, { code: 'MALFORMED' }],
    [
      '429 is throttled, with the wait it asks for',
      { ...refusal(429, 'QuotaExceeded', 'quota'), headers: { 'retry-after': '7' } },
      { code: 'THROTTLED', retryAfterMs: 7_000 },
    ],
    ['503 is the server’s failure', refusal(503, 'ServiceUnavailable', 'try later'), { code: 'SERVER' }],
    [
      '404 is not “missing”, because this API leaves absent ids out: the path is no longer there',
      refusal(404, 'NotFound', 'no such path'),
      { code: 'CREDENTIALS' },
    ],
    ['401 is CREDENTIALS', refusal(401, 'Unauthorized', 'denied'), { code: 'CREDENTIALS' }],
  ])('%s', async (_, reply, expected) => {
    const { source, limits } = await open({ ...plenty, catalog: () => reply });
    expect(await faultOf(lookUp(source, [one, two], context()))).toMatchObject(expected);
    // Whoever holds the permit tells it of a 429; halving it here too would quarter the rate.
    expect(limits.catalog.quota().perSecond).toBe(2);
  });

  test('the rate that an answer names is learned by its own operation', async () => {
    const { source, limits } = await open({
      catalog: (received) => ({
        ...aPage([anItem(received.query.get('identifiers') ?? '')]),
        headers: { 'x-amzn-RateLimit-Limit': '5.0' },
      }),
      pricing: () => ({ body: { payload: [featured(one, 5)] }, headers: { 'x-amzn-RateLimit-Limit': '0.75' } }),
    });
    await lookUp(source, [one], context());
    const rates = [limits.catalog, limits.competitivePricing, limits.itemOffers].map(
      (permits) => permits.quota().perSecond,
    );
    expect(rates).toEqual([5, 0.75, 0.1]);
  });

  test('no secret stands in an error, even when Amazon’s text repeats it', async () => {
    const leak = `${issued} ${encodeURIComponent(issued)} is not welcome`;
    const { source } = await open({ ...plenty, catalog: () => refusal(403, 'Unauthorized', leak) });
    const fault = await faultOf(lookUp(source, [one], context()));
    expect(fault.message).toContain('is not welcome');
    await opened?.disposeAsync();
    const description = Object.values(credential).join(' ');
    const second = await open({
      token: () => ({ status: 400, body: { error: 'invalid_grant', error_description: description } }),
    });
    const tokenFault = await faultOf(second.source.ready('IN', new AbortController().signal));
    expect(tokenFault.message).toContain('invalid_grant');
    for (const secret of [issued, ...Object.values(credential)]) {
      for (const form of [secret, encodeURIComponent(secret)]) {
        expect(fault.message).not.toContain(form);
        expect(tokenFault.message).not.toContain(form);
      }
    }
  });

  test.each([
    'The LWA secret token you provided has expired.',
    'The role Product Listing is required for this operation.',
  ])('a 403 is told with its details: %s', async (details) => {
    const { source } = await open({ ...plenty, catalog: () => refusal(403, 'Unauthorized', 'Access denied', details) });
    const fault = await faultOf(lookUp(source, [one], context()));
    expect(fault).toMatchObject({ code: 'CREDENTIALS', tokenRefused: false });
    expect(fault.message).toContain(details);
  });

  test('a refused connection is NETWORK with nothing sent', async () => {
    const { amazon, source } = await open(plenty);
    await source.ready('IN', new AbortController().signal);
    await amazon[Symbol.asyncDispose]();
    expect(await faultOf(lookUp(source, [one], context()))).toMatchObject({ code: 'NETWORK', unsent: true });
  });

  test('a pricing call of which nothing left gives its permit back', async () => {
    // No connection is kept, so that the next call finds nobody to talk to.
    const headers = { connection: 'close' };
    const once: Script = {
      token: () => ({ body: { access_token: issued, token_type: 'bearer', expires_in: 3600 }, headers }),
      catalog: () => ({ ...aPage([anItem(one)]), headers }),
    };
    const { amazon, source, limits } = await open(once);
    const reserve = limits.competitivePricing.reserve.bind(limits.competitivePricing);
    Object.assign(limits.competitivePricing, {
      async reserve(withinMs: number) {
        await amazon[Symbol.asyncDispose]();
        return await reserve(withinMs);
      },
    });
    const findings = await lookUp(source, [one], context());
    expect(amazon.calls.catalog).toHaveLength(1);
    expect(findings.get(one)).toMatchObject({ kind: 'failed', error: { code: 'NETWORK', unsent: true } });
    expect(limits.competitivePricing.quota().usedToday).toBe(0);
  });

  test('an aborted call rejects with a SourceError at once', async () => {
    const controller = new AbortController();
    const { source } = await open({
      ...plenty,
      catalog: () => {
        controller.abort(new Error('client gone'));
        return new Promise(() => undefined);
      },
    });
    expect(await faultOf(lookUp(source, [one], context({ signal: controller.signal })))).toMatchObject({
      code: 'TIMEOUT',
    });
  });

  test('a call aborted while it waits for a pricing permit gives the permit back', async () => {
    const controller = new AbortController();
    const { source, limits } = await open(plenty);
    await limits.competitivePricing.reserve(1);
    const reserve = limits.competitivePricing.reserve.bind(limits.competitivePricing);
    Object.assign(limits.competitivePricing, {
      async reserve(withinMs: number) {
        const permit = await reserve(withinMs);
        queueMicrotask(() => controller.abort());
        return permit;
      },
    });
    await faultOf(lookUp(source, [one], context({ signal: controller.signal })));
    expect(limits.competitivePricing.quota().usedToday).toBe(1);
  });
});

describe('searching', () => {
  const terms = { query: 'steel pan', includeOutOfStock: false, sort: 'RELEVANCE' } as const;

  test('a page costs one catalogue call and one pricing call, never all offers', async () => {
    const { amazon, source } = await open({
      catalog: () => aPage([anItem(two), anItem(one)], { numberOfResults: 41, pagination: { nextToken: 'page+2' } }),
      pricing: () => ({ body: { payload: [featured(one, 10), unfeatured(two)] } }),
    });
    const page = await searchFor(source, terms, 'page+1', context());
    expect(page).toMatchObject({ totalCount: 41, reachableCount: 41, next: 'page+2' });
    expect(page.hits.map((hit) => [hit.asin, hit.price?.amount, hit.priceStatus])).toEqual([
      [two, undefined, 'NO_FEATURED_OFFER'],
      [one, '10.00', 'AVAILABLE'],
    ]);
    expect(amazon.calls.catalog[0]?.query.get('pageToken')).toBe('page+1');
    expect([amazon.calls.catalog.length, amazon.calls.pricing.length, amazon.calls.offers.length]).toEqual([1, 1, 0]);
  });

  test('nothing found costs no pricing call', async () => {
    const { amazon, source } = await open({ catalog: () => aPage([]) });
    expect(await searchFor(source, terms, undefined, context())).toEqual({
      hits: [],
      totalCount: 0,
      reachableCount: 0,
    });
    expect(amazon.calls.pricing).toHaveLength(0);
  });

  test('a refused search is a SourceError of its class', async () => {
    const { source } = await open({ catalog: () => refusal(503, 'ServiceUnavailable', 'later') });
    expect(await faultOf(searchFor(source, terms, undefined, context()))).toMatchObject({ code: 'SERVER' });
  });
});

test('the source declares what it is, and serves the stores of its token’s region', async () => {
  const { source } = await open(plenty);
  expect(source).toMatchObject({
    id: 'SP_API',
    operations: { lookup: { batchSize: 20 } },
    accuracy: 0.9,
    completeHits: false,
    timeoutMs: 9_000,
  });
  expect(source.unavailableReason('IN')).toBeUndefined();
  expect(source.unavailableReason('DE')).toBeUndefined();
  expect(source.unavailableReason('SG')).toBe('NO_CREDENTIAL_FOR_REGION');
  expect(source.unavailableReason('US')).toBe('NO_CREDENTIAL_FOR_REGION');
});
