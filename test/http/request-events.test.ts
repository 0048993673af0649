import { once } from 'node:events';
import { expect, test } from 'vitest';
import { aGate, listening } from './listening.ts';

test('every exchange is told once, by a path that is served', async () => {
  await using server = await listening();
  await (await fetch(`${server.url}/health?x=1`)).text();
  await (await fetch(`${server.url}/admin.php`)).text();
  await (await fetch(`${server.url}/graphql`, { method: 'POST', body: '{}' })).text();
  await server.listener.drain();
  expect(server.exchanges).toMatchObject([
    { type: 'http', method: 'GET', path: '/health', status: 200 },
    { type: 'http', method: 'GET', path: 'other', status: 404 },
    { type: 'http', method: 'POST', path: '/graphql', status: 200 },
  ]);
});

test('an exchange lasts as long as the clock of the gateway says', async () => {
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
  expect(server.exchanges).toMatchObject([{ durationMs: 1_234 }]);
});

test('a client that hangs up is told as such, not as answered', async () => {
  const [asked, told] = [aGate(), aGate()];
  await using server = await listening({
    graphql: async (_, response) => {
      asked.resolve();
      await once(response, 'close');
      told.resolve();
    },
  });
  const socket = server.dial('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n');
  await asked.promise;
  socket.destroy();
  await told.promise;
  expect(server.exchanges).toMatchObject([{ path: '/graphql', status: 'ABORTED' }]);
});
