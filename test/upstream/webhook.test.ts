import { expect, test } from 'vitest';
import { apiLimits, createUpstream } from '../../src/upstream/upstream.ts';
import { createWebhook } from '../../src/upstream/webhook.ts';
import { aServer } from '../support/a-server.ts';

async function postTo(status: number): Promise<void> {
  await using server = await aServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, { location: '/elsewhere' }).end());
  });
  await using upstream = createUpstream(apiLimits);
  await createWebhook(upstream, `${server.origin}/hooks/t0ken`)('{}', new AbortController().signal);
}

test('any 2xx accepts an alert', async () => {
  await expect(postTo(204)).resolves.toBeUndefined();
});

test.each([302, 404, 500])('%i does not, and the error does not name the address', async (status) => {
  await expect(postTo(status)).rejects.toThrow(new Error(`HTTP ${status}`));
});
