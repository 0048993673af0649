import { createServer, type Socket } from 'node:net';
import { listenAt, stopListening, type Address } from './port.ts';

/** A process that serves connections that another one accepts. */
export type Receiver = {
  /** Sends a connection to the process. `done` is called when it has been sent, or with the error that prevented it. */
  send(socket: Socket, done: (error: Error | null) => void): void;
};

/** Accepts connections in one process and distributes them to others. */
export type Acceptor = {
  /** @throws what `node:net` reports, such as `EADDRINUSE` */
  listen(host: string, port: number): Promise<Address>;
  add(receiver: Receiver): void;
  remove(receiver: Receiver): void;
  /** Stops listening. Resolves when every accepted connection has been sent to a receiver. */
  close(): Promise<void>;
};

/** Connections that are kept while there is no receiver: as many as the system's own backlog. */
const maxPending = 511;

/**
 * Distributes connections round-robin, preferring the receivers with the fewest unconfirmed connections. Node's cluster
 * module does the same, but drops accepted connections when the last process stops listening.
 *
 * @param onError called when the system refuses to accept connections, for example for lack of file descriptors
 */
export function createAcceptor(onError: (error: Error) => void): Acceptor {
  const unconfirmed = new Map<Receiver, number>();
  const pending: Socket[] = [];
  let closing = false;
  const server = createServer({ pauseOnConnect: true, noDelay: true, allowHalfOpen: true }, distribute);

  function distribute(socket: Socket): void {
    // While closing, connections are only collected: the backlog is then accepted at once, and clients send no more.
    const receiver = closing ? undefined : leastBusy();
    if (receiver !== undefined) return send(socket, receiver);
    if (pending.length < maxPending) pending.push(socket);
    else socket.destroy();
  }

  function leastBusy(): Receiver | undefined {
    let [chosen, least]: [Receiver | undefined, number] = [undefined, Infinity];
    for (const [receiver, count] of unconfirmed) if (count < least) [chosen, least] = [receiver, count];
    return chosen;
  }

  function send(socket: Socket, receiver: Receiver): void {
    const count = unconfirmed.get(receiver) ?? 0;
    // Moves it behind all others, so that its turn comes last.
    unconfirmed.delete(receiver);
    unconfirmed.set(receiver, count + 1);
    receiver.send(socket, (error) => {
      const current = unconfirmed.get(receiver);
      if (current !== undefined) unconfirmed.set(receiver, current - 1);
      if (error !== null) socket.destroy();
    });
  }

  return {
    async listen(host, port) {
      const address = await listenAt(server, host, port);
      server.on('error', onError);
      return address;
    },
    add(receiver) {
      unconfirmed.set(receiver, 0);
      for (const socket of pending.splice(0)) distribute(socket);
    },
    remove: (receiver) => void unconfirmed.delete(receiver),
    async close() {
      closing = true;
      await stopListening(server);
      for (const socket of pending.splice(0)) {
        const receiver = leastBusy();
        if (receiver === undefined) socket.destroy();
        else send(socket, receiver);
      }
    },
  };
}
