import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OperationRequest } from '../graphql/server.ts';

/** A request whose body has been read, as the server's plugins see it. */
export function createPostedRequest({ url, headers }: IncomingMessage, response: ServerResponse): OperationRequest {
  let signal: AbortSignal | undefined;
  const get = (name: string) => {
    const value = headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  };
  return {
    method: 'POST',
    url: `http://${headers.host ?? 'localhost'}${url}`,
    headers: { get, has: (name) => get(name) !== null },
    /** Aborts when the client hangs up before it has its answer. */
    get signal() {
      return (signal ??= signalOf(response));
    },
  };
}

function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.destroyed) controller.abort();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
