import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig, type Config } from '../../src/config.ts';
import type { SandboxApi, SandboxFault } from '../../src/sandbox/fault.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { CallContext, SearchTerms, Source } from '../../src/source/source.ts';
import { apiLimits, createUpstream, type Upstream, type UpstreamResponse } from '../../src/upstream/upstream.ts';
import { asinNumber, asinOf } from '../support/asins.ts';
import type { FailureCode } from '../../src/vocabulary.ts';
import { lookUp, searchFor } from '../support/ask-source.ts';

/** A source, and the interface of the sandbox that it calls. */
export type SourceUnderTest = {
  readonly api: SandboxApi;
  /** Creates the source over these connections, from the sandbox's configuration. */
  readonly open: (config: Config, upstream: Upstream) => Source;
  /** The failure class of a 429. Default: `THROTTLED`. */
  readonly throttledAs?: FailureCode;
  /** How far the sandbox's clock moves on each reading, so that its quotas do not interfere. */
  readonly clockStepMs?: number;
};

/** The variable that holds the endpoint of an interface. */
const endpointVariables: Readonly<Partial<Record<SandboxApi, string>>> = {
  creators: 'AMAZON_CREATORS_ENDPOINT',
  paapi: 'AMAZON_PAAPI_ENDPOINT',
  spapi: 'AMAZON_SPAPI_ENDPOINT',
  storefront: 'AMAZON_STOREFRONT_ENDPOINT',
};

const terms: SearchTerms = { query: 'earbuds', includeOutOfStock: false, sort: 'RELEVANCE' };

function aCall(parts: Partial<CallContext> = {}): CallContext {
  return { marketplace: 'IN', signal: new AbortController().signal, budgetMs: 5_000, ...parts };
}

