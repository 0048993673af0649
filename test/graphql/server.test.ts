import { readdirSync, readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { findSandboxProduct } from '../../src/sandbox/catalogue.ts';
import { aProduct } from '../support/a-product.ts';
import { aGateway, aProductAnswer } from './a-graphql-server.ts';

const query = '{ product(asin: "B0CR7G9V56") { id reviewCount } }';

describe('an unexpected error', () => {
  const surprises: readonly (readonly [string, () => never])[] = [
    ['an exception', () => raise(new Error('secret at 10.0.0.7'))],
    ['an error of graphql-js without a code', () => raise(new GraphQLError('secret at 10.0.0.7'))],
    ['a thrown value that is not an Error', () => raise('secret at 10.0.0.7')],
  ];
  test.for(surprises)('%s is masked for the client and reported', async ([, product]) => {
    vi.stubEnv('NODE_ENV', 'development');
    const gateway = aGateway({ product });
    const response = await gateway.post({ query });
    const text = await response.text();
    vi.unstubAllEnvs();

    expect(text).not.toMatch(/secret|stack|\.ts:/);
    expect(JSON.parse(text)).toMatchObject({
      data: { product: null },
      errors: [{ path: ['product'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    const reported = gateway.events.filter(({ type }) => type === 'unexpected');
    expect(reported).toMatchObject([{ type: 'unexpected', where: 'product' }]);
    expect(gateway.events.at(-1)).toMatchObject({ type: 'operation', outcome: 'FAILED' });
  });

  test('a value that does not fit its type is an internal error, not the client’s fault', async () => {
    const { ask, events } = aGateway({ product: () => aProductAnswer(aProduct({ reviewCount: 3e9 })) });
    const { errors } = await ask(query);
    expect(errors).toMatchObject([{ path: ['product', 'reviewCount'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(events.map(({ type }) => type)).toEqual(['unexpected', 'operation']);
  });
});

test('operations are executed by graphql-js and by no other engine', async () => {
  const thrower = aGateway({}, { analytics: { snapshot: () => raise(new Error('shows its stack')) } });
  await thrower.ask('{ sourceAnalytics { timestamp } }');
  const event = thrower.events.find((one) => one.type === 'unexpected');
  const stack = event?.error instanceof Error ? event.error.stack : undefined;
  expect(stack).toContain('/node_modules/graphql/execution/execute');
  expect(stack).not.toContain('@graphql-tools');
});

describe('an operation is reported once', () => {
  test('with its name, kind and outcome', async () => {
    const gateway = aGateway();
    await gateway.post({ query: `query Kettle ${query}` });
    expect(gateway.events).toEqual([
      {
        type: 'operation',
        name: 'Kettle',
        kind: 'query',
        outcome: 'OK',
        durationMs: 0,
        operationRef: gateway.operations[0],
      },
    ]);
  });

  test('as partial when some of it failed', async () => {
    const product = () => raise(new Error('x'));
    const gateway = aGateway({ product });
    await gateway.ask(`{ __typename ${query.slice(1)}`);
    expect(gateway.events.at(-1)).toMatchObject({ outcome: 'PARTIAL' });
  });
});

describe('GET', () => {
  test('answers queries', async () => {
    const response = await aGateway().send({}, '?query={__typename}');
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test('no other origin is allowed', async () => {
    const response = await aGateway().send({ headers: { origin: 'https://elsewhere.example' } }, '?query={__typename}');
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('every published example operation', () => {
  const folder = new URL('../../schema/operations/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

  test('requests products of the sandbox, and one unknown product', () => {
    const texts = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const asins = new Set(texts.join('').match(/\bB0[A-Z0-9]{8}\b/g));
    const unsold = [...asins].filter((asin) => findSandboxProduct('IN', asin) === undefined);
    expect(unsold).toEqual(['B000000000']);
  });

  test.for(names)('%s runs as it stands', async (name) => {
    const { data, errors } = await aGateway().ask(readFileSync(new URL(name, folder), 'utf8'));
    expect(errors).toBeUndefined();
    expect(Object.values(data ?? {})).not.toContain(null);
  });
});

function raise(thrown: unknown): never {
  throw thrown;
}
