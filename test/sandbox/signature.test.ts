import { describe, expect, test } from 'vitest';
import { checkSignature } from '../../src/sandbox/paapi/signature.ts';

const body = Buffer.from(
  '{"ItemIds":["B0199980K4"],"PartnerTag":"xyz-20","PartnerType":"Associates","Marketplace":"www.amazon.in","Resources":["ItemInfo.Title"]}',
);
const signature = '27cbb9b85d8f22214aa91c6591d687752b1e93f9ca364b076e22b9a9f99d3f7f';
const signed = 'content-encoding;content-type;host;x-amz-date;x-amz-target';
const headers = {
  'content-encoding': 'amz-1.0',
  'content-type': 'application/json; charset=utf-8',
  host: 'webservices.amazon.in',
  'x-amz-date': '20260102T030405Z',
  'x-amz-target': 'com.amazon.paapi5.v1.ProductAdvertisingAPIv1.GetItems',
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/ProductAdvertisingAPI/aws4_request, SignedHeaders=${signed}, Signature=${signature}`,
};
const rules = {
  accessKey: 'AKIDEXAMPLE',
  secretKey: 'SECRETEXAMPLE',
  region: 'eu-west-1',
  path: '/paapi5/getitems',
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
};

describe('the signature check', () => {
  test('accepts the known answer of the official SDK', () => {
    expect(checkSignature(headers, body, rules)).toBeUndefined();
  });

  test.each([
    ['another host', { ...headers, host: 'webservices.amazon.com' }],
    ['another target', { ...headers, 'x-amz-target': 'com.amazon.paapi5.v1.ProductAdvertisingAPIv1.SearchItems' }],
    ['a header that came without being signed for', { ...headers, 'content-type': 'application/json' }],
    [
      'a list of signed headers that is not what was signed',
      { ...headers, authorization: headers.authorization.replace(signed, 'host;x-amz-date;x-amz-target') },
    ],
    ['another service', { ...headers, authorization: headers.authorization.replace('API/aws4', 'APIv1/aws4') }],
    ['one flipped bit', { ...headers, authorization: headers.authorization.replace(/f$/, 'e') }],
  ])('refuses %s', (_what, changed) => {
    expect(checkSignature(changed, body, rules)).toBe('InvalidSignature');
  });

  test.each(['host;x-amz-date', 'x-amz-date;x-amz-target', 'host;x-amz-target', 'x-amz-target;x-amz-date;host', ''])(
    'calls a signature over %j incomplete: host, date and target must be signed, in order',
    (names) => {
      const changed = { ...headers, authorization: headers.authorization.replace(signed, names) };
      expect(checkSignature(changed, body, rules)).toBe('IncompleteSignature');
    },
  );

  test('refuses another body, secret or region', () => {
    expect(checkSignature(headers, Buffer.concat([body, Buffer.from(' ')]), rules)).toBe('InvalidSignature');
    expect(checkSignature(headers, body, { ...rules, secretKey: 'WRONG' })).toBe('InvalidSignature');
    expect(checkSignature(headers, body, { ...rules, region: 'us-east-1' })).toBe('InvalidSignature');
  });

  test('has different errors for an unknown key, a wrong clock and a missing signature', () => {
    const late = rules.now + 15 * 60 * 1000 + 1;
    expect(checkSignature(headers, body, { ...rules, accessKey: 'OTHER' })).toBe('UnrecognizedClient');
    expect(checkSignature(headers, body, { ...rules, now: late })).toBe('RequestExpired');
    expect(checkSignature(headers, body, { ...rules, now: late - 1 })).toBeUndefined();
    expect(checkSignature({ ...headers, authorization: 'Bearer x' }, body, rules)).toBe('IncompleteSignature');
    expect(checkSignature({ ...headers, 'x-amz-date': undefined }, body, rules)).toBe('IncompleteSignature');
  });
});
