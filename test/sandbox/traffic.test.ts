import { expect, test } from 'vitest';
import { startTraffic } from '../../src/sandbox/traffic.ts';
import { aServer } from '../support/a-server.ts';
import { aGateway } from '../support/a-gateway.ts';

test('the demo’s traffic sends operations that the gateway answers without errors', async () => {
  await using gateway = await aGateway();
  const answered: string[] = [];
  const enough = Promise.withResolvers<void>();
  await using relay = await aServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
        .then((answer) => answer.text())
        .then((text) => {
          answered.push(text);
          response.end(text);
          if (answered.length === 3) enough.resolve();
        })
        .catch(enough.reject);
    });
  });
  using stack = new DisposableStack();
  stack.use(startTraffic({ url: relay.origin }));
  await enough.promise;
  expect(answered.filter((text) => text.includes('"errors"'))).toEqual([]);
});
