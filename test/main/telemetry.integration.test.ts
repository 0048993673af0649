import { expect, test } from 'vitest';
import { aServer } from '../support/a-server.ts';
import { run } from './running.ts';

test.each([
  { environment: {}, service: 'asin-gateway' },
  { environment: { OTEL_SERVICE_NAME: 'shop-prices' }, service: 'shop-prices' },
  { environment: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop,team=a' }, service: 'shop' },
])(
  'OTEL_EXPORTER_OTLP_ENDPOINT receives the spans of service $service, the last ones when the gateway stops',
  async ({ environment, service }) => {
    const bodies: string[] = [];
    await using collector = await aServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(`${request.url} ${Buffer.concat(chunks).toString('utf8')}`);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await using gateway = run({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      AMAZON_SANDBOX: 'true',
      ...environment,
    });
    const [, url] = await gateway.says(/"url":"([^"]+)"/);
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'query SourceAnalytics { sourceAnalytics { timestamp } }' }),
    });
    expect(answer.status).toBe(200);
    gateway.signal('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect(bodies.join('\n')).toMatch(/^\/v1\/traces .*query SourceAnalytics/s);
    expect(bodies.join('\n')).toContain(`{"key":"service.name","value":{"stringValue":"${service}"}}`);
  },
);
