import { describe, expect, test } from 'vitest';
import { parseConfig, type LogLevel } from '../src/config.ts';
import { secretsOf } from '../src/config/secrets.ts';
import type { GatewayEvent } from '../src/event.ts';
import { createLog } from '../src/log.ts';

function listening({ level = 'INFO', secrets = [] }: { level?: LogLevel; secrets?: readonly string[] } = {}) {
  const lines: string[] = [];
  let now = 0;
  const log = createLog({ level, secrets, now: () => now, write: (line) => void lines.push(line) });
  return {
    log,
    lines,
    pass: (ms: number) => void (now += ms),
    read: () => lines.map((line) => asRecord(JSON.parse(line))),
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('not an object');
  return { ...value };
}

const failedCall = {
  type: 'call',
  source: 'PA_API',
  marketplace: 'IN',
  operation: 'lookup',
  outcome: 'SERVER',
  durationMs: 12,
  items: 1,
  slots: 10,
  message: 'HTTP 503',
} as const satisfies GatewayEvent;

describe('a line', () => {
  test('is one JSON object with level, time and message', () => {
    const { log, lines, read } = listening();
    log.info('ready', { sources: ['PA_API'] });
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(read()[0]).toMatchObject({ level: 'INFO', msg: 'ready', sources: ['PA_API'] });
    expect(read()[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test('says which source failed, where, how and why', () => {
    const { log, read } = listening();
    log.listen(failedCall);
    expect(read()[0]).toMatchObject({
      level: 'WARN',
      msg: 'PA_API IN lookup failed: SERVER (HTTP 503)',
      source: 'PA_API',
      marketplace: 'IN',
      code: 'SERVER',
      operation: 'lookup',
    });
  });

  test('has durations as people read them, at any depth, and leaves other numbers alone', () => {
    const { log, read } = listening({ level: 'TRACE' });
    log.listen({ ...failedCall, durationMs: 17.083_251_3 });
    const attempt = { source: 'PA_API', outcome: 'FOUND', durationMs: 240.055_5 } as const;
    log.info('more', { attempts: [attempt], rate: 0.123_456, waitMs: 0.038_2 });
    expect(read()).toMatchObject([
      { durationMs: 17.1 },
      { attempts: [{ ...attempt, durationMs: 240.1 }], rate: 0.123_456, waitMs: 0.04 },
    ]);
  });

  test('says what is open when the gateway is told to stop, and what was cut when it has stopped', () => {
    const { log, read } = listening();
    const ended = { type: 'stop-ended', durationMs: 5_200.4, answered: 40, cutConnections: 0, cutTasks: 0 } as const;
    log.listen({ type: 'stop-began', connections: 3, requests: 2, delayMs: 5_000 });
    log.listen({ type: 'stop-began', connections: 3, requests: 2, delayMs: 0 });
    log.listen({ ...ended, cutRequests: 0 });
    log.listen({ ...ended, cutRequests: 1, cutConnections: 2, cutTasks: 3 });
    expect(read().map(({ level, msg }) => [level, msg])).toEqual([
      ['INFO', 'Stopping: 2 requests on 3 connections are open; new connections are accepted for 5000 ms more'],
      ['INFO', 'Stopping: 2 requests on 3 connections are open'],
      ['INFO', 'Stopped after 5200 ms: 40 requests were answered, none was cut'],
      [
        'WARN',
        'Stopped after 5200 ms: 40 requests were answered; 1 requests, 2 connections and 3 background tasks were cut',
      ],
    ]);
  });

  test('of a circuit that opens repeatedly is written once in ten seconds', () => {
    const { log, read, pass } = listening();
    const circuit = { type: 'circuit', source: 'PA_API', marketplace: 'US', operation: 'search' } as const;
    for (let n = 0; n < 3; n += 1) {
      log.listen({ ...circuit, state: 'OPEN' });
      log.listen({ ...circuit, state: 'HALF_OPEN' });
    }
    pass(10_000);
    log.listen({ ...circuit, state: 'OPEN' });
    expect(read().filter(({ level }) => level === 'WARN')).toMatchObject([{}, { suppressed: 2 }]);
  });

  test('of a repeated event is written once in ten seconds, then with the number that was suppressed', () => {
    const { log, read, pass } = listening();
    const again: readonly GatewayEvent[] = [
      { type: 'store', state: 'DOWN', detail: 'connection refused' },
      { type: 'unreadable', where: 'store', key: 'product:IN:B0CR7G9V56' },
      { type: 'unreadable', where: 'lease', key: 'IN:B0CR7G9V56' },
      { type: 'clock-error', days: 400, message: 'a clock is 400 days ahead' },
    ];
    for (let n = 0; n < 5; n += 1) for (const event of again) log.listen(event);
    pass(10_000);
    for (const event of again) log.listen(event);
    const messages = [
      'the cache store is not used: connection refused',
      'the cache store’s entry for product:IN:B0CR7G9V56 is unreadable and was ignored',
      'another instance’s answer for IN:B0CR7G9V56 is unreadable and was ignored',
      'a clock is 400 days ahead',
    ];
    const lines = read().map(({ level, msg, suppressed }) => [level, msg, suppressed]);
    expect(lines).toEqual([
      ...messages.map((message) => ['WARN', message, undefined]),
      ...messages.map((message) => ['WARN', message, 4]),
    ]);
  });

  test('is written for every kind of failure', () => {
    const { log, read } = listening();
    const skipped = { source: 'PA_API', outcome: 'SKIPPED', code: 'DAY_QUOTA', durationMs: 0 } as const;
    log.listen({ type: 'attempt', marketplace: 'US', attempt: { ...skipped, message: 'the day is spent' } });
    log.listen({ type: 'token-refused', source: 'SP_API', marketplace: 'US', code: 'CREDENTIALS', message: 'refused' });
    log.listen({ type: 'circuit', source: 'PA_API', marketplace: 'US', operation: 'search', state: 'OPEN' });
    log.listen({ type: 'store-failed', action: 'read', message: 'connection refused' });
    log.listen({ type: 'success-rate', source: 'PA_API', low: true, successRate: 0.25, threshold: 0.8 });
    log.listen({ type: 'unexpected', where: 'Query.product', error: new Error('boom') });
    expect(read().map(({ level, msg }) => `${String(level)} ${String(msg)}`)).toEqual([
      'WARN PA_API US was not called: DAY_QUOTA (the day is spent)',
      'WARN SP_API US has no access token: CREDENTIALS (refused)',
      'WARN PA_API US search: circuit is OPEN',
      'WARN cache store read failed: connection refused',
      'WARN PA_API answers 25 % of its calls, below the threshold of 80 %',
      'ERROR unexpected error in Query.product',
    ]);
    expect(read().at(-1)?.['err']).toMatchObject({ message: 'boom' });
  });

  test('is not written for success, nor for a client that disconnected', () => {
    const { log, lines } = listening();
    log.listen({ ...failedCall, outcome: 'ANSWERED' });
    log.listen({ ...failedCall, outcome: 'ABORTED' });
    log.listen({ type: 'cache', fresh: 1, stale: 0, missed: 0 });
    log.listen({ type: 'operation', name: 'Product', kind: 'query', outcome: 'OK', durationMs: 3 });
    expect(lines).toEqual([]);
  });
});

describe('the level', () => {
  test('TRACE writes every event', () => {
    const { log, lines } = listening({ level: 'TRACE' });
    log.listen({ ...failedCall, outcome: 'ANSWERED' });
    log.listen({ type: 'cache', fresh: 1, stale: 0, missed: 0 });
    log.listen({ type: 'operation', name: 'Product', kind: 'query', outcome: 'OK', durationMs: 3 });
    expect(lines).toHaveLength(3);
  });

  test('ERROR omits failures of sources', () => {
    const { log, lines } = listening({ level: 'ERROR' });
    log.listen(failedCall);
    log.info('ready');
    expect(lines).toEqual([]);
    log.listen({ type: 'unexpected', where: 'here', error: 'a string' });
    expect(lines).toHaveLength(1);
  });

  test('SILENT writes nothing', () => {
    const { log, lines } = listening({ level: 'SILENT' });
    log.listen({ type: 'unexpected', where: 'here', error: new Error('boom') });
    expect(lines).toEqual([]);
  });
});

describe('repeated failures', () => {
  test('give one line per source, code and marketplace in ten seconds, and the next line says how many were suppressed', () => {
    const { log, read, pass } = listening();
    for (let times = 0; times < 5; times += 1) log.listen(failedCall);
    pass(9_999);
    log.listen({ ...failedCall, operation: 'search' });
    expect(read()).toHaveLength(1);
    expect(read()[0]).not.toHaveProperty('suppressed');
    pass(1);
    log.listen(failedCall);
    expect(read()).toHaveLength(2);
    expect(read()[1]).toMatchObject({ suppressed: 5 });
    pass(10_000);
    log.listen(failedCall);
    expect(read()[2]).not.toHaveProperty('suppressed');
  });

  test('of another source, code or marketplace have a line of their own', () => {
    const { log, lines } = listening();
    log.listen(failedCall);
    log.listen({ ...failedCall, source: 'SP_API' });
    log.listen({ ...failedCall, outcome: 'TIMEOUT' });
    log.listen({ ...failedCall, marketplace: 'US' });
    expect(lines).toHaveLength(4);
  });
});

describe('secrets', () => {
  const config = parseConfig({
    AMAZON_CREATORS_CREDENTIAL_ID: 'creators-id',
    AMAZON_CREATORS_CREDENTIAL_SECRET: 'creators/secret+1',
    AMAZON_CREATORS_VERSION: '2.2',
    AMAZON_PAAPI_ACCESS_KEY: 'access-key',
    AMAZON_PAAPI_SECRET_KEY: "paapi/secret+key='2'",
    AMAZON_PARTNER_TAGS: 'IN=tag-21',
    AMAZON_SPAPI_CLIENT_ID: 'client-id',
    AMAZON_SPAPI_CLIENT_SECRET: 'client"secret\\3',
    AMAZON_SPAPI_REFRESH_TOKEN: 'refresh|token~4',
    CACHE_URL: 'redis://user:p%40ssword@cache.example',
    GATEWAY_API_KEYS: 'web:web=key!5',
    ALERT_WEBHOOK_URL: 'https://alerts.example/hooks/token',
  });
  const secrets = secretsOf(config);
  const lowerHex = (text: string) => text.replaceAll(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  const forms: Readonly<Record<string, (secret: string) => string>> = {
    'as it is': (secret) => secret,
    'URL-encoded': encodeURIComponent,
    'URL-encoded in lower case': (secret) => lowerHex(encodeURIComponent(secret)),
    'as a form field': (secret) => new URLSearchParams({ secret }).toString(),
  };

  test.each(Object.entries(forms))('%s appear nowhere in a line', (_, form) => {
    for (const secret of secrets) {
      const { log, lines } = listening({ secrets, level: 'TRACE' });
      const written = `<${form(secret)}>`;
      log.info(written, { nested: { list: [written] } });
      log.listen({ ...failedCall, message: written });
      log.listen({ type: 'unexpected', where: written, error: new Error(written, { cause: new Error(written) }) });
      expect(lines).toHaveLength(3);
      for (const line of lines) {
        expect(line).toContain('[redacted]');
        for (const write of Object.values(forms)) expect(line).not.toContain(write(secret));
        expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
        expect(() => asRecord(JSON.parse(line))).not.toThrow();
      }
    }
  });

  test('that are not in the configuration are recognised by their form', () => {
    const { log, lines } = listening();
    log.info(
      'Authorization: Bearer abc.def-123, Version 2.2; Atza|IwEBIabc; refresh Atzr%7CIwEBIdef; Atc|xyz; Signature=0a1b2c',
    );
    expect(lines[0]).toContain(
      'Authorization: Bearer [redacted], Version 2.2; [redacted]; refresh [redacted]; [redacted]; Signature=[redacted]',
    );
  });

  test('of fewer than four characters are not redacted, because ordinary words contain them', () => {
    const { log, lines } = listening({ secrets: ['a', ''] });
    log.info('a banana');
    expect(lines[0]).toContain('a banana');
  });
});
