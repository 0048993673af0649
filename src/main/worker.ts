import { Socket } from 'node:net';
import { z } from 'zod';

/** Messages of a worker to its supervisor. */
export type FromWorker = { readonly type: 'ready' } | { readonly type: 'leaving' };

/** Messages of the supervisor to a worker; a `connection` is sent with its socket. */
const fromSupervisor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('serve'), url: z.string() }),
  z.object({ type: z.literal('connection') }),
  z.object({ type: z.literal('announce-stop') }),
  z.object({ type: z.literal('stop') }),
]);

/** The supervisor of this worker. */
export type Supervisor = {
  /** Resolves when all workers are about to be stopped. Connections go on to arrive until `stopped`. */
  readonly stopAnnounced: Promise<void>;
  /** Resolves when the worker must stop, after it has received its last connection, or when the supervisor has ended. */
  readonly stopped: Promise<void>;
  /** Reports that this worker can serve. Resolves with the URL; never resolves if the supervisor stops before. */
  ready(): Promise<string>;
  /** Passes connections to `serveConnection`, including those received before. */
  serve(serveConnection: (connection: Socket) => void): void;
  /** Reports that this worker has received a signal to stop. */
  leave(): void;
};

/** The part of `process` that exchanges messages with the supervisor. */
export type Channel = {
  send?(message: FromWorker, handle: undefined, options: undefined, done: () => void): unknown;
  on(event: 'message', listen: (message: unknown, handle: unknown) => void): unknown;
  on(event: 'disconnect', listen: () => void): unknown;
};

/** Connects to the supervisor that started this process. */
export function joinSupervisor(channel: Channel): Supervisor {
  const stopAnnounced = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const address = Promise.withResolvers<string>();
  const early: Socket[] = [];
  let receive = (connection: Socket): void => void early.push(connection);
  // Without a callback, a failed `process.send` emits an unhandled 'error' event.
  const send = (message: FromWorker) => void channel.send?.(message, undefined, undefined, () => undefined);

  channel.on('message', (message, handle) => {
    const { data } = fromSupervisor.safeParse(message);
    if (data?.type === 'serve') address.resolve(data.url);
    if (data?.type === 'announce-stop') stopAnnounced.resolve();
    if (data?.type === 'stop') stopped.resolve();
    // If the client has disconnected in the meantime, the message comes without a socket.
    if (data?.type === 'connection' && handle instanceof Socket) receive(handle);
  });
  channel.on('disconnect', () => stopped.resolve());

  return {
    stopAnnounced: stopAnnounced.promise,
    stopped: stopped.promise,
    ready() {
      send({ type: 'ready' });
      return address.promise;
    },
    serve(serveConnection) {
      receive = serveConnection;
      for (const connection of early.splice(0)) serveConnection(connection);
    },
    leave: () => send({ type: 'leaving' }),
  };
}
