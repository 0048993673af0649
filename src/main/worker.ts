import { Socket } from 'node:net';
import { z } from 'zod';

/** What a worker tells its supervisor. */
export type FromWorker = { readonly type: 'ready' } | { readonly type: 'leaving' };

/** What a supervisor tells a worker; a `connection` comes with its socket. */
export const fromSupervisor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('serve'), url: z.string() }),
  z.object({ type: z.literal('connection') }),
  z.object({ type: z.literal('stop') }),
]);

/** A supervisor, as its worker sees it. */
export type Supervisor = {
  /** Resolves when the worker is to stop, every connection for it having been handed over; or the supervisor has gone. */
  readonly stopped: Promise<void>;
  /** Says that connections can be answered. Resolves with where they are accepted; never, when there will be none. */
  ready(): Promise<string>;
  /** Where connections go from now on, those that came before included. */
  serve(take: (connection: Socket) => void): void;
  /** Says that this worker was told to stop by somebody else. */
  leave(): void;
};

/** The channel to a supervisor, as `process` has it. */
export type Channel = {
  send?(message: FromWorker, handle: undefined, options: undefined, done: () => void): unknown;
  on(event: 'message', listen: (message: unknown, handle: unknown) => void): unknown;
  on(event: 'disconnect', listen: () => void): unknown;
};

/** Joins the supervisor that started this process. */
export function joinSupervisor(channel: Channel): Supervisor {
  const stopped = Promise.withResolvers<void>();
  const address = Promise.withResolvers<string>();
  const early: Socket[] = [];
  let take = (connection: Socket): void => void early.push(connection);
  // Who is not told whether a message has left is sent an error that nobody catches.
  const tell = (message: FromWorker) => void channel.send?.(message, undefined, undefined, () => undefined);

  channel.on('message', (message, handle) => {
    const { data } = fromSupervisor.safeParse(message);
    if (data?.type === 'serve') address.resolve(data.url);
    if (data?.type === 'stop') stopped.resolve();
    // A client that has gone in the meantime leaves no socket.
    if (data?.type === 'connection' && handle instanceof Socket) take(handle);
  });
  channel.on('disconnect', () => stopped.resolve());

  return {
    stopped: stopped.promise,
    ready() {
      tell({ type: 'ready' });
      return address.promise;
    },
    serve(from) {
      take = from;
      for (const connection of early.splice(0)) from(connection);
    },
    leave: () => tell({ type: 'leaving' }),
  };
}
