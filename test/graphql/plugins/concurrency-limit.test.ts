import { afterEach, describe, expect, test, vi } from 'vitest';
import { aGateway, readAnswer } from '../a-graphql-server.ts';

const asked = { query: '{ product(asin: "B0CR7G9V56") { id } }' };

/** A gateway with this number of slots, whose answers wait until it is opened. */
function aFullGateway(places: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const gateway = aGateway({ gate: () => promise }, { maxInFlight: places });
  const statuses = async (answers: readonly Promise<Response>[]) =>
    (await Promise.all(answers)).map(({ status }) => status);
  return { ...gateway, open: resolve, statuses };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the concurrency limit', () => {
  test('lets operations run up to the limit and as many wait; all others get 503 with Retry-After', async () => {
    const gateway = aFullGateway(2);
    const four = Array.from({ length: 4 }, () => gateway.post(asked));

    const fifth = await gateway.post(asked);

    expect(fifth.status).toBe(503);
    expect(fifth.headers.get('retry-after')).toBe('1');
    const { errors } = readAnswer(await fifth.text());
    expect(errors).toMatchObject([{ extensions: { code: 'OVERLOADED', retryable: true, retryAfterMs: 1000 } }]);
    await vi.waitFor(() => expect(gateway.lookups).toHaveLength(2));
    gateway.open();
    expect(await gateway.statuses(four)).toEqual([200, 200, 200, 200]);
    expect(gateway.lookups).toHaveLength(4);
  });

  test('frees its slots after success, refusals and failures', async () => {
    const gateway = aGateway({ product: () => raise(new Error('x')) }, { maxInFlight: 1 });
    for (const query of [asked.query, '{ nope }', '{ syntax', asked.query]) {
      expect((await gateway.post({ query })).status).toBe(200);
    }
  });

  test('no operation waits longer than a second', async () => {
    vi.useFakeTimers();
    const gateway = aFullGateway(1);
    const [first, second] = [gateway.post(asked), gateway.post(asked)];

    await vi.advanceTimersByTimeAsync(1_001);

    expect((await second).status).toBe(503);
    gateway.open();
    expect((await first).status).toBe(200);
  });

  test('a waiting client that disconnects leaves the queue', async () => {
    const gateway = aFullGateway(1);
    const first = gateway.post(asked);
    const client = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const gone = gateway.send({ method: 'POST', headers, body: JSON.stringify(asked), signal: client.signal });
    gone.catch(() => undefined);
    await vi.waitFor(() => expect(gateway.lookups).toHaveLength(1));
    client.abort();

    const third = gateway.post(asked);
    gateway.open();

    expect(await gateway.statuses([first, third])).toEqual([200, 200]);
  });

  test('requests without a valid operation take no slot', async () => {
    const gateway = aFullGateway(1);
    const first = gateway.post(asked);
    expect((await gateway.send({ method: 'PUT' })).status).toBe(405);
    expect((await gateway.send({ headers: { accept: 'text/html' } })).status).toBe(406);
    gateway.open();
    expect((await first).status).toBe(200);
  });
});

function raise(error: Error): never {
  throw error;
}
