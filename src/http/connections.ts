import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a connection may make us wait, and how much it may send ahead. */
export type ConnectionLimits = {
  /** A client that takes no byte of its answer for so long is cut off. */
  readonly stallTimeoutMs: number;
  /** Without a byte in either direction while an answer is being made. */
  readonly silenceTimeoutMs: number;
  /** Requests that a client may send before it has the answer to the first one. */
  readonly mostPipelined: number;
  /** While draining, a connection on which no request comes for so long is closed. */
  readonly idleGraceMs: number;
  /** What is under way when a drain begins may take so long. */
  readonly drainTimeoutMs: number;
};

/** The open connections, each of which is answered one request at a time. */
export interface Connections extends Disposable {
  open(socket: Socket): void;
  /** Calls `answer` when every earlier request of the same connection has been answered. */
  inTurn(request: IncomingMessage, response: ServerResponse, answer: () => void): void;
  /** Reads nothing, on no connection, until the returned function is called. */
  pause(): () => void;
  /** From now on every connection is closed behind its next answer, or when no request comes any more. */
  closeAfterNextAnswer(): void;
  /** Resolves when all are closed; those that are left when the time is up are cut off. */
  allClosed(): Promise<void>;
}

type Turn = { readonly response: ServerResponse; readonly answer: () => void };
type Connection = { current: ServerResponse | undefined; stalled: boolean; readonly waiting: Turn[] };

/** How often per time-out it is checked whether clients take their answers. */
const checksPerTimeout = 6;

/** Starts with no connection. Dispose of it to stop its timer. */
export function createConnections(limits: ConnectionLimits): Connections {
  const connections = new Map<Socket, Connection>();
  let closing = false;
  let paused = false;
  let onEmpty: (() => void) | undefined;
  const checks = setInterval(checkProgress, limits.stallTimeoutMs / checksPerTimeout).unref();

  function begin(socket: Socket, connection: Connection, { response, answer }: Turn): void {
    connection.current = response;
    if (closing) {
      response.setHeader('connection', 'close');
      // Until now it was to be closed for being idle.
      socket.setTimeout(limits.silenceTimeoutMs);
    }
    response.once('close', () => {
      connection.current = undefined;
      next(socket, connection);
    });
    answer();
  }

  function next(socket: Socket, connection: Connection): void {
    if (connection.stalled) socket.setTimeout(limits.silenceTimeoutMs);
    connection.stalled = false;
    const turn = connection.waiting.shift();
    if (turn === undefined) return;
    // Node gives the socket to the next response at once, unless the last answer was the connection's last.
    if (turn.response.socket === null) return void connection.waiting.splice(0);
    if (connection.waiting.length === 0) socket.resume();
    begin(socket, connection, turn);
  }

  /** An answer that has been written but not taken: from now on Node's own time-out runs, which sees bytes leave. */
  function checkProgress(): void {
    for (const [socket, connection] of connections) {
      const { current } = connection;
      if (current === undefined || connection.stalled) continue;
      if (!current.writableNeedDrain && !(current.writableEnded && !current.writableFinished)) continue;
      connection.stalled = true;
      socket.setTimeout(limits.stallTimeoutMs);
    }
  }

  function askToClose(socket: Socket, { current }: Connection): void {
    if (current === undefined) socket.setTimeout(limits.idleGraceMs);
    else if (!current.headersSent) current.setHeader('connection', 'close');
    // Its answer does not say that the connection ends: it may bring one more request.
    else current.once('close', () => socket.setTimeout(limits.idleGraceMs));
  }

  return {
    open(socket) {
      const connection: Connection = { current: undefined, stalled: false, waiting: [] };
      connections.set(socket, connection);
      socket.once('close', () => {
        connections.delete(socket);
        if (connections.size === 0) onEmpty?.();
      });
      if (closing) askToClose(socket, connection);
      if (paused) socket.pause();
    },
    inTurn({ socket }, response, answer) {
      const connection = connections.get(socket);
      if (connection === undefined) return void socket.destroy();
      if (connection.current === undefined) return begin(socket, connection, { response, answer });
      if (connection.waiting.length >= limits.mostPipelined) return void socket.destroy();
      connection.waiting.push({ response, answer });
      // What has been read is held; the rest stays with the client until there is room.
      socket.pause();
    },
    pause() {
      paused = true;
      for (const socket of connections.keys()) socket.pause();
      return () => {
        paused = false;
        for (const [socket, { waiting }] of connections) if (waiting.length === 0) socket.resume();
      };
    },
    closeAfterNextAnswer() {
      closing = true;
      for (const [socket, connection] of connections) askToClose(socket, connection);
    },
    async allClosed() {
      if (connections.size === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      onEmpty = resolve;
      const timer = setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, limits.drainTimeoutMs);
      await promise;
      clearTimeout(timer);
    },
    [Symbol.dispose]: () => clearInterval(checks),
  };
}
