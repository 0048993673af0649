import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The credentials and the request that a signature must match. */
export type SignatureRules = {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Region of the requested marketplace. */
  readonly region: string;
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Why a signature is refused, as PA-API's error code. */
export type SignatureFault = 'IncompleteSignature' | 'UnrecognizedClient' | 'InvalidSignature' | 'RequestExpired';

/** Headers that must be signed. A client may sign others too: the live API accepts them. */
const requiredHeaders = ['host', 'x-amz-date', 'x-amz-target'];

const service = 'ProductAdvertisingAPI';
const clockToleranceMs = 15 * 60 * 1000;
const scheme =
  /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

/** Checks AWS Signature Version 4 over the request as it arrived, including `Host`; `undefined` when it is valid. */
export function checkSignature(
  headers: IncomingHttpHeaders,
  body: Buffer,
  rules: SignatureRules,
): SignatureFault | undefined {
  const match = scheme.exec(headers.authorization ?? '');
  const time = parseAmzDate(headers['x-amz-date']);
  if (match === null || time === undefined) return 'IncompleteSignature';
  const [, accessKey = '', scope = '', signed = '', signature = ''] = match;
  if (accessKey !== rules.accessKey) return 'UnrecognizedClient';
  if (Math.abs(rules.now - time.at) > clockToleranceMs) return 'RequestExpired';
  const expectedScope = `${time.day}/${rules.region}/${service}/aws4_request`;
  const names = signed.split(';');
  const isSorted = names.every((name, at) => name === name.toLowerCase() && (at === 0 || (names[at - 1] ?? '') < name));
  if (!isSorted || requiredHeaders.some((name) => !names.includes(name))) return 'IncompleteSignature';
  if (scope !== expectedScope || names.some((name) => headers[name] === undefined)) return 'InvalidSignature';
  const canonical = canonicalRequest(headers, names, body, rules.path);
  const toSign = ['AWS4-HMAC-SHA256', time.text, scope, sha256(canonical)].join('\n');
  const expected = hmac(signingKey(rules, time.day), toSign);
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? undefined : 'InvalidSignature';
}

function canonicalRequest(headers: IncomingHttpHeaders, names: readonly string[], body: Buffer, path: string): string {
  const lines = names.map((name) => `${name}:${headerText(headers[name])}\n`).join('');
  return ['POST', path, '', lines, names.join(';'), sha256(body)].join('\n');
}

function headerText(value: string | readonly string[] | undefined): string {
  const text = typeof value === 'string' ? value : (value ?? []).join(',');
  return text.trim().replace(/ +/g, ' ');
}

function signingKey({ secretKey, region }: SignatureRules, day: string): Buffer {
  return [day, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretKey}`));
}

function parseAmzDate(value: string | readonly string[] | undefined) {
  const match = typeof value === 'string' ? /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value) : null;
  if (match === null) return undefined;
  const [text, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : { text, at, day: `${year}${month}${day}` };
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
