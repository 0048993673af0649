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
  test('continues the trace of its request down to the headers of upstream requests', async () => {
    await using gateway = await aGateway({ LOG_LEVEL: 'DEBUG' });
    await askFor(gateway.url, `query Product { product(asin: "${asins[0]}") { title } }`, { traceparent });

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

  test('has its trace id in its log line', async () => {
    await using gateway = await aGateway({ LOG_LEVEL: 'DEBUG' });
    await askFor(gateway.url, `query Product { product(asin: "${asins[0]}") { title } }`, { traceparent });
    const line = gateway.logs.find((text) => text.includes('"msg":"operation"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ level: 'DEBUG', name: 'Product', outcome: 'OK', traceId });
  });

  test('names its span only by a published operation name', async () => {
    await using gateway = await aGateway();
    await askFor(gateway.url, 'query Mine { __typename }');
    await askFor(gateway.url, '{ nonsense }');
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['query', 'query']);
  });

  test('has no secret and no document in its spans', async () => {
    await using gateway = await aGateway();
    await askFor(gateway.url, `query Product { product(asin: "${asins[0]}") { title } }`);
    const recorded = JSON.stringify(exporter.getFinishedSpans().map(({ attributes }) => attributes));
    for (const name of [
      'AMAZON_CREATORS_CREDENTIAL_SECRET',
      'AMAZON_CREATORS_CREDENTIAL_ID',
      'AMAZON_PAAPI_SECRET_KEY',
    ]) {
      expect(recorded).not.toContain(gateway.sandbox.environment[name]);
    }
    expect(recorded).not.toContain('product(');
  });
});

describe('an upstream call', () => {
  test('that several operations share is a child of one and linked to the others', async () => {
    await using gateway = await aGateway();
    await Promise.all(
      [0, 1, 2].map((index) => askFor(gateway.url, `query Product { product(asin: "${asins[index]}") { title } }`)),
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
    await using gateway = await aGateway({}, { sources: ['CREATORS_API'] });
    gateway.sandbox.misbehave('creators', { kind: 'credentials' });
    await askFor(gateway.url, `query Product { product(asin: "${asins[0]}") { title } }`);
    expect(spansOf('CREATORS_API lookup')[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'CREDENTIALS' },
    });
    expect(spansOf('query Product')[0]).toMatchObject({ status: { code: 2 } });
  });

  test('that throws inside the upstream ends its span, too', async () => {
    const upstream: Upstream = {
      request: () => Promise.reject(new Error('no connection')),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const request = {
      method: 'GET',
      url: 'http://127.0.0.1:9/x',
      headers: {},
      signal: AbortSignal.timeout(1_000),
    } as const;
    await expect(tracedUpstream(upstream).request(request)).rejects.toThrow('no connection');
    expect(spansOf('GET')[0]).toMatchObject({ attributes: { 'server.port': 9, 'error.type': 'Error' } });
  });
});

test('without an SDK there is no tracing', () => {
  trace.disable();
  expect(createTracing({ wall: Date.now }, new Set())).toBeUndefined();
});
