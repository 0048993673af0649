import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createAcceptor, type Taker } from '../../src/http/acceptor.ts';
import { createListener } from '../../src/http/listener.ts';
import { aGate, readToEnd } from './listening.ts';

/** An acceptor on a free port, and clients of it. */
async function anAcceptor() {
  const acceptor = createAcceptor(() => undefined);
  const { port } = await acceptor.listen('127.0.0.1', 0);
  const clients: Socket[] = [];
  return {
    acceptor,
    async dial() {
      const client = connect(port, '127.0.0.1');
      clients.push(client);
      client.on('error', () => undefined);
      await once(client, 'connect');
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await acceptor.close();
    },
  };
}

/** One that takes connections, at once or when it is told. */
function aTaker(prompt = true) {
  const taken: Socket[] = [];
  const more = { wait: aGate() };
  const taker: Taker = {
    take(socket, done) {
      taken.push(socket);
      if (prompt) done(null);
      more.wait.resolve();
      more.wait = aGate();
    },
  };
  return { ...taker, taken, next: () => more.wait.promise };
}

test('connections are dealt out in turn', async () => {
  await using server = await anAcceptor();
  const takers = [aTaker(), aTaker(), aTaker()];
  for (const taker of takers) server.acceptor.add(taker);
  for (let n = 0; n < 6; n += 1) {
    const next = Promise.race(takers.map((taker) => taker.next()));
    await server.dial();
    await next;
  }
  expect(takers.map(({ taken }) => taken.length)).toEqual([2, 2, 2]);
});

test('one that is behind is given no more than it has', async () => {
  await using server = await anAcceptor();
  const [stuck, prompt] = [aTaker(false), aTaker()];
  server.acceptor.add(stuck);
  server.acceptor.add(prompt);
  for (let n = 0; n < 6; n += 1) {
    const next = Promise.race([stuck.next(), prompt.next()]);
    await server.dial();
    await next;
  }
  expect([stuck.taken.length, prompt.taken.length]).toEqual([1, 5]);
});

test('connections that come while nobody takes any wait for who comes next', async () => {
  await using server = await anAcceptor();
  await server.dial();
  const late = aTaker();
  const next = late.next();
  server.acceptor.add(late);
  await next;
  expect(late.taken).toHaveLength(1);
});

test('closing hands over every connection that was made, and lets no other in', async () => {
  await using server = await anAcceptor();
  const taker = aTaker();
  server.acceptor.add(taker);
  const clients = await Promise.all(Array.from({ length: 100 }, () => server.dial()));
  await server.acceptor.close();
  expect(taker.taken).toHaveLength(clients.length);
  await expect(server.dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a connection that was handed over is answered, and cut off when its header never ends', async () => {
  await using server = await anAcceptor();
  await using listener = createListener({
    host: '127.0.0.1',
    port: 0,
    graphql: (_, response) => response.end(),
    readiness: () => ({ ok: true, degraded: [] }),
    now: () => performance.now(),
    schema: () => '',
    report: () => undefined,
    limits: { headersTimeoutMs: 100, idleGraceMs: 30 },
  });
  server.acceptor.add({
    take(socket, done) {
      listener.take(socket);
      socket.resume();
      done(null);
    },
  });
  const [good, slow] = [await server.dial(), await server.dial()];
  good.write('GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  expect(await readToEnd(good)).toMatch(/^HTTP\/1\.1 200 /);
  slow.write('GET /health HTTP/1.1\r\nhost: x\r\nslow:');
  expect(await readToEnd(slow)).toMatch(/^HTTP\/1\.1 408 /);
});
