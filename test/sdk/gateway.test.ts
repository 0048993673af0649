import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { SellingPartner } from 'amazon-sp-api';
import { AwsV4Signer } from 'aws4fetch';
import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { creatorsCredential } from '../../src/sandbox/creators/credential.ts';
import { lwaClient } from '../../src/sandbox/spapi/lwa.ts';
import { startLoopbackAmazon, startRecorder, type LoopbackAmazon, type SeenRequest } from './loopback-amazon.ts';
import { keysOf, sampleProduct } from './samples.ts';

const require = createRequire(import.meta.url);
const { asin } = sampleProduct('IN');
const accessKey = 'AKIASANDBOX0ASSOCIAT';
const secretKey = 'sandbox/paapi+secret/0123456789abcdefABCD';

test('the gateway’s PA-API request carries the signature that two independent signers compute', async () => {
  await using amazon = await startLoopbackAmazon();
  const sent = await sentByGateway(amazon, 'AMAZON_PAAPI_');
  const { authorization = '', ...unsigned } = sent.headers;
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  const headers = Object.fromEntries(names.map((name) => [name, String(unsigned[name])]));
  const date = String(sent.headers['x-amz-date']);
  const signature = /Signature=(\w+)/.exec(authorization)?.[1];

  const smithy = new SignatureV4({
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    region: 'eu-west-1',
    service: 'ProductAdvertisingAPI',
    sha256: Sha256,
    applyChecksum: false,
  });
  const [hostname = '', port] = sent.host.split(':');
  const request = new HttpRequest({
    method: 'POST',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: sent.target,
  });
  const bySmithy = await smithy.sign(Object.assign(request, { headers, body: sent.body }), {
    signingDate: new Date(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5')),
  });
  assert.ok(String(bySmithy.headers['authorization']).endsWith(`Signature=${signature}`));

  const { host: _, ...withoutHost } = headers;
  const byAws4fetch = await new AwsV4Signer({
    method: 'POST',
    url: `http://${sent.host}${sent.target}`,
    headers: withoutHost,
    body: sent.body,
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    region: 'eu-west-1',
    service: 'ProductAdvertisingAPI',
    datetime: date,
    allHeaders: true,
  }).authHeader();
  assert.ok(byAws4fetch.endsWith(`Signature=${signature}`));
});

test('the gateway asks PA-API as Amazon’s own client asks it', async () => {
  await using amazon = await startLoopbackAmazon();
  const sdk = require('paapi5-nodejs-sdk');
  Object.assign(sdk.ApiClient.instance, { accessKey, secretKey, host: 'webservices.amazon.in', region: 'eu-west-1' });
  const api = new sdk.DefaultApi();
  const body = { PartnerTag: 'sandbox-21', PartnerType: 'Associates', Marketplace: 'www.amazon.in', ItemIds: [asin] };
  await promisify(api.getItems.bind(api))(
    Object.assign(new sdk.GetItemsRequest(), { ...body, Resources: ['ItemInfo.Title'] }),
  );
  const official = amazon.seen.at(-1) ?? assert.fail();

  const ours = await sentByGateway(amazon, 'AMAZON_PAAPI_');

  assert.equal(ours.target, official.target);
  for (const name of ['content-encoding', 'content-type', 'x-amz-target']) {
    assert.equal(ours.headers[name], official.headers[name], name);
  }
  assert.equal(signedHeaders(ours), signedHeaders(official));
  assertAsksFor(ours, official);
});

for (const version of ['2.2', '3.2'] as const) {
  test(`the gateway asks the Creators API as its SDK asks it, with a credential of version ${version}`, async () => {
    await using amazon = await startLoopbackAmazon();
    const sdk = require('amazon-creators-api');
    const { id, secret } = creatorsCredential(version);
    const client = Object.assign(new sdk.ApiClient(), { credentialId: id, credentialSecret: secret, version });
    const request = new sdk.GetItemsRequestContent('sandbox-21', [asin]);
    request.resources = [sdk.GetItemsResource.constructFromObject('itemInfo.title')];
    await new sdk.TypedDefaultApi(client).getItems('www.amazon.in', request);
    const [officialToken, official] = [amazon.seen.at(-2) ?? assert.fail(), amazon.seen.at(-1) ?? assert.fail()];

    const [ours, token] = await allSentByGateway(amazon, 'AMAZON_CREATORS_', {
      AMAZON_CREATORS_CREDENTIAL_ID: id,
      AMAZON_CREATORS_CREDENTIAL_SECRET: secret,
      AMAZON_CREATORS_VERSION: version,
      path: officialToken.target,
    });

    assert.equal(ours.target, official.target);
    assert.equal(ours.headers['x-marketplace'], official.headers['x-marketplace']);
    assert.equal(mediaType(ours), mediaType(official));
    assert.equal(withoutToken(ours), withoutToken(official));
    assertAsksFor(ours, official);
    assert.equal(mediaType(token), mediaType(officialToken));
    assert.deepEqual(grantOf(token), grantOf(officialToken));
  });
}

test('the gateway reads SP-API’s catalogue as amazon-sp-api reads it', async () => {
  await using amazon = await startLoopbackAmazon();
  const client = new SellingPartner({
    region: 'eu',
    refresh_token: lwaClient.refreshTokens.EU,
    credentials: {
      SELLING_PARTNER_APP_CLIENT_ID: lwaClient.id,
      SELLING_PARTNER_APP_CLIENT_SECRET: lwaClient.secret,
    },
  });
  await client.callAPI({
    operation: 'searchCatalogItems',
    endpoint: 'catalogItems',
    query: { marketplaceIds: ['A21TJRUUN4KGV'], identifiers: [asin], identifiersType: 'ASIN', pageSize: 20 },
    options: { version: '2022-04-01' },
  });
  const official = new URL(amazon.seen.at(-1)?.target ?? '/', 'http://any');

  const sent = await sentByGateway(amazon, 'AMAZON_SPAPI_', {
    AMAZON_LWA_ENDPOINT: amazon.sandbox.environment['AMAZON_LWA_ENDPOINT'] ?? '',
  });

  const ours = new URL(sent.target, 'http://any');
  assert.equal(ours.pathname, official.pathname);
  for (const [name, value] of official.searchParams) assert.equal(ours.searchParams.get(name), value, name);
  assert.match(String(sent.headers['x-amz-access-token']), /^Atza\|/);
  assert.equal(sent.headers.authorization, undefined);
});

/** The request with which the gateway looks one ASIN up at the only source that is configured. */
async function sentByGateway(
  amazon: LoopbackAmazon,
  prefix: string,
  more: Readonly<Record<string, string>> = {},
): Promise<SeenRequest> {
  const [request] = await allSentByGateway(amazon, prefix, more);
  return request;
}

async function allSentByGateway(
  { sandbox }: LoopbackAmazon,
  prefix: string,
  { path, ...more }: Readonly<Record<string, string>> = {},
): Promise<readonly [SeenRequest, SeenRequest]> {
  await using api = await startRecorder(sandbox.environment[`${prefix}ENDPOINT`] ?? '');
  const tokenEndpoint = sandbox.environment['AMAZON_CREATORS_TOKEN_ENDPOINT'] ?? '';
  await using tokens = await startRecorder(new URL(tokenEndpoint).origin);
  const own = Object.entries(sandbox.environment).filter(([name]) => name.startsWith(prefix));
  const config = parseConfig({
    ...Object.fromEntries(own),
    ...more,
    [`${prefix}ENDPOINT`]: api.origin,
    ...(prefix === 'AMAZON_CREATORS_' && { AMAZON_CREATORS_TOKEN_ENDPOINT: `${tokens.origin}${path}` }),
    SCRAPING_FALLBACK_ENABLED: 'false',
    PORT: '0',
  });
  await using gateway = createGateway(config);
  const answer = await gateway.fetch(
    new Request('http://127.0.0.1/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ product(asin: "${asin}") { asin } }` }),
    }),
  );
  assert.deepEqual(await answer.json(), { data: { product: { asin } } });
  const request = api.seen[0] ?? assert.fail('the gateway sent nothing');
  return [request, tokens.seen[0] ?? request];
}

/** Every field that the client sends is sent by the gateway too, with the same value but for the resources. */
function assertAsksFor(ours: SeenRequest, official: SeenRequest): void {
  const [mine, theirs] = [JSON.parse(ours.body), JSON.parse(official.body)];
  for (const name of keysOf(theirs)) {
    if (name.toLowerCase() !== 'resources') assert.deepEqual(mine[name], theirs[name], name);
  }
}

function signedHeaders({ headers }: SeenRequest): string | undefined {
  return /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1];
}

function withoutToken({ headers }: SeenRequest): string {
  return (headers.authorization ?? '').replace(/Bearer [^\s,]+/, 'Bearer …');
}

function mediaType({ headers }: SeenRequest): string | undefined {
  return headers['content-type']?.split(';')[0];
}

function grantOf({ body }: SeenRequest): unknown {
  return body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}
