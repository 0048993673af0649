import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { GatewayEvent } from '../../src/event.ts';
import { createListener, type Listener, type ListenerOptions } from '../../src/http/listener.ts';

/** A listener on a free port of the loopback interface. Dispose of it to stop it. */
export type Listening = AsyncDisposable & {
  readonly listener: Listener;
  readonly url: string;
  readonly port: number;
  /** Reported events other than those of requests. */
  readonly events: readonly GatewayEvent[];
  readonly requests: readonly GatewayEvent[];
  /** Opens a connection and writes the text to it unchanged. */
  readonly dial: (text: string) => Socket;
};

/** Starts a listener that answers `/graphql` with its method. */
export async function listening(options: Partial<ListenerOptions> = {}): Promise<Listening> {
  const events: GatewayEvent[] = [];
  const requests: GatewayEvent[] = [];
  const sockets = new Set<Socket>();
  const listener = createListener({
    host: '127.0.0.1',
    port: 0,
    graphql: (request, response) => response.end(`graphql ${request.method}`),
    readiness: () => ({ ok: true, degraded: [] }),
    now: () => performance.now(),
    version: '1.2.3',
    schema: (federation) => (federation ? 'type _Service' : 'type Query'),
    report: (event) => void (event.type === 'http' ? requests : events).push(event),
    ...options,
    // Clients of these tests send no further request after their response.
    limits: { idleGraceMs: 30, ...options.limits },
  });
  const { url, port } = await listener.listen();
  return {
    listener,
    url,
    port,
    events,
    requests,
    dial(text) {
      const socket = connect(port, '127.0.0.1');
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.write(text);
      return socket;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await listener.drain();
    },
  };
}

/** Reads until the other side closes the connection. */
export async function readToEnd(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(socket, 'close');
  return text;
}

/** Reads until `mark` has arrived. */
export async function readUntil(socket: Socket, mark: string): Promise<string> {
  let text = '';
  const { promise, resolve } = Promise.withResolvers<string>();
  const listen = (chunk: Buffer) => {
    text += chunk.toString('utf8');
    if (!text.includes(mark)) return;
    socket.off('data', listen);
    resolve(text);
  };
  socket.on('data', listen);
  return await promise;
}

/** A promise with its `resolve`. */
export function deferred() {
  return Promise.withResolvers<void>();
}