/** Tests that every source must pass, over real sockets against the sandbox. */
export function sourceContract(name: string, under: SourceUnderTest): void {
  const { api, open, throttledAs = 'THROTTLED', clockStepMs = 0 } = under;
  describe(`${name} keeps the source contract`, () => {
    let sandbox: Sandbox;
    let source: Source;
    const upstream = createUpstream({ ...apiLimits, headersTimeoutMs: 2_000, bodyTimeoutMs: 2_000 });
    const sold = sandboxProducts('IN').filter(({ state }) => state === 'IN_STOCK');
    const asins = sold.map(({ asin }) => asinOf(asin));

    beforeAll(async () => {
      let stepsMs = 0;
      const now = () => Date.now() + (stepsMs += clockStepMs);
      sandbox = await startSandbox({ requestsPerSecond: 1_000, now });
      source = open(parseConfig(sandbox.environment), upstream);
    });
    afterEach(() => sandbox.misbehave(api, undefined));
    afterAll(async () => {
      await upstream[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
    });

    /** The real connections, with altered answers of the interface itself; token answers stay as they are. */
    const alteringAnswers = (alter: (answer: UpstreamResponse) => UpstreamResponse): Upstream => ({
      async request(request) {
        const answer = await upstream.request(request);
        const own = sandbox.environment[endpointVariables[api] ?? ''];
        return own !== undefined && request.url.startsWith(own) ? alter(answer) : answer;
      },
      [Symbol.asyncDispose]: async () => undefined,
    });
    const callsSoFar = () => sandbox.calls.filter((call) => call.api === api).length;
    const lookup = async (parts: Partial<CallContext> = {}) => {
      await source.ready('IN', new AbortController().signal);
      return await lookUp(source, asins.slice(0, 1), aCall(parts));
    };

    test('declares sensible shares, sizes and times, and serves amazon.in', () => {
      expect(source.operations.lookup.batchSize).toBeGreaterThanOrEqual(1);
      expect(source.accuracy).toBeGreaterThan(0);
      expect(source.accuracy).toBeLessThanOrEqual(1);
      expect(source.timeoutMs).toBeGreaterThan(0);
      expect(source.freshMs).toBeGreaterThan(0);
      expect(source.unavailableReason('IN')).toBeUndefined();
    });

    test('finds a full batch of products, each under the requested ASIN, with its exact price', async () => {
      const asked = asins.slice(0, source.operations.lookup.batchSize);
      await source.ready('IN', new AbortController().signal);
      const findings = await lookUp(source, asked, aCall());
      expect(new Set(findings.keys())).toEqual(new Set(asked));
      for (const asin of asked) {
        const truth = sold.find((product) => product.asin === asin);
        expect(findings.get(asin)).toMatchObject({
          kind: 'found',
          product: {
            asin,
            marketplace: 'IN',
            title: truth?.title,
            price: { amount: truth?.price?.amount, currency: 'INR' },
          },
        });
      }
    });

    test('answers "missing" for an ASIN that does not exist, alone and beside others', async () => {
      const unknown = asinNumber(1);
      await source.ready('IN', new AbortController().signal);
      expect((await lookUp(source, [unknown], aCall())).get(unknown)).toEqual({ kind: 'missing' });
      const mixed = [...asins.slice(0, source.operations.lookup.batchSize - 1), unknown];
      const findings = await lookUp(source, mixed, aCall());
      expect(mixed.map((asin) => findings.get(asin)?.kind)).toEqual([...mixed.slice(1).map(() => 'found'), 'missing']);
    });

    test('does not modify its arguments', async () => {
      const asked = Object.freeze(asins.slice(0, source.operations.lookup.batchSize));
      await lookUp(source, asked, aCall());
      await searchFor(source, Object.freeze({ ...terms }), undefined, aCall());
      expect(asked).toEqual(asins.slice(0, source.operations.lookup.batchSize));
    });

    test('returns consecutive pages of hits without repeating a hit', async () => {
      const first = await searchFor(source, { ...terms, query: 'black' }, undefined, aCall());
      expect(first.hits.length).toBeGreaterThan(0);
      expect(first.hits.every(({ marketplace }) => marketplace === 'IN')).toBe(true);
      expect(first.next).toBeDefined();
      const second = await searchFor(source, { ...terms, query: 'black' }, first.next, aCall());
      const seen = new Set(first.hits.map(({ asin }) => asin));
      expect(second.hits.filter(({ asin }) => seen.has(asin))).toEqual([]);
    });

    test('answers a search without hits with one empty page', async () => {
      const page = await searchFor(source, { ...terms, query: 'zzqqxxyy' }, undefined, aCall());
      expect(page.hits).toEqual([]);
      expect(page.next).toBeUndefined();
    });

    test.each<[string, SandboxFault, string, object]>([
      ['throttled', { kind: 'throttle', retryAfterSeconds: 3 }, throttledAs, { retryAfterMs: 3_000 }],
      ['down', { kind: 'outage', status: 503 }, 'SERVER', {}],
      ['broken', { kind: 'outage', status: 500 }, 'SERVER', {}],
      ['reset', { kind: 'reset' }, 'NETWORK', { unsent: false }],
    ])('rejects with a SourceError of its class when the upstream is %s', async (_, fault, code, parts) => {
      sandbox.misbehave(api, fault);
      const failures = [
        await lookup().catch((error: unknown) => error),
        await searchFor(source, terms, undefined, aCall()).catch((error: unknown) => error),
      ];
      for (const failure of failures) {
        expect(failure).toBeInstanceOf(SourceError);
        expect(failure).toMatchObject({ code, ...parts });
      }
    });

    test('makes one upstream call per lookup: it never retries by itself', async () => {
      await lookup();
      const before = callsSoFar();
      sandbox.misbehave(api, { kind: 'outage', status: 503 });
      await lookup().catch(() => undefined);
      expect(callsSoFar() - before).toBe(1);
    });

    test('rejects with the abort reason as soon as its signal aborts', async () => {
      await lookup();
      sandbox.misbehave(api, { kind: 'hang' });
      const leaving = new AbortController();
      const reason = new SourceError('TIMEOUT', 'no time left');
      const before = callsSoFar();
      const asked = lookUp(source, asins.slice(0, 1), aCall({ signal: leaving.signal })).catch(
        (error: unknown) => error,
      );
      await expect.poll(callsSoFar).toBe(before + 1);
      leaving.abort(reason);
      expect(await asked).toBe(reason);
    });

    test('reads an answer that contains only other products as malformed, never as "missing"', async () => {
      const [asked = asinNumber(0), stranger = asinNumber(0)] = asins;
      const strange = open(
        parseConfig(sandbox.environment),
        alteringAnswers((answer) => ({
          ...answer,
          body: Buffer.from(answer.body.toString('utf8').replaceAll(asked, stranger)),
        })),
      );
      await strange.ready('IN', new AbortController().signal);
      const failure = await lookUp(strange, [asked], aCall()).then(
        (findings) => findings.get(asked),
        (error: unknown) => ({ kind: 'failed', error }),
      );
      expect(failure).toMatchObject({ kind: 'failed', error: { code: 'MALFORMED' } });
    });

    test.each([400, 413, 414, 431])('marks HTTP %d as a bad request', async (status) => {
      const refusing = open(
        parseConfig(sandbox.environment),
        alteringAnswers(() => ({ status, headers: {}, body: Buffer.from('<html>Bad Request</html>') })),
      );
      await refusing.ready('IN', new AbortController().signal);
      const failures = [
        await lookUp(refusing, asins.slice(0, 1), aCall()).then(
          (findings) => findings.get(asins[0] ?? asinNumber(0)),
          (error: unknown) => ({ error }),
        ),
        await searchFor(refusing, terms, undefined, aCall()).catch((error: unknown) => ({ error })),
      ];
      for (const failure of failures) expect(failure).toMatchObject({ error: { code: 'MALFORMED', badRequest: true } });
    });

    test.each([
      ['nothing', ''],
      ['no JSON and no page', 'It works!'],
      ['another shape', '{"hello":["world"]}'],
      ['an array of nulls', '[null,null]'],
      ['null', 'null'],
      ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])],
      ['a truncated answer', '{"itemsResult":{"items":[{"asin":"B0'],
    ])('reads %s as a failure, never as "missing" or as no hits', async (_, body) => {
      const answering: Upstream = {
        request: async () => ({
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from(body),
        }),
        [Symbol.asyncDispose]: async () => undefined,
      };
      const confused = open(parseConfig(sandbox.environment), answering);
      const finding = await lookUp(confused, asins.slice(0, 1), aCall()).then(
        (findings) => findings.get(asins[0] ?? asinNumber(0)),
        (error: unknown) => ({ kind: 'failed', error }),
      );
      expect(finding).toMatchObject({ kind: 'failed', error: { name: 'SourceError' } });
      const searched = await searchFor(confused, terms, undefined, aCall()).catch((error: unknown) => error);
      expect(searched).toBeInstanceOf(SourceError);
    });
  });
}
