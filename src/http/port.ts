import { once } from 'node:events';
import { Server } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Where a server listens. */
export type Address = { readonly port: number; readonly url: string };

/** Starts to listen; port 0 for any free one. @throws what `node:net` reports, such as `EADDRINUSE` */
export async function listenAt(server: Server, host: string, port: number): Promise<Address> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, url: `http://${hostInUrl(host)}:${address.port}` };
}

/** Connections that the system may hold for us: the backlog that Node asks for. */
const mostHeld = 511;
/** So many turns of the event loop without a new connection show that none is held. */
const provingTurns = 5;

/**
 * Stops to listen once every connection that the system holds for us has been accepted: the others would be reset. The
 * connections themselves stay as they are.
 */
export async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return;
  let quietTurns = 0;
  const note = () => (quietTurns = 0);
  server.on('connection', note);
  // One connection is accepted in each turn of the event loop. One turn without any proves little: what else was done in
  // it took time, in which clients came.
  for (let turn = 0; quietTurns < provingTurns && turn < mostHeld; turn += 1) {
    await nextTurn();
    quietTurns += 1;
  }
  server.off('connection', note);
  // An HTTP server's own `close` also cuts connections that are idle at this moment, on which a client may be sending
  // already.
  Server.prototype.close.call(server);
}

/** Every interface is no address to click on: this machine's own is. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
