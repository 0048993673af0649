import { describe, expect, it, test } from 'vitest';
import { parse, validate } from 'graphql';
import { schema } from '../../src/graphql/schema.ts';
import { ListFault } from '../../src/list/list-fault.ts';
import { createAsk } from '../../src/list/run/ask.ts';
import { lookupOperation } from '../../src/list/run/lookup-operation.ts';
import { aGateway } from '../graphql/a-graphql-server.ts';

const asin = 'B0CR7G9V56';
const url = 'http://gateway.test/graphql';
const never = new AbortController().signal;

function reply(body: unknown, status = 200): () => Promise<Response> {
  return async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
}

async function outcome(fetch: (request: Request) => Promise<Response>, inputs: readonly string[] = [asin]) {
  return await createAsk({ fetch, url, deadlineMs: 120_000 })({ inputs, marketplace: undefined }, never);
}

const error = (code: string, more: object = {}) => ({
  errors: [{ message: `is ${code}`, extensions: { code, ...more } }],
});

describe('an operation of a list', () => {
  test('is valid in the schema', () => {
    expect(validate(schema, parse(lookupOperation))).toEqual([]);
  });

  test('has priority bulk, a deadline of its own and the key', async () => {
    const requests: Request[] = [];
    const ask = createAsk({
      fetch: async (request) => {
        requests.push(request);
        return new Response(JSON.stringify(error('BAD_USER_INPUT')));
      },
      url,
      key: 'k3y',
      deadlineMs: 120_000,
    });
    await ask({ inputs: [asin], marketplace: 'DE' }, never);
    const [request] = requests;
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      'x-gateway-priority': 'bulk',
      'x-gateway-deadline-ms': '120000',
      authorization: 'Bearer k3y',
    });
    expect(await request?.json()).toMatchObject({ variables: { inputs: [asin], marketplace: 'DE' } });
  });

  test('is answered by a gateway with one answer for each input, in order', async () => {
    const { server } = aGateway();
    const answered = await outcome(async (request) => await server.fetch(request), [asin, 'nope', '']);
    expect(answered).toMatchObject({
      kind: 'answered',
      answers: [
        { answer: { code: 'FOUND', values: { asin, marketplace: 'IN', source: 'CREATORS_API' } } },
        {
          answer: {
            code: 'INVALID_INPUT',
            values: { problem: expect.stringMatching(/^INVALID_INPUT: is neither an ASIN/) },
          },
        },
        { answer: { code: 'INVALID_INPUT', values: { problem: 'INVALID_INPUT: is empty' } } },
      ],
    });
  });

  it.each(['two\nlines', 'a “quoted” key'])('with a key that cannot be sent is refused at once, unseen: %j', (key) => {
    const create = () => createAsk({ fetch: reply({}), url, key, deadlineMs: 120_000 });
    expect(create).toThrow(ListFault);
    expect(create).not.toThrow(/lines|quoted/);
  });

  test('is sent again with half the deadline as long as the gateway allows less', async () => {
    const { server } = aGateway({}, { mostDeadlineMs: 20_000 });
    const deadlines: (string | null)[] = [];
    const fetch = async (request: Request) => {
      deadlines.push(request.headers.get('x-gateway-deadline-ms'));
      return await server.fetch(request);
    };
    const ask = createAsk({ fetch, url, deadlineMs: 120_000 });
    expect(await ask({ inputs: [asin], marketplace: undefined }, never)).toMatchObject({ kind: 'answered' });
    await ask({ inputs: [asin], marketplace: undefined }, never);
    expect(deadlines).toEqual(['120000', '60000', '30000', '15000', '15000']);
  });
});

