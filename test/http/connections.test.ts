import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listening, readToEnd, readUntil } from './listening.ts';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;

/** A listener that leaves the responses of `/graphql` to the test. */
async function manual() {
  const responses: ServerResponse[] = [];
  let onRequest = () => {};
  const server = await listening({
    graphql: (_, response) => {
      responses.push(response);
      onRequest();
    },
  });
  const responseTo = async (wanted: number) => {
    while (responses.length < wanted) await new Promise<void>((resolve) => (onRequest = resolve));
    return responses[wanted - 1];
  };
  return { server, responses, responseTo };
}

test('pipelined requests are served one at a time and in order', async () => {
  const { server, responses, responseTo } = await manual();
  await using _ = server;
  const client = server.dial(get('/graphql?1') + get('/graphql?2') + get('/health') + get('/graphql?3'));
  for (const [number, mark] of ['first', 'second', 'third'].entries()) {
    const response = await responseTo(number + 1);
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
    expect(responses).toHaveLength(number + 1);
    response?.end(mark);
    expect(await readUntil(client, number === 1 ? '"ok"' : mark)).toContain(mark);
  }
});

test('the body of a pipelined request is read when its turn comes', async () => {
  const bodies: string[] = [];
  await using server = await listening({
    graphql: async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      bodies.push(body);
      response.end(`got ${body.length}`);
    },
  });
  const post = (body: string) => `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const client = server.dial(post('one') + post('x'.repeat(500_000)) + post('three'));
  await readUntil(client, 'got 5');
  expect(bodies.map(({ length }) => length)).toEqual([3, 500_000, 5]);
});

test('a client that pipelines too many requests is disconnected', async () => {
  await using server = await listening({ graphql: () => undefined, limits: { maxPipelined: 3 } });
  expect(await readToEnd(server.dial(get('/graphql').repeat(5)))).toBe('');
});

test('a client that pipelines 120 requests and reads nothing gets one response at a time and is disconnected', async () => {
  const page = Buffer.alloc(9_000_000);
  let made = 0;
  await using server = await listening({
    graphql: (_, response) => {
      made += 1;
      response.end(page);
    },
    limits: { stallTimeoutMs: 60 },
  });
  const client = server.dial(get('/graphql').repeat(120));
  client.pause();
  await expect
    .poll(() => server.requests.filter((one) => 'status' in one && one.status === 'ABORTED').length)
    .toBe(120);
  // The rest of the first response is in buffers of the system: a few megabytes.
  expect(made).toBe(1);
});

test('a client that reads slowly gets its whole response', async () => {
  const page = Buffer.alloc(12_000_000, 'x');
  await using server = await listening({
    graphql: (_, response) => response.end(page),
    limits: { stallTimeoutMs: 200 },
  });
  const client = server.dial(get('/graphql').replace('host', 'connection: close\r\nhost'));
  let read = 0;
  for await (const chunk of client) {
    read += Buffer.byteLength(chunk);
    // Twenty pauses of 50 ms: several timeouts.
    if (read % 600_000 < chunk.length) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(read).toBeGreaterThan(page.length);
});

test('when a client disconnects, its waiting requests are dropped', async () => {
  const { server, responses, responseTo } = await manual();
  await using _ = server;
  const client = server.dial(get('/graphql').repeat(3));
  await responseTo(1);
  client.destroy();
  await expect.poll(() => server.requests.length).toBe(3);
  expect(responses).toHaveLength(1);
  await server.listener.drain();
});
