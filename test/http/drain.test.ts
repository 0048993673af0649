import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { deferred, listening, readToEnd, readUntil } from './listening.ts';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;

/** A listener with one running operation, which ends when `finish` is called. */
async function busy(drainTimeoutMs = 10_000) {
  const [begun, finish] = [deferred(), deferred()];
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

test('draining lets running requests finish and closes their connections', async () => {
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

test('a connection that arrives while the port closes is served once it is closed, so that its client opens no other', async () => {
  await using server = await listening();
  const drained = server.listener.drain();
  const late = server.dial(get('/health'));
  expect(await readUntil(late, '}')).toMatch(/^HTTP\/1\.1 200 /);
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  await drained;
});

test('while draining, /ready answers 503 and open connections get one more response', async () => {
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

test('a request during a drain has as much time as any other, on an open connection and on a new one', async () => {
  const { promise: finished, resolve: finish } = deferred();
  await using server = await listening({
    graphql: async (_, response) => {
      await finished;
      response.end('done');
    },
    // Shorter than the port takes to close.
    limits: { idleGraceMs: 10 },
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

test('requests that do not finish in time are aborted and counted', async () => {
  const { server, client, finish } = await busy(50);
  await using _ = server;
  const cut = once(client, 'close');
  const drained = await server.listener.drain();
  expect(drained).toEqual({ answered: 0, cut: { connections: 1, requests: 1 } });
  await cut;
  finish();
});

test('from the announcement of a stop on, /ready answers 503 and everything is served, also on new connections', async () => {
  await using server = await listening();
  expect(server.listener.open()).toEqual({ connections: 0, requests: 0 });
  server.listener.announceStop();
  const close = { headers: { connection: 'close' } };
  expect((await fetch(`${server.url}/ready`, close)).status).toBe(503);
  expect(await (await fetch(`${server.url}/graphql`, { method: 'POST', ...close })).text()).toBe('graphql POST');
  expect(await server.listener.drain()).toEqual({ answered: 2, cut: { connections: 0, requests: 0 } });
});

test('idle connections do not delay a drain', async () => {
  await using server = await listening();
  const kept = server.dial(get('/health'));
  await readUntil(kept, '}');
  const closed = once(kept, 'close');
  await server.listener.drain();
  await closed;
});

test('a second drain returns the promise of the first', async () => {
  const { server, finish } = await busy();
  await using _ = server;
  const first = server.listener.drain();
  expect(server.listener.drain()).toBe(first);
  finish();
  await first;
});
