import { once } from 'node:events';
import { expect, test } from 'vitest';
import { deferred, listening } from './listening.ts';

test('every request is reported once, and unknown paths as other', async () => {
  await using server = await listening();
  await (await fetch(`${server.url}/health?x=1`)).text();
  await (await fetch(`${server.url}/admin.php`)).text();
  await (await fetch(`${server.url}/graphql`, { method: 'POST', body: '{}' })).text();
  await server.listener.drain();
  expect(server.requests).toMatchObject([
    { type: 'http', method: 'GET', path: '/health', status: 200 },
    { type: 'http', method: 'GET', path: 'other', status: 404 },
    { type: 'http', method: 'POST', path: '/graphql', status: 200 },
  ]);
});

test('the duration of a request is measured with the injected clock', async () => {
  let now = 5_000;
  await using server = await listening({
    now: () => now,
    graphql(_, response) {
      now += 1_234;
      response.end();
    },
  });
  await (await fetch(`${server.url}/graphql`, { method: 'POST', body: '{}' })).text();
  await server.listener.drain();
  expect(server.requests).toMatchObject([{ durationMs: 1_234 }]);
});

test('a client that disconnects is reported as ABORTED', async () => {
  const [received, closed] = [deferred(), deferred()];
  await using server = await listening({
    graphql: async (_, response) => {
      received.resolve();
      await once(response, 'close');
      closed.resolve();
    },
  });
  const socket = server.dial('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n');
  await received.promise;
  socket.destroy();
  await closed.promise;
  expect(server.requests).toMatchObject([{ path: '/graphql', status: 'ABORTED' }]);
});
