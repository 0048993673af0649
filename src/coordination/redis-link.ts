import { createConnection, type RedisConnection } from './redis-connection.ts';
import type { RedisAddress } from './redis-url.ts';

/** Makes one connection after the other, until it is closed. */
export type RedisLink = {
  /** The connection in use, or the last one. */
  readonly connection: RedisConnection;
  readonly isUp: boolean;
  /** Gives up the connection in use, and everything that waits in it, and makes a new one at once. */
  renew(reason: unknown): void;
  close(): void;
};

/** Hears what becomes of the connections. */
export type RedisLinkListener = {
  readonly up: () => void;
  /** A connection is lost, or an attempt to make one has failed. */
  readonly down: (reason: unknown) => void;
};

type Attempt = { readonly connection: RedisConnection; state: 'CONNECTING' | 'UP' | 'ENDED' };

const backoffMs = { first: 50, longest: 1_000 } as const;

/** Starts to connect; after a failure it waits longer each time, up to a second. */
export function openRedisLink(address: RedisAddress, { up, down }: RedisLinkListener): RedisLink {
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  let current = connect();

  function connect(): Attempt {
    const attempt: Attempt = {
      connection: createConnection(address, (error) => failed(attempt, error)),
      state: 'CONNECTING',
    };
    attempt.connection.connect().then(
      () => connected(attempt),
      (error: unknown) => failed(attempt, error),
    );
    return attempt;
  }

  function connected(attempt: Attempt): void {
    if (attempt.state === 'ENDED') return attempt.connection.destroy();
    attempt.state = 'UP';
    failures = 0;
    up();
  }

  function failed(attempt: Attempt, reason: unknown): void {
    const isNews = attempt.state !== 'ENDED';
    end(attempt);
    if (!isNews) return;
    retry = setTimeout(() => (current = connect()), Math.min(backoffMs.longest, backoffMs.first * 2 ** failures));
    failures = Math.min(failures + 1, 5);
    down(reason);
  }

  function end(attempt: Attempt): void {
    attempt.state = 'ENDED';
    attempt.connection.destroy();
  }

  return {
    get connection() {
      return current.connection;
    },
    get isUp() {
      return current.state === 'UP';
    },
    renew(reason) {
      if (current.state !== 'UP') return;
      end(current);
      current = connect();
      down(reason);
    },
    close() {
      clearTimeout(retry);
      end(current);
    },
  };
}
