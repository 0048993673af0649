import { createServer, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createRouter, handlersOf, type RouterOptions } from './router.ts';
import { createConnections, type ConnectionLimits, type OpenWork } from './connections.ts';
import { createRequestEvents } from './request-events.ts';
import { errorPage, sendPage, type PageHandler } from './page.ts';
import { applyAbsoluteTarget } from './target.ts';
import { removePublicPath } from './public-path.ts';
import { listenAt, stopListening, type Address } from './port.ts';
import { statusPages, type StatusOptions } from './status-pages.ts';

/** Options of `createListener`. */
export type ListenerOptions = Omit<StatusOptions, 'stopping'> &
  Omit<RouterOptions, 'pages'> & {
    readonly host: string;
    /** 0 for any free port. */
    readonly port: number;
    /** Pages besides health, readiness and schema, by path. */
    readonly pages?: ReadonlyMap<string, PageHandler>;
    readonly limits?: Partial<ListenerLimits>;
  };

/** Timeouts and sizes of connections and requests. */
export type ListenerLimits = ConnectionLimits & {
  /** Until all headers of a request have arrived. */
  readonly headersTimeoutMs: number;
  /** Until the whole request has arrived. */
  readonly requestTimeoutMs: number;
  /** Between two requests. Longer than the minute of most load balancers, so that they close idle connections first. */
  readonly keepAliveTimeoutMs: number;
  readonly maxHeaderBytes: number;
};

/** The HTTP server. Disposing of it drains it. */
export interface Listener extends AsyncDisposable {
  /** @throws what `node:net` reports, such as `EADDRINUSE` */
  listen(): Promise<Address>;
  /** Serves a connection that another process has accepted. */
  serve(socket: Socket): void;
  /** What is open at this moment. */
  open(): OpenWork;
  /** From now on `/ready` answers 503. Everything is served as before. */
  announceStop(): void;
  /** Stops accepting connections. Resolves when all running requests have their response, or `drainTimeoutMs` is over. */
  drain(): Promise<Drained>;
}

/** The outcome of a drain. */
export type Drained = {
  /** Requests that were answered since the stop was announced. */
  readonly answered: number;
  /** Connections that were destroyed because they did not close in time, and the requests on them. */
  readonly cut: OpenWork;
};

/** The limits of docs/operations.md. */
export const defaultLimits: ListenerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  // Longer than the longest REQUEST_DEADLINE_MS.
  silenceTimeoutMs: 150_000,
  stallTimeoutMs: 30_000,
  maxPipelined: 256,
  maxHeaderBytes: 16 * 1024,
  idleGraceMs: 1_000,
  drainTimeoutMs: 10_000,
};

/** Creates a listener that accepts no connection before `listen`. */
export function createListener(options: ListenerOptions): Listener {
  const { publicPath = '' } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const connections = createConnections(limits);
  let stopping = false;
  let answered = 0;
  let drained: Promise<Drained> | undefined;
  let timersStarted = false;
  const pages = new Map([...statusPages({ ...options, stopping: () => stopping }), ...(options.pages ?? [])]);
  const handle = createRouter({ ...options, pages });
  const paths = new Set([...handlersOf(options).keys(), ...pages.keys(), ...(options.browserPages?.keys() ?? [])]);
  const reportRequest = createRequestEvents(paths, options.now, options.report);

  const server = createServer(serverOptions(limits), (request, response) => {
    const startedAt = options.now();
    applyAbsoluteTarget(request);
    removePublicPath(request, publicPath);
    response.on('close', () => {
      if (stopping && response.writableFinished) answered += 1;
      reportRequest(request, response, startedAt);
    });
    connections.inTurn(request, response, () => {
      handle(request, response).catch((error: unknown) => fail(response, error));
    });
  });
  server.setTimeout(limits.silenceTimeoutMs);
  server.on('connection', (socket) => connections.add(socket));

  function fail(response: ServerResponse, error: unknown): void {
    options.report({ type: 'unexpected', error, where: 'http' });
    if (response.headersSent) response.destroy();
    else sendPage(response, errorPage(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error in the gateway.'));
  }

  async function stop(): Promise<Drained> {
    stopping = true;
    // While nothing is read, clients wait for their responses instead of opening more connections.
    const resume = connections.pause();
    connections.closeAfterNextResponse();
    await stopListening(server);
    resume();
    const cut = await connections.allClosed();
    connections[Symbol.dispose]();
    server.closeAllConnections();
    return { answered, cut };
  }

  const drain = () => (drained ??= stop());

  return {
    listen: async () => await listenAt(server, options.host, options.port),
    serve(socket) {
      // At this event Node starts the timers of `headersTimeout` and `requestTimeout`.
      if (!timersStarted && !server.listening) server.emit('listening');
      timersStarted = true;
      socket.allowHalfOpen = true;
      server.emit('connection', socket);
    },
    open: () => connections.open(),
    announceStop: () => void (stopping = true),
    drain,
    [Symbol.asyncDispose]: async () => void (await drain()),
  };
}

function serverOptions(limits: ListenerLimits): ServerOptions {
  const { headersTimeoutMs, requestTimeoutMs } = limits;
  return {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxHeaderSize: limits.maxHeaderBytes,
    // How often Node checks the two timeouts; its default of 30 s would more than double them.
    connectionsCheckingInterval: Math.ceil(Math.min(headersTimeoutMs, requestTimeoutMs) / 10),
  };
}
