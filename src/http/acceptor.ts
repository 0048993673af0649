import { createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { listenAt, stopListening, type Address } from './port.ts';

/** A process that answers connections. */
export type Taker = {
  /** Hands a connection over. `done` is called when it is on its way, or with an error when it never will be. */
  take(socket: Socket, done: (error: Error | null) => void): void;
};

/** Accepts connections in one process for others to answer. */
export type Acceptor = {
  /** @throws what `node:net` reports, such as `EADDRINUSE` */
  listen(host: string, port: number): Promise<Address>;
  add(taker: Taker): void;
  remove(taker: Taker): void;
  /** Stops listening. Every connection that was accepted has been handed over when it resolves. */
  close(): Promise<void>;
};

/** Connections that wait while nobody takes any: as many as the system itself would hold. */
const mostHeld = 511;

/** In this time the clients that open connection after connection each have one that is held, and open no other. */
const settlingMs = 50;

/**
 * Gives connections to the takers in turn, but none to one that is behind with those it was given before. Node's cluster
 * module does the same, except that it drops what it has accepted when the last process stops listening.
 *
 * @param onError told when the system accepts no connection, for example for lack of file descriptors
 */
export function createAcceptor(onError: (error: Error) => void): Acceptor {
  const underWay = new Map<Taker, number>();
  const held: Socket[] = [];
  let closing = false;
  const server = createServer({ pauseOnConnect: true, noDelay: true, allowHalfOpen: true }, give);

  function give(socket: Socket): void {
    // While nothing is handed over, what is still to be accepted is accepted at once, and no more of it comes.
    const taker = closing ? undefined : leastBusy();
    if (taker !== undefined) return hand(socket, taker);
    if (held.length < mostHeld) held.push(socket);
    else socket.destroy();
  }

  function leastBusy(): Taker | undefined {
    let [chosen, least]: [Taker | undefined, number] = [undefined, Infinity];
    for (const [taker, count] of underWay) if (count < least) [chosen, least] = [taker, count];
    return chosen;
  }

  function hand(socket: Socket, taker: Taker): void {
    const count = underWay.get(taker) ?? 0;
    // Behind all others, so that its turn comes last.
    underWay.delete(taker);
    underWay.set(taker, count + 1);
    taker.take(socket, (error) => {
      const now = underWay.get(taker);
      if (now !== undefined) underWay.set(taker, now - 1);
      if (error !== null) socket.destroy();
    });
  }

  return {
    async listen(host, port) {
      const address = await listenAt(server, host, port);
      server.on('error', onError);
      return address;
    },
    add(taker) {
      underWay.set(taker, 0);
      for (const socket of held.splice(0)) give(socket);
    },
    remove: (taker) => void underWay.delete(taker),
    async close() {
      closing = true;
      await wait(settlingMs);
      await stopListening(server);
      for (const socket of held.splice(0)) {
        const taker = leastBusy();
        if (taker === undefined) socket.destroy();
        else hand(socket, taker);
      }
    },
  };
}
