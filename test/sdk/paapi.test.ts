import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { AwsClient } from 'aws4fetch';
import * as typescriptSdk from 'paapi5-typescript-sdk';
import { startLoopbackAmazon } from './loopback-amazon.ts';
import { keysOf, sampleProduct } from './samples.ts';

const require = createRequire(import.meta.url);
const accessKey = 'AKIASANDBOX0ASSOCIAT';
const secretKey = 'sandbox/paapi+secret/0123456789abcdefABCD';
const partnerTag = 'sandbox-21';
const { asin, title, family, node } = sampleProduct('IN');
const resources = ['ItemInfo.Title', 'OffersV2.Listings.Price'];

test('paapi5-nodejs-sdk gets items, searches, variations and browse nodes', async () => {
  await using amazon = await startLoopbackAmazon();
  const sdk = require('paapi5-nodejs-sdk');
  const client = sdk.ApiClient.instance;
  Object.assign(client, { accessKey, secretKey, host: 'webservices.amazon.in', region: 'eu-west-1' });
  const api = new sdk.DefaultApi();
  const request = (kind: string, more: object) =>
    Object.assign(new sdk[kind](), { PartnerTag: partnerTag, PartnerType: 'Associates', ...more });

  const send = (operation: string, what: unknown): Promise<any> => promisify(api[operation].bind(api))(what);

  const items = await send('getItems', request('GetItemsRequest', { ItemIds: [asin], Resources: ['ItemInfo.Title'] }));
  assert.equal(items.ItemsResult.Items[0].ItemInfo.Title.DisplayValue, title);
  const hits = await send(
    'searchItems',
    request('SearchItemsRequest', { Keywords: title, Resources: ['ItemInfo.Title'] }),
  );
  assert.ok(hits.SearchResult.Items.some((item: { ASIN: string }) => item.ASIN === asin));
  const variations = await send('getVariations', request('GetVariationsRequest', { ASIN: family.parent }));
  assert.deepEqual(
    variations.VariationsResult.Items.map((item: { ASIN: string }) => item.ASIN),
    family.members,
  );
  const nodes = await send('getBrowseNodes', request('GetBrowseNodesRequest', { BrowseNodeIds: [node.id] }));
  assert.equal(nodes.BrowseNodesResult.BrowseNodes[0].DisplayName, node.name);
  assert.equal(amazon.seen.length, 4);
});

test('amazon-paapi gets items, searches, variations and browse nodes', async () => {
  await using amazon = await startLoopbackAmazon();
  const sdk = require('amazon-paapi');
  const common = { AccessKey: accessKey, SecretKey: secretKey, PartnerTag: partnerTag, Marketplace: 'www.amazon.in' };

  const items = await sdk.GetItems(common, { ItemIds: [asin], Resources: resources });
  assert.equal(items.ItemsResult.Items[0].ItemInfo.Title.DisplayValue, title);
  const hits = await sdk.SearchItems(common, { Keywords: title, Resources: resources });
  assert.ok(hits.SearchResult.Items.some((item: { ASIN: string }) => item.ASIN === asin));
  const variations = await sdk.GetVariations(common, { ASIN: family.members[0], Resources: resources });
  assert.equal(variations.VariationsResult.VariationSummary.VariationCount, family.members.length);
  const nodes = await sdk.GetBrowseNodes(common, { BrowseNodeIds: [node.id], Resources: ['BrowseNodes.Ancestor'] });
  assert.equal(nodes.BrowseNodesResult.BrowseNodes[0].Ancestor.DisplayName, node.parent);
  assert.equal(amazon.seen.length, 4);
});

test('paapi5-typescript-sdk gets items, searches, variations and browse nodes', async () => {
  await using amazon = await startLoopbackAmazon();
  const { Host, Region, PartnerType } = typescriptSdk;
  const ask = [partnerTag, PartnerType.ASSOCIATES, accessKey, secretKey, Host.INDIA, Region.INDIA] as const;

  const items = await new typescriptSdk.GetItemsRequest(
    { ItemIds: [asin], Resources: ['ItemInfo.Title'] },
    ...ask,
  ).send();
  assert.equal(items.ItemsResult?.Items[0]?.ItemInfo?.Title?.DisplayValue, title);
  const hits = await new typescriptSdk.SearchItemsRequest({ Keywords: title }, ...ask).send();
  assert.ok(hits.SearchResult?.Items.some((item) => item.ASIN === asin));
  const variations = await new typescriptSdk.GetVariationsRequest({ ASIN: family.parent }, ...ask).send();
  // The SDK's type misspells the field's name.
  const { VariationsResult } = variations as unknown as { readonly VariationsResult?: { readonly Items: unknown[] } };
  assert.equal(VariationsResult?.Items.length, family.members.length);
  const nodes = await new typescriptSdk.GetBrowseNodesRequest(
    { BrowseNodeIds: [node.id], Resources: ['BrowseNodes.Ancestor'] },
    ...ask,
  ).send();
  assert.equal(nodes.BrowseNodesResult?.BrowseNodes[0]?.Id, node.id);
  assert.equal(amazon.seen.length, 4);
});

const url = 'https://webservices.amazon.in/paapi5/getitems';
const headers = {
  'content-encoding': 'amz-1.0',
  'content-type': 'application/json; charset=utf-8',
  'x-amz-target': 'com.amazon.paapi5.v1.ProductAdvertisingAPIv1.GetItems',
};
const body = JSON.stringify({
  ItemIds: [asin],
  PartnerTag: partnerTag,
  PartnerType: 'Associates',
  Resources: ['ItemInfo.Title'],
});
const service = 'ProductAdvertisingAPI';

test('a request signed by @smithy/signature-v4 with its defaults is accepted; the host names the marketplace', async () => {
  await using amazon = await startLoopbackAmazon();
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const signer = new SignatureV4({ credentials, region: 'eu-west-1', service, sha256: Sha256 });
  const { hostname, pathname: path } = new URL(url);
  const request = { method: 'POST', protocol: 'https:', hostname, path, body };
  const signed = await signer.sign(new HttpRequest({ ...request, headers: { ...headers, host: hostname } }));

  const answer = await fetch(url, { method: 'POST', headers: withoutHost(signed.headers), body });

  assert.equal(answer.status, 200, await answer.clone().text());
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  assert.deepEqual(keysOf(await answer.json()), ['ItemsResult']);
  assert.match(String(amazon.seen[0]?.headers.authorization), /x-amz-content-sha256/);
});

test('a request signed by aws4fetch with its defaults is accepted', async () => {
  await using amazon = await startLoopbackAmazon();
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    region: 'eu-west-1',
    service,
    retries: 0,
  });

  const answer = await client.fetch(url, { method: 'POST', headers, body });

  assert.equal(answer.status, 200, await answer.clone().text());
  assert.equal(amazon.seen.length, 1);
});

test('a signature for the region of another marketplace is refused, whatever the body says', async () => {
  await using _ = await startLoopbackAmazon();
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    region: 'us-east-1',
    service,
    retries: 0,
  });
  const american = JSON.stringify({ ...JSON.parse(body), Marketplace: 'www.amazon.com' });

  const answer = await client.fetch(url, { method: 'POST', headers, body: american });

  assert.equal(answer.status, 401);
});

function withoutHost(all: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== 'host'));
}
