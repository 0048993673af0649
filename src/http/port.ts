import { once } from 'node:events';
import { Server } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** The address of a listening server. */
export type Address = { readonly port: number; readonly url: string };

/** Starts listening; port 0 takes any free port. @throws what `node:net` reports, such as `EADDRINUSE` */
export async function listenAt(server: Server, host: string, port: number): Promise<Address> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, url: `http://${hostInUrl(host)}:${address.port}` };
}

/** The longest backlog of connections that the system keeps: Node's default for `listen`. */
const maxBacklog = 511;
/** After this many turns of the event loop without a new connection the backlog counts as empty. */
const quietTurnsNeeded = 5;

/**
 * Stops listening once the backlog is empty, because the system resets connections that were not accepted. Accepted
 * connections stay open.
 */
export async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return;
  let quietTurns = 0;
  const restart = () => (quietTurns = 0);
  server.on('connection', restart);
  // Node accepts one connection per turn of the event loop. A single quiet turn proves little: clients may have connected
  // while it did other work.
  for (let turn = 0; quietTurns < quietTurnsNeeded && turn < maxBacklog; turn += 1) {
    await nextTurn();
    quietTurns += 1;
  }
  server.off('connection', restart);
  // The `close` of an HTTP server would also close idle connections, on which a client may already be sending.
  Server.prototype.close.call(server);
}

/** The address of "every interface" cannot be opened in a browser, so it becomes the loopback address. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
