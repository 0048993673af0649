import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { PassThrough } from 'node:stream';
import { GraphQLError } from 'graphql';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { createMcp, type McpOptions } from '../../src/mcp/mcp.ts';

/** Waits for the SDK too, which is loaded first. */
const soon = async (check: () => void) => await vi.waitFor(check, { timeout: 15_000 });

/** The tools, whose operations are run by `run`. */
function tools(run: Run) {
  const events: GatewayEvent[] = [];
  const mcp = createMcp({
    server: { run, maxBodyBytes: 10_000 },
    sdl: () => 'type Query',
    version: '1.2.3',
    corsOrigins: [],
    clock: systemClock,
    report: (event) => void events.push(event),
  });
  return { mcp, events };
}

const toolCall = {
  jsonrpc: '2.0',
  id: 7,
  method: 'tools/call',
  params: { name: 'search_products', arguments: { query: 'x' } },
};

/** The tools over two streams. */
function serving(run: Run) {
  const { mcp, events } = tools(run);
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = mcp.serveStdio({ input, output });
  let said = '';
  output.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const send = (message: object) => void input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return { input, output, served, events, send, callTool: () => send(toolCall), said: () => said };
}

type Run = McpOptions['server']['run'];

const neverAnswered = () => {
  const signals: AbortSignal[] = [];
  const run: Run = async (_, { signal }) => {
    signals.push(signal);
    return await new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ result: { data: null }, document: undefined, name: undefined }));
    });
  };
  return { run, signals };
};

test('A call that the agent cancels is aborted, and has no answer', async () => {
  const { run, signals } = neverAnswered();
  const { input, served, send, callTool, said } = serving(run);
  callTool();
  await soon(() => expect(signals).toHaveLength(1));
  send({ method: 'notifications/cancelled', params: { requestId: 7, reason: 'enough' } });
  send({ id: 8, method: 'ping' });
  await soon(() => expect(said()).toContain('"id":8'));
  expect(signals[0]?.aborted).toBe(true);
  input.end();
  await served;
  expect(said()).not.toContain('"id":7');
});

test('A call over HTTP is aborted when the agent disconnects', async () => {
  const { run, signals } = neverAnswered();
  const { mcp } = tools(run);
  await using server = createServer((request, response) => void mcp.handler(request, response, {}));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const controller = new AbortController();
  const answer = fetch(`http://127.0.0.1:${port}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify(toolCall),
    signal: controller.signal,
  });
  await soon(() => expect(signals).toHaveLength(1));
  expect(signals[0]?.aborted).toBe(false);
  controller.abort();
  await expect(answer).rejects.toThrow('aborted');
  await soon(() => expect(signals[0]?.aborted).toBe(true));
});

test('A call of an agent that no longer reads is aborted', async () => {
  const { run, signals } = neverAnswered();
  const { output, served, callTool } = serving(run);
  callTool();
  await soon(() => expect(signals).toHaveLength(1));
  output.destroy(new Error('EPIPE'));
  await served;
  expect(signals[0]?.aborted).toBe(true);
});

test('What could not be loaded for one agent is loaded for the next', async () => {
  const { readFileSync } = fs;
  const noOperations = vi.spyOn(fs, 'readFileSync').mockImplementation((...args) => {
    if (String(args[0]).includes('/operations/mcp/')) throw new Error('EMFILE: too many open files');
    return readFileSync(...args);
  });
  syncBuiltinESMExports();
  const { mcp } = tools(neverAnswered().run);
  const streams = () => ({ input: new PassThrough(), output: new PassThrough() });
  await expect(mcp.serveStdio(streams())).rejects.toThrow('EMFILE');
  noOperations.mockRestore();
  syncBuiltinESMExports();
  const next = streams();
  next.input.end();
  await mcp.serveStdio(next);
});

test.each([
  ['of a resource that is not there names it', 'asin-gateway://nothing', -32602, { uri: 'asin-gateway://nothing' }],
  [
    'of the gateway is no content of a resource',
    'asin-gateway://marketplaces',
    -32603,
    { 'asin-gateway/failure': { code: 'OVERLOADED', retryAfterMs: 1000 } },
  ],
])('A failure %s', async (_, uri, code, data) => {
  const overloaded = new GraphQLError('Too many.', { extensions: { code: 'OVERLOADED', retryAfterMs: 1000 } });
  const run: Run = async () => ({ result: { data: null, errors: [overloaded] }, document: undefined, name: undefined });
  const { input, served, events, send, said } = serving(run);
  send({ id: 7, method: 'resources/read', params: { uri } });
  await soon(() => expect(said()).toContain('"id":7'));
  input.end();
  await served;
  expect(JSON.parse(said())).toMatchObject({ error: { code, data } });
  expect(events).toEqual([]);
});

test('An unexpected error is reported, and the agent learns only that there was one', async () => {
  const secret = new Error('the password is hunter2');
  const { input, served, events, callTool, said } = serving(async () => await Promise.reject(secret));
  callTool();
  await soon(() => expect(said()).toContain('"id":7'));
  input.end();
  await served;
  expect(said()).toContain('INTERNAL_SERVER_ERROR');
  expect(said()).not.toMatch(/hunter2|\.ts/);
  expect(events).toEqual([{ type: 'unexpected', error: secret, where: 'mcp tool' }]);
});

test('The operation is requested by its name and hash, beside its text', async () => {
  const seen: Parameters<Run>[] = [];
  const { input, served, callTool, said } = serving(async (...args) => {
    seen.push(args);
    return { result: { data: { search: null } }, document: undefined, name: undefined };
  });
  callTool();
  await soon(() => expect(said()).toContain('"id":7'));
  input.end();
  await served;
  expect(seen).toMatchObject([
    [
      {
        operationName: 'search_products',
        variables: { query: 'x' },
        extensions: { persistedQuery: { version: 1, sha256Hash: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      },
      { method: 'POST' },
      { ownOperation: expect.stringContaining('query search_products(') },
    ],
  ]);
});
