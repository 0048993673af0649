import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Timeouts of a connection, and how many requests it may pipeline. */
export type ConnectionLimits = {
  /** A client that reads no byte of its response for this long is disconnected. */
  readonly stallTimeoutMs: number;
  /** A connection without a byte in either direction is closed after this time, even while a request is processed. */
  readonly silenceTimeoutMs: number;
  /** Requests that a client may send before it has the response to the first one. */
  readonly maxPipelined: number;
  /** While draining, a connection that sends no request for this long is closed. */
  readonly idleGraceMs: number;
  /** Running requests get this long when a drain begins. */
  readonly drainTimeoutMs: number;
};

/** The open connections. Each one serves one request at a time. */
export interface Connections extends Disposable {
  add(socket: Socket): void;
  /** Calls `serve` when every earlier request of the same connection has its response. */
  inTurn(request: IncomingMessage, response: ServerResponse, serve: () => void): void;
  /** Pauses reading on every connection until the returned function is called. */
  pause(): () => void;
  /** From now on every connection is closed after its next response, or when it stays idle. */
  closeAfterNextResponse(): void;
  /** What is open at this moment. */
  open(): OpenWork;
  /**
   * Resolves when all connections are closed; those still open after `drainTimeoutMs` are destroyed. The result is what
   * was destroyed.
   */
  allClosed(): Promise<OpenWork>;
}

/** Numbers of connections, and of requests without a complete response. */
export type OpenWork = { readonly connections: number; readonly requests: number };

type Turn = { readonly response: ServerResponse; readonly serve: () => void };
type Connection = { current: ServerResponse | undefined; stalled: boolean; readonly waiting: Turn[] };

/** Checks per `stallTimeoutMs` whether clients read their responses. */
const checksPerTimeout = 6;

/** Dispose of it to stop its timer. */
export function createConnections(limits: ConnectionLimits): Connections {
  const connections = new Map<Socket, Connection>();
  let closing = false;
  let paused = false;
  let onEmpty: (() => void) | undefined;
  const checks = setInterval(checkProgress, limits.stallTimeoutMs / checksPerTimeout).unref();

  function begin(socket: Socket, connection: Connection, { response, serve }: Turn): void {
    connection.current = response;
    if (closing) {
      response.setHeader('connection', 'close');
      // Replaces the timeout of an idle connection.
      socket.setTimeout(limits.silenceTimeoutMs);
    }
    response.once('close', () => {
      connection.current = undefined;
      next(socket, connection);
    });
    serve();
  }

  function next(socket: Socket, connection: Connection): void {
    if (connection.stalled) socket.setTimeout(limits.silenceTimeoutMs);
    connection.stalled = false;
    const turn = connection.waiting.shift();
    if (turn === undefined) return;
    // Node has assigned the socket to the next response already, unless the last response closed the connection.
    if (turn.response.socket === null) return void connection.waiting.splice(0);
    if (connection.waiting.length === 0) socket.resume();
    begin(socket, connection, turn);
  }

  /** Finds responses that were written but not read. From then on Node's own timeout applies, which sees bytes leave. */
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
    if (current === undefined) closeWhenIdle(socket);
    else if (!current.headersSent) current.setHeader('connection', 'close');
    // The headers are sent and announce no end of the connection, so the client may send one more request.
    else current.once('close', () => closeWhenIdle(socket));
  }

  /** A connection that is not read may have a request waiting, and is not idle. */
  function closeWhenIdle(socket: Socket): void {
    if (!paused) socket.setTimeout(limits.idleGraceMs);
  }

  function openWork(): OpenWork {
    let requests = 0;
    for (const { current, waiting } of connections.values())
      requests += waiting.length + (current === undefined ? 0 : 1);
    return { connections: connections.size, requests };
  }

  return {
    add(socket) {
      const connection: Connection = { current: undefined, stalled: false, waiting: [] };
      connections.set(socket, connection);
      socket.once('close', () => {
        connections.delete(socket);
        if (connections.size === 0) onEmpty?.();
      });
      if (closing) askToClose(socket, connection);
      // Node resumes a new connection in the next tick, which comes before the microtask.
      queueMicrotask(() => void (paused && socket.pause()));
    },
    inTurn({ socket }, response, serve) {
      const connection = connections.get(socket);
      if (connection === undefined) return void socket.destroy();
      if (connection.current === undefined) return begin(socket, connection, { response, serve });
      if (connection.waiting.length >= limits.maxPipelined) return void socket.destroy();
      connection.waiting.push({ response, serve });
      // Requests that were read wait in memory; the others stay with the client.
      socket.pause();
    },
    pause() {
      paused = true;
      for (const socket of connections.keys()) socket.pause();
      return () => {
        paused = false;
        for (const [socket, { current, waiting }] of connections) {
          if (waiting.length === 0) socket.resume();
          if (closing && current === undefined) closeWhenIdle(socket);
        }
      };
    },
    closeAfterNextResponse() {
      closing = true;
      for (const [socket, connection] of connections) askToClose(socket, connection);
    },
    open: openWork,
    async allClosed() {
      let cut: OpenWork = { connections: 0, requests: 0 };
      if (connections.size === 0) return cut;
      const { promise, resolve } = Promise.withResolvers<void>();
      onEmpty = resolve;
      const timer = setTimeout(() => {
        cut = openWork();
        for (const socket of connections.keys()) socket.destroy();
      }, limits.drainTimeoutMs);
      await promise;
      clearTimeout(timer);
      return cut;
    },
    [Symbol.dispose]: () => clearInterval(checks),
  };
}
