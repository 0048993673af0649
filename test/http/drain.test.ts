import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { aGate, listening, readToEnd, readUntil } from './listening.ts';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;

/** A listener with one operation under way that ends when told. */
async function busy(drainTimeoutMs = 10_000) {
  const [begun, finish] = [aGate(), aGate()];
  const server = await listening({
    graphql: async (_, response) => {
      begun.resolve();
      await finish.promise;
      response.end('done');
    },
    limits: { drainTimeoutMs },
  });
  const client = server.dial(get('/graphql'));
  await begun.promise;
  return { server, client, finish: finish.resolve };
}

test('draining lets what is in flight finish, and asks its client not to come back', async () => {
  const { server, client, finish } = await busy();
  await using _ = server;
  const answer = readToEnd(client);
  const drained = server.listener.drain();
  finish();
  await drained;
  expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*connection: close\r\n[^]*done/i);
});

test('draining accepts no new connection', async () => {
  const { server, finish } = await busy();
  await using _ = server;
  const drained = server.listener.drain();
  await vi.waitFor(() => expect(fetch(`${server.url}/health`)).rejects.toThrow());
  finish();
  await drained;
});

test('while draining, readiness is red and kept connections are answered once more', async () => {
  const { server, finish } = await busy();
  await using _ = server;
  const kept = server.dial(get('/ready'));
  expect(await readUntil(kept, '}')).toMatch(/^HTTP\/1\.1 200 /);
  const drained = server.listener.drain();
  kept.write(get('/ready'));
  const answer = await readToEnd(kept);
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toMatch(/connection: close/i);
  expect(answer).toContain('"status":"stopping"');
  finish();
  await drained;
});

test('a request that comes while draining has the same time as any other, on a kept connection and on a new one', async () => {
  const { promise: finished, resolve: finish } = aGate();
  await using server = await listening({
    graphql: async (_, response) => {
      await finished;
      response.end('done');
    },
    limits: { idleGraceMs: 40 },
  });
  const kept = server.dial(get('/health'));
  await readUntil(kept, '}');
  const fresh = server.dial('');
  await once(fresh, 'connect');
  const drained = server.listener.drain();
  const answers = [kept, fresh].map((client) => {
    client.write(get('/graphql'));
    return readToEnd(client);
  });
  // Longer than an idle connection is left open.
  setTimeout(finish, 150);
  expect(await Promise.all(answers)).toEqual([expect.stringContaining('done'), expect.stringContaining('done')]);
  await drained;
});

test('what does not finish in its time is cut off', async () => {
  const { server, client, finish } = await busy(50);
  await using _ = server;
  const cut = once(client, 'close');
  await server.listener.drain();
  await cut;
  finish();
});

test('idle connections do not hold up a drain', async () => {
  await using server = await listening();
  const kept = server.dial(get('/health'));
  await readUntil(kept, '}');
  const closed = once(kept, 'close');
  await server.listener.drain();
  await closed;
});

test('a second drain is the first', async () => {
  const { server, finish } = await busy();
  await using _ = server;
  const first = server.listener.drain();
  expect(server.listener.drain()).toBe(first);
  finish();
  await first;
});