describe('an operation without an answer', () => {
  it.each([
    [
      'a limit of the key',
      error('RATE_LIMITED', { retryAfterMs: 700 }),
      { kind: 'later', afterMs: 700, limited: true },
    ],
    [
      'too many operations',
      error('OVERLOADED', { retryAfterMs: 1000 }),
      { kind: 'later', afterMs: 1000, limited: true },
    ],
    ['its cost', error('OPERATION_TOO_COMPLEX'), { kind: 'too-complex' }],
    [
      'its marketplace',
      error('BAD_USER_INPUT'),
      { kind: 'refused', code: 'BAD_USER_INPUT', message: 'is BAD_USER_INPUT' },
    ],
    ['an internal error', error('INTERNAL_SERVER_ERROR'), { kind: 'failed' }],
    ['a result that is missing', { data: { lookup: [] } }, { kind: 'failed' }],
  ])('because of %s says how to go on', async (_, body, expected) => {
    expect(await outcome(reply(body))).toMatchObject(expected);
  });

  it.each([502, 503, 429])('but with a page of a proxy, HTTP %i, may be sent again', async (status) => {
    expect(await outcome(reply('<html>', status))).toMatchObject({ kind: 'later', limited: false });
  });

  test('because nothing listens may be sent again', async () => {
    const refused = new TypeError('fetch failed', {
      cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    });
    expect(await outcome(async () => await Promise.reject(refused))).toEqual({
      kind: 'later',
      reason: `${url} does not answer: nothing listens there`,
      afterMs: undefined,
      limited: false,
    });
  });

  it.each(['UNAUTHENTICATED', 'FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED', 'PERSISTED_QUERY_ONLY'])(
    'because of %s ends the run',
    async (code) => {
      await expect(outcome(reply(error(code), 401))).rejects.toThrow(`${url} refuses the list: is ${code}`);
    },
  );

  it.each([200, 404])('from a server that is no gateway, HTTP %i, ends the run', async (status) => {
    await expect(outcome(reply('hello', status))).rejects.toThrow('is it the address of a gateway?');
  });

  test('because the run ends rejects with the reason', async () => {
    const controller = new AbortController();
    const ask = createAsk({
      fetch: async ({ signal }) =>
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      url,
      deadlineMs: 1_000,
    });
    const asked = ask({ inputs: [asin], marketplace: undefined }, controller.signal);
    controller.abort(new Error('Ctrl-C'));
    await expect(asked).rejects.toThrow('Ctrl-C');
  });
});

describe('the answer for a row', () => {
  const unknown = { asin, marketplace: 'IN', problem: null, code: null, retryAfterMs: null, product: null };
  it.each([
    [
      'that has no product',
      { ...unknown, product: { message: 'amazon.in has no product.' } },
      {
        answer: {
          code: 'NOT_FOUND',
          values: { asin, marketplace: 'IN', problem: 'NOT_FOUND: amazon.in has no product.' },
        },
      },
    ],
    [
      'whose number nobody knows',
      { ...unknown, asin: null, code: 'NUMBER_NOT_FOUND', problem: 'no source knows it' },
      { answer: { code: 'NOT_FOUND', values: { marketplace: 'IN', problem: 'NOT_FOUND: no source knows it' } } },
    ],
    [
      'that may be answered later',
      {
        ...unknown,
        product: { code: 'DEADLINE_EXCEEDED', message: 'too late', retryable: true, retryAfterMs: 3000, attempts: [] },
      },
      { answer: { code: 'DEADLINE_EXCEEDED' }, again: { afterMs: 3000 } },
    ],
    [
      'that a source had no call left for, and another one failed',
      {
        ...unknown,
        product: {
          code: 'SOURCES_UNAVAILABLE',
          message: 'no source answered',
          retryable: false,
          retryAfterMs: null,
          attempts: [{ code: 'DAY_QUOTA' }, { code: 'NETWORK' }],
        },
      },
      { answer: { code: 'QUOTA_EXHAUSTED' }, again: { afterMs: undefined } },
    ],
    [
      'whose number may be searched later',
      { ...unknown, asin: null, code: 'QUOTA_EXHAUSTED', problem: 'used up', retryAfterMs: 5000 },
      { answer: { code: 'QUOTA_EXHAUSTED' }, again: { afterMs: 5000 } },
    ],
  ])('%s', async (_, result, expected) => {
    expect(await outcome(reply({ data: { lookup: [result] } }))).toMatchObject({
      kind: 'answered',
      answers: [expected],
    });
  });

  test('that cannot be answered later either is not to be asked again', async () => {
    const product = {
      code: 'SOURCES_UNAVAILABLE',
      message: 'refused',
      retryable: false,
      retryAfterMs: null,
      attempts: [],
    };
    const answered = await outcome(reply({ data: { lookup: [{ ...unknown, product }] } }));
    expect(answered).toMatchObject({ kind: 'answered', answers: [{ answer: { code: 'SOURCES_UNAVAILABLE' } }] });
    expect(JSON.stringify(answered)).not.toContain('again');
  });
});
