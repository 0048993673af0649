import { once } from 'node:events';
import { Server } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

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

/** In this time each client that opens one connection after another has one that waits, and opens no more. */
const settlingMs = 50;
/** After so many short turns of the event loop without a new connection, the backlog is empty. */
const quietTurnsNeeded = 5;
/** In a longer turn a client may have connected after the system was asked for new connections. */
const shortTurnMs = 0.2;
/** The port is closed after this time even if connections go on to arrive. */
const maxClosingMs = 1_000;

/**
 * Stops listening in a short turn of the event loop with an empty backlog, because the system resets connections that were
 * not accepted. Accepted connections stay open. The caller serves none of them meanwhile, so that clients wait instead of
 * opening more.
 */
export async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return;
  const startedAt = performance.now();
  const isLate = () => performance.now() - startedAt > maxClosingMs;
  let quiet = false;
  let quietTurns = 0;
  const onConnection = () => {
    quiet = false;
    quietTurns = 0;
  };
  server.on('connection', onConnection);
  while (!quiet && !isLate()) {
    quiet = true;
    await wait(settlingMs);
  }
  // Node accepts one connection per turn of the event loop.
  while (quietTurns < quietTurnsNeeded && !isLate()) {
    const turnStartedAt = performance.now();
    await nextTurn();
    quietTurns = performance.now() - turnStartedAt > shortTurnMs ? 0 : quietTurns + 1;
  }
  server.off('connection', onConnection);
  // The `close` of an HTTP server would also close idle connections, on which a client may already be sending.
  Server.prototype.close.call(server);
}

/** The address of "every interface" cannot be opened in a browser, so it becomes the loopback address. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
