import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createAcceptor, type Receiver } from '../../src/http/acceptor.ts';
import { createListener } from '../../src/http/listener.ts';
import { deferred, readToEnd } from './listening.ts';

/** An acceptor on a free port and a way to connect to it. */
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

/** A receiver that confirms each connection at once, or never. */
function aReceiver(prompt = true) {
  const received: Socket[] = [];
  const more = { wait: deferred() };
  const receiver: Receiver = {
    send(socket, done) {
      received.push(socket);
      if (prompt) done(null);
      more.wait.resolve();
      more.wait = deferred();
    },
  };
  return { ...receiver, received, next: () => more.wait.promise };
}

test('connections are distributed in turn', async () => {
  await using server = await anAcceptor();
  const receivers = [aReceiver(), aReceiver(), aReceiver()];
  for (const receiver of receivers) server.acceptor.add(receiver);
  for (let n = 0; n < 6; n += 1) {
    const next = Promise.race(receivers.map((receiver) => receiver.next()));
    await server.dial();
    await next;
  }
  expect(receivers.map(({ received }) => received.length)).toEqual([2, 2, 2]);
});

test('a receiver that has not confirmed its connection gets no other', async () => {
  await using server = await anAcceptor();
  const [stuck, prompt] = [aReceiver(false), aReceiver()];
  server.acceptor.add(stuck);
  server.acceptor.add(prompt);
  for (let n = 0; n < 6; n += 1) {
    const next = Promise.race([stuck.next(), prompt.next()]);
    await server.dial();
    await next;
  }
  expect([stuck.received.length, prompt.received.length]).toEqual([1, 5]);
});

test('connections without a receiver wait for the next one', async () => {
  await using server = await anAcceptor();
  await server.dial();
  const late = aReceiver();
  const next = late.next();
  server.acceptor.add(late);
  await next;
  expect(late.received).toHaveLength(1);
});

test('closing sends every open connection to a receiver, and accepts no other', async () => {
  await using server = await anAcceptor();
  const receiver = aReceiver();
  server.acceptor.add(receiver);
  const clients = await Promise.all(Array.from({ length: 100 }, () => server.dial()));
  await server.acceptor.close();
  expect(receiver.received).toHaveLength(clients.length);
  await expect(server.dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a connection from another process is served, and closed when its header never ends', async () => {
  await using server = await anAcceptor();
  await using listener = createListener({
    host: '127.0.0.1',
    port: 0,
    graphql: (_, response) => response.end(),
    readiness: () => ({ ok: true, degraded: [] }),
    now: () => performance.now(),
    version: '1.2.3',
    schema: () => '',
    report: () => undefined,
    limits: { headersTimeoutMs: 100, idleGraceMs: 30 },
  });
  server.acceptor.add({
    send(socket, done) {
      listener.serve(socket);
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
