import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createAgentServer, type AgentServerOptions } from './agent-server.ts';
import type { RunOperation } from './toolbox.ts';

/** Where messages of a client come from and go to, one a line. */
export type McpStreams = { readonly input: Readable; readonly output: Writable };

/**
 * Serves one client until it closes its end of a stream, then finishes what it has asked for. The SDK's transport does not
 * notice either end.
 */
export async function serveStdio(
  options: AgentServerOptions & { readonly maxBodyBytes: number },
  run: RunOperation,
  { input, output }: McpStreams,
): Promise<void> {
  const running = new Set<Promise<unknown>>();
  const tracked: RunOperation = async (...args) => {
    const result = run(...args);
    running.add(result);
    try {
      return await result;
    } finally {
      running.delete(result);
    }
  };
  const server = createAgentServer(options, tracked);
  const closed = Promise.withResolvers<void>();
  Object.assign(server, { onclose: closed.resolve });
  // Without a listener, a client that has gone would end the process with EPIPE.
  output.once('error', () => closed.resolve());
  const inputEnded = ended(input).then(async () => {
    await Promise.allSettled(running);
    // The SDK sends an answer in the turn in which its handler ends.
    await nextTurn();
  });
  await server.connect(new StdioServerTransport(input, output, { maxBufferSize: options.maxBodyBytes }));
  await Promise.race([closed.promise, inputEnded]);
  await server.close();
}

async function ended(input: Readable): Promise<void> {
  // A client that disappears is no error.
  await finished(input, { writable: false }).catch(() => undefined);
}
