import { afterEach, describe, expect, test, vi } from 'vitest';
import { aGateway, readAnswer } from '../a-graphql-server.ts';

const asked = { query: '{ product(asin: "B0CR7G9V56") { id } }' };

/** A gateway with this many places whose answers wait until it is opened. */
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

describe('as many operations as there are places', () => {
  test('run at a time; as many again wait, and everybody else is told when to come back', async () => {
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

  test('are all free again afterwards, after refusals and failures too', async () => {
    const gateway = aGateway({ product: () => raise(new Error('x')) }, { maxInFlight: 1 });
    for (const query of [asked.query, '{ nope }', '{ syntax', asked.query]) {
      expect((await gateway.post({ query })).status).toBe(200);
    }
  });

  test('nobody waits longer than a second', async () => {
    vi.useFakeTimers();
    const gateway = aFullGateway(1);
    const [first, second] = [gateway.post(asked), gateway.post(asked)];

    await vi.advanceTimersByTimeAsync(1_001);

    expect((await second).status).toBe(503);
    gateway.open();
    expect((await first).status).toBe(200);
  });

  test('who hangs up while waiting leaves the queue to others', async () => {
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

  test('requests that are no operation take no place', async () => {
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
