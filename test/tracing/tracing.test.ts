import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  BasicTracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTracing } from '../../src/tracing/tracing.ts';
import { tracedUpstream } from '../../src/tracing/traced-upstream.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { Upstream } from '../../src/upstream/upstream.ts';
import { aGateway } from '../support/a-gateway.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
const asins = sandboxProducts('IN').map(({ asin }) => asin);

let exporter: InMemorySpanExporter;

beforeEach(() => {
  exporter = new InMemorySpanExporter();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
});

afterEach(() => {
  trace.disable();
  propagation.disable();
  context.disable();
});

function spansOf(name: string): readonly ReadableSpan[] {
  return exporter.getFinishedSpans().filter((span) => span.name === name);
}

async function askFor(url: string, query: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  await answer.text();
}

describe('an operation', () => {
  test('goes on with the trace it came with, down to the upstream’s headers', async () => {
    await using house = await aGateway({ LOG_LEVEL: 'DEBUG' });
    await askFor(house.url, `query Product { product(asin: "${asins[0]}") { title } }`, { traceparent });

    const [operation] = spansOf('query Product');
    const [step] = spansOf('step CREATORS_API');
    const [call] = spansOf('CREATORS_API lookup');
    const http = spansOf('POST').find(({ attributes }) => String(attributes['url.full']).includes('getItems'));
    expect(operation?.spanContext().traceId).toBe(traceId);
    expect(operation?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(step?.parentSpanContext?.spanId).toBe(operation?.spanContext().spanId);
    expect(call?.parentSpanContext?.spanId).toBe(operation?.spanContext().spanId);
    expect(http?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
    expect(operation?.attributes).toMatchObject({
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Product',
    });
    expect(http?.attributes).toMatchObject({ 'http.request.method': 'POST', 'http.response.status_code': 200 });
  });

  test('has its trace in its log line', async () => {
    await using house = await aGateway({ LOG_LEVEL: 'DEBUG' });
    await askFor(house.url, `query Product { product(asin: "${asins[0]}") { title } }`, { traceparent });
    const line = house.logs.find((text) => text.includes('"msg":"operation"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ level: 'DEBUG', name: 'Product', outcome: 'OK', traceId });
  });

  test('cannot name a span by a name that nobody published', async () => {
    await using house = await aGateway();
    await askFor(house.url, 'query Mine { __typename }');
    await askFor(house.url, '{ nonsense }');
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['query', 'query']);
  });

  test('holds no secret and no document', async () => {
    await using house = await aGateway();
    await askFor(house.url, `query Product { product(asin: "${asins[0]}") { title } }`);
    const told = JSON.stringify(exporter.getFinishedSpans().map(({ attributes }) => attributes));
    for (const name of [
      'AMAZON_CREATORS_CREDENTIAL_SECRET',
      'AMAZON_CREATORS_CREDENTIAL_ID',
      'AMAZON_PAAPI_SECRET_KEY',
    ]) {
      expect(told).not.toContain(house.sandbox.environment[name]);
    }
    expect(told).not.toContain('product(');
  });
});

describe('an upstream call', () => {
  test('that several operations share hangs on one and is linked to the others', async () => {
    await using house = await aGateway();
    await Promise.all(
      [0, 1, 2].map((index) => askFor(house.url, `query Product { product(asin: "${asins[index]}") { title } }`)),
    );
    const calls = spansOf('CREATORS_API lookup');
    const attached = calls.flatMap((call) => [
      call.parentSpanContext?.spanId,
      ...call.links.map((link) => link.context.spanId),
    ]);
    const operations = spansOf('query Product').map((span) => span.spanContext().spanId);
    expect(new Set(attached)).toEqual(new Set(operations));
    expect(operations).toHaveLength(3);
  });

  test('that fails is an error of its class', async () => {
    await using house = await aGateway({}, { sources: ['CREATORS_API'] });
    house.sandbox.misbehave('creators', { kind: 'credentials' });
    await askFor(house.url, `query Product { product(asin: "${asins[0]}") { title } }`);
    expect(spansOf('CREATORS_API lookup')[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'CREDENTIALS' },
    });
    expect(spansOf('query Product')[0]).toMatchObject({ status: { code: 2 } });
  });

  test('that throws inside the upstream ends its span all the same', async () => {
    const upstream: Upstream = {
      request: () => Promise.reject(new Error('no connection')),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const asked = {
      method: 'GET',
      url: 'http://127.0.0.1:9/x',
      headers: {},
      signal: AbortSignal.timeout(1_000),
    } as const;
    await expect(tracedUpstream(upstream).request(asked)).rejects.toThrow('no connection');
    expect(spansOf('GET')[0]).toMatchObject({ attributes: { 'server.port': 9, 'error.type': 'Error' } });
  });
});

test('without an SDK there is nothing to pay for', () => {
  trace.disable();
  expect(createTracing({ wall: Date.now }, new Set())).toBeUndefined();
});
