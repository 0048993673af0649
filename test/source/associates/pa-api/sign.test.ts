import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signPaApiCall } from '../../../../src/source/associates/pa-api/sign.ts';

const call = {
  host: 'webservices.amazon.in',
  path: '/paapi5/getitems',
  operation: 'GetItems',
  body: '{"ItemIds":["B0199980K4"],"PartnerTag":"xyz-20","PartnerType":"Associates","Marketplace":"www.amazon.in","Resources":["ItemInfo.Title"]}',
  awsRegion: 'eu-west-1',
  wallMs: Date.UTC(2026, 0, 2, 3, 4, 5),
};
const credential = { accessKey: 'AKIDEXAMPLE', secretKey: 'SECRETEXAMPLE' };

test('the signature is the one that Amazon’s own client computes', () => {
  expect(signPaApiCall(call, credential)).toEqual({
    'content-encoding': 'amz-1.0',
    'content-type': 'application/json; charset=utf-8',
    host: 'webservices.amazon.in',
    'x-amz-date': '20260102T030405Z',
    'x-amz-target': 'com.amazon.paapi5.v1.ProductAdvertisingAPIv1.GetItems',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/ProductAdvertisingAPI/aws4_request, ' +
      'SignedHeaders=content-encoding;content-type;host;x-amz-date;x-amz-target, ' +
      'Signature=27cbb9b85d8f22214aa91c6591d687752b1e93f9ca364b076e22b9a9f99d3f7f',
  });
});

test('the signature follows body, host, region and second, by the published algorithm', () => {
  const body = '{"Keywords":"चाय ₹"}';
  const other = { ...call, body, host: '127.0.0.1:9000', awsRegion: 'us-west-2', wallMs: call.wallMs + 1_000 };
  const headers = signPaApiCall(other, credential);
  expect(headers['authorization']).toMatch(new RegExp(`Signature=${bySpecification(headers, body, 'us-west-2')}$`));
});

/** Signature Version 4, written from its specification. */
function bySpecification(headers: Record<string, string>, body: string, region: string): string {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const names = ['content-encoding', 'content-type', 'host', 'x-amz-date', 'x-amz-target'];
  const canonicalHeaders = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = ['POST', call.path, '', canonicalHeaders, names.join(';'), hash(body)].join('\n');
  const time = headers['x-amz-date'] ?? '';
  const scope = [time.slice(0, 8), region, 'ProductAdvertisingAPI', 'aws4_request'];
  const key = scope.reduce<string | Buffer>((key, part) => mac(key, part), `AWS4${credential.secretKey}`);
  return mac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(canonical)].join('\n')).toString('hex');
}
