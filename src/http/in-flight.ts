import type { ServerResponse } from 'node:http';

/** The responses under way. */
export interface InFlight {
  add(response: ServerResponse): void;
  /** Told when a response is closed, whether it was sent or not. */
  remove(response: ServerResponse): void;
  /** Asks every client, now and from now on, not to use its connection again. */
  closeConnectionsAfterwards(): void;
  /** Resolves when none is under way, or after so many milliseconds. */
  idle(withinMs: number): Promise<void>;
}

/** An empty set of responses. */
export function createInFlight(): InFlight {
  const responses = new Set<ServerResponse>();
  const waiting = new Set<() => void>();
  let closing = false;

  const askToClose = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };

  return {
    add(response) {
      responses.add(response);
      if (closing) askToClose(response);
    },
    remove(response) {
      responses.delete(response);
      if (responses.size === 0) for (const resolve of waiting) resolve();
    },
    closeConnectionsAfterwards() {
      closing = true;
      responses.forEach(askToClose);
    },
    idle(withinMs) {
      if (responses.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(done, withinMs);
        waiting.add(done);
        function done() {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        }
      });
    },
  };
}
