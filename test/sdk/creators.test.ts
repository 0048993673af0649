import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { creatorsCredential, type CredentialVersion } from '../../src/sandbox/creators/credential.ts';
import { startLoopbackAmazon } from './loopback-amazon.ts';
import { sampleProduct } from './samples.ts';

const sdk = createRequire(import.meta.url)('amazon-creators-api');
const partnerTag = 'sandbox-21';
const marketplace = 'www.amazon.in';
const { asin, title, family, node } = sampleProduct('IN');

// India belongs to the European region: a form at Cognito for 2.2, JSON at Login with Amazon for 3.2.
for (const version of ['2.2', '3.2'] as const) {
  test(`amazon-creators-api asks all four operations with a credential of version ${version}`, async () => {
    await using amazon = await startLoopbackAmazon();
    const api = apiOf(version);

    const items = await api.getItems(marketplace, request('GetItemsRequestContent', [asin], 'GetItemsResource'));
    assert.equal(items.itemsResult.items[0].itemInfo.title.displayValue, title);
    assert.equal(typeof items.itemsResult.items[0].offersV2.listings[0].price.money.amount, 'number');

    const search = Object.assign(new sdk.SearchItemsRequestContent(), { partnerTag, keywords: title });
    const hits = await api.searchItems(marketplace, search);
    assert.ok(hits.searchResult.items.some((item: { asin: string }) => item.asin === asin));

    const variations = await api.getVariations(
      marketplace,
      new sdk.GetVariationsRequestContent(partnerTag, family.parent),
    );
    assert.deepEqual(
      variations.variationsResult.items.map((item: { asin: string }) => item.asin),
      family.members,
    );

    const nodes = await api.getBrowseNodes(marketplace, new sdk.GetBrowseNodesRequestContent(partnerTag, [node.id]));
    assert.equal(nodes.browseNodesResult.browseNodes[0].displayName, node.name);
    assert.equal(amazon.sandbox.calls.filter(({ api: called }) => called === 'creators-token').length, 1);
  });
}

test('a search without hits is a 404 that names a search result', async () => {
  await using _ = await startLoopbackAmazon();
  const search = Object.assign(new sdk.SearchItemsRequestContent(), { partnerTag, keywords: 'purple stapler 9000' });

  const failure = await apiOf('3.2')
    .searchItems(marketplace, search)
    .catch((error: unknown) => error);

  assert.equal(failure.status, 404);
  assert.equal(JSON.parse(failure.response.text).resourceType, 'SearchResult');
});

test('a request in PA-API’s spelling is refused', async () => {
  await using amazon = await startLoopbackAmazon();
  await apiOf('3.2').getItems(marketplace, new sdk.GetItemsRequestContent(partnerTag, [asin]));
  const { authorization = '' } = amazon.seen.at(-1)?.headers ?? {};

  const answer = await fetch('https://creatorsapi.amazon/catalog/v1/getItems', {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'x-marketplace': marketplace },
    body: JSON.stringify({ PartnerTag: partnerTag, ItemIds: [asin] }),
  });

  assert.equal(answer.status, 400);
});

function apiOf(version: CredentialVersion) {
  const { id, secret } = creatorsCredential(version);
  const client = Object.assign(new sdk.ApiClient(), { credentialId: id, credentialSecret: secret, version });
  return new sdk.TypedDefaultApi(client);
}

function request(kind: string, ids: readonly string[], resources: string) {
  const names = ['itemInfo.title', 'offersV2.listings.price'];
  return Object.assign(new sdk[kind](partnerTag, ids), {
    resources: names.map((name) => sdk[resources].constructFromObject(name)),
  });
}
