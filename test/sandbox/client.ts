import { request as httpRequest } from 'node:http';
import aws4 from 'aws4';
import { isRecord } from '../../src/sandbox/json.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** An answer as these tests read it. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

/** Sends a request with exactly these headers, `Host` included, which `fetch` would not. */
export function send(
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const outgoing = httpRequest(url, { method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A variable of the sandbox's environment; throws when it is not set. */
export function variable(sandbox: Sandbox, name: string): string {
  const value = sandbox.environment[name];
  if (value === undefined) throw new Error(`no ${name}`);
  return value;
}

/** How a request differs from a valid PA-API request. */
export type PaapiChanges = {
  readonly secret?: string;
  readonly region?: string;
  readonly host?: string;
  readonly at?: Date;
  readonly extraHeader?: boolean;
};

/** Sends a PA-API call that is signed by the code of real clients. */
export function callPaapi(
  sandbox: Sandbox,
  operation: 'GetItems' | 'SearchItems' | 'GetVariations' | 'GetBrowseNodes',
  body: object,
  changes: PaapiChanges = {},
): Promise<Answer> {
  const path = `/paapi5/${operation.toLowerCase()}`;
  const text = JSON.stringify({ PartnerType: 'Associates', ...body });
  const unsigned = {
    host: changes.host ?? 'webservices.amazon.in',
    path,
    method: 'POST',
    service: 'ProductAdvertisingAPI',
    region: changes.region ?? 'eu-west-1',
    body: text,
    headers: {
      'content-encoding': 'amz-1.0',
      'content-type': 'application/json; charset=utf-8',
      host: changes.host ?? 'webservices.amazon.in',
      'x-amz-date': (changes.at ?? new Date()).toISOString().replace(/[-:]|\.\d+/g, ''),
      'x-amz-target': `com.amazon.paapi5.v1.ProductAdvertisingAPIv1.${operation}`,
      ...(changes.extraHeader === true && { 'x-extra': 'signed too' }),
    },
    extraHeadersToIgnore: { 'content-length': true },
  };
  const signed = aws4.sign(unsigned, {
    accessKeyId: variable(sandbox, 'AMAZON_PAAPI_ACCESS_KEY'),
    secretAccessKey: changes.secret ?? variable(sandbox, 'AMAZON_PAAPI_SECRET_KEY'),
  });
  const headers = Object.fromEntries(
    Object.entries(signed.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  return send(`${variable(sandbox, 'AMAZON_PAAPI_ENDPOINT')}${path}`, { method: 'POST', headers, body: text });
}

/** The value at `path` in an answer's JSON; numbers in the path are list positions. */
export function at(answer: Answer, ...path: readonly (string | number)[]): unknown {
  let value: unknown = JSON.parse(answer.text);
  for (const key of path) {
    if (typeof key === 'number') value = Array.isArray(value) ? (value as readonly unknown[])[key] : undefined;
    else value = isRecord(value) ? value[key] : undefined;
  }
  return value;
}

/** The list at `path`, as records; empty when there is none. */
export function listAt(answer: Answer, ...path: readonly (string | number)[]): readonly Record<string, unknown>[] {
  const value = at(answer, ...path);
  return Array.isArray(value) ? value.filter((entry) => isRecord(entry)) : [];
}
