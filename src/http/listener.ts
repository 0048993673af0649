import { createServer, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createRouter, type RouterOptions } from './router.ts';
import { createConnections, type ConnectionLimits } from './connections.ts';
import { createRequestEvents } from './request-events.ts';
import { errorPage, sendPage, type PageHandler } from './page.ts';
import { takeTarget } from './target.ts';
import { listenAt, stopListening, type Address } from './port.ts';
import { statusPages, type StatusOptions } from './status-pages.ts';

/** What is listened for, where, and who answers. */
export type ListenerOptions = Omit<StatusOptions, 'stopping'> &
  Omit<RouterOptions, 'pages'> & {
    readonly host: string;
    /** 0 for any free port. */
    readonly port: number;
    /** Pages besides health, readiness and schema, by path. */
    readonly pages?: ReadonlyMap<string, PageHandler>;
    readonly limits?: Partial<ListenerLimits>;
  };

/** How long and how much a connection may take. */
export type ListenerLimits = ConnectionLimits & {
  /** Until all headers of a request are there. */
  readonly headersTimeoutMs: number;
  /** Until the whole request is there. */
  readonly requestTimeoutMs: number;
  /** Between two requests: longer than the usual load balancer's minute, so that it is not us who hangs up first. */
  readonly keepAliveTimeoutMs: number;
  readonly maxHeaderBytes: number;
};

/** The gateway's door to the network; disposing of it drains it. */
export interface Listener extends AsyncDisposable {
  /** @throws what `node:net` reports, such as `EADDRINUSE` */
  listen(): Promise<Address>;
  /** Answers a connection that another process has accepted. */
  take(socket: Socket): void;
  /** Stops accepting connections and resolves when everything in flight is answered, or its time is up. */
  drain(): Promise<void>;
}

const defaultLimits: ListenerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  // Longer than any operation may take.
  silenceTimeoutMs: 150_000,
  stallTimeoutMs: 30_000,
  mostPipelined: 256,
  maxHeaderBytes: 16 * 1024,
  idleGraceMs: 1_000,
  drainTimeoutMs: 10_000,
};

/** Makes a listener; it takes no connection before `listen`. */
export function createListener(options: ListenerOptions): Listener {
  const limits = { ...defaultLimits, ...options.limits };
  const connections = createConnections(limits);
  let stopping: Promise<void> | undefined;
  let watching = false;
  const pages = new Map([
    ...statusPages({ ...options, stopping: () => stopping !== undefined }),
    ...(options.pages ?? []),
  ]);
  const answer = createRouter({ ...options, pages });
  const tellExchange = createRequestEvents(new Set(['/graphql', ...pages.keys()]), options.now, options.report);

  const server = createServer(serverOptions(limits), (request, response) => {
    const startedAt = options.now();
    takeTarget(request);
    response.on('close', () => tellExchange(request, response, startedAt));
    connections.inTurn(request, response, () => {
      answer(request, response).catch((error: unknown) => fail(response, error));
    });
  });
  server.setTimeout(limits.silenceTimeoutMs);
  server.on('connection', (socket) => connections.open(socket));

  function fail(response: ServerResponse, error: unknown): void {
    options.report({ type: 'unexpected', error, where: 'http' });
    if (response.headersSent) response.destroy();
    else sendPage(response, errorPage(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'));
  }

  async function stop(): Promise<void> {
    connections.closeAfterNextAnswer();
    // While nothing is read, what is still to be accepted is accepted at once, and no more of it comes.
    const resume = connections.pause();
    await stopListening(server);
    resume();
    await connections.allClosed();
    connections[Symbol.dispose]();
    server.closeAllConnections();
  }

  const drain = () => (stopping ??= stop());

  return {
    listen: async () => await listenAt(server, options.host, options.port),
    take(socket) {
      // At this event Node begins to watch for requests that are too slow.
      if (!watching && !server.listening) server.emit('listening');
      watching = true;
      socket.allowHalfOpen = true;
      server.emit('connection', socket);
    },
    drain,
    [Symbol.asyncDispose]: drain,
  };
}

function serverOptions(limits: ListenerLimits): ServerOptions {
  const { headersTimeoutMs, requestTimeoutMs } = limits;
  return {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxHeaderSize: limits.maxHeaderBytes,
    // How often the two timeouts are looked at; Node's own half minute would more than double them.
    connectionsCheckingInterval: Math.ceil(Math.min(headersTimeoutMs, requestTimeoutMs) / 10),
  };
}
