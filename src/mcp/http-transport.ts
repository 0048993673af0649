import type { IncomingMessage, ServerResponse } from 'node:http';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { GraphQLError } from 'graphql';
import { createAgentServer, type AgentServerOptions } from './agent-server.ts';
import type { RunOperation } from './toolbox.ts';

/**
 * Answers one POST with one JSON document. Nothing is kept for the next request, so that any instance or worker may answer
 * it. A client that disconnects aborts its call.
 */
export async function serveHttp(
  options: AgentServerOptions & { readonly maxBodyBytes: number },
  run: RunOperation,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const transport = new StreamableHTTPServerTransport({
    enableJsonResponse: true,
    maxRequestBodySize: options.maxBodyBytes,
  });
  const server = createAgentServer(options, oncePerRequest(run));
  response.once('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

const oneCall = new GraphQLError('One HTTP request may make one call: send the calls one by one.', {
  extensions: { code: 'RATE_LIMITED' },
});

/** A batch of messages is one request for the rate of a key, so it may hold one operation only. */
function oncePerRequest(run: RunOperation): RunOperation {
  let used = false;
  return async (...args) => {
    if (used) return { errors: [oneCall] };
    used = true;
    return await run(...args);
  };
}
