import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OperationRequest } from '../graphql/server.ts';

/** Wraps a request whose body has been read, for the server's plugins. */
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
    /** Aborts when the client disconnects before it has received the response. */
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
