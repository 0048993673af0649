import { once } from 'node:events';
import { createServer, type ServerOptions } from 'node:http';
import { Server as SocketServer, type AddressInfo } from 'node:net';
import { createAnswer, type AnswerOptions } from './answer.ts';
import { createTellExchange, originForm } from './exchanges.ts';
import { createInFlight } from './in-flight.ts';
import { errorPage, sendPage, type PageHandler } from './page.ts';
import { statusPages, type StatusOptions } from './status-pages.ts';

/** What is listened for, where, and who answers. */
export type ListenerOptions = Omit<StatusOptions, 'stopping'> &
  Omit<AnswerOptions, 'pages'> & {
    readonly host: string;
    /** 0 for any free port. */
    readonly port: number;
    /** Pages besides health, readiness and schema, by path. */
    readonly pages?: ReadonlyMap<string, PageHandler>;
    readonly limits?: Partial<ListenerLimits>;
  };

/** How long and how much a connection may take. */
export type ListenerLimits = {
  /** Until all headers of a request are there. */
  readonly headersTimeoutMs: number;
  /** Until the whole request is there. */
  readonly requestTimeoutMs: number;
  /** Between two requests: longer than the usual load balancer's minute, so that it is not us who hangs up first. */
  readonly keepAliveTimeoutMs: number;
  /** Without a byte in either direction: longer than any operation may take. */
  readonly silenceTimeoutMs: number;
  readonly maxHeaderBytes: number;
  /** What is in flight when we stop may take so long. */
  readonly drainTimeoutMs: number;
};

/** The gateway's door to the network; disposing of it drains it. */
export interface Listener extends AsyncDisposable {
  /** @throws what `node:net` reports, such as `EADDRINUSE` */
  listen(): Promise<{ readonly port: number; readonly url: string }>;
  /** Stops accepting connections and resolves when everything in flight is answered, or its time is up. */
  drain(): Promise<void>;
}

const defaultLimits: ListenerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  silenceTimeoutMs: 150_000,
  maxHeaderBytes: 16 * 1024,
  drainTimeoutMs: 10_000,
};

/** Makes a listener; it takes no connection before `listen`. */
export function createListener(options: ListenerOptions): Listener {
  const limits = { ...defaultLimits, ...options.limits };
  const inFlight = createInFlight();
  let stopping: Promise<void> | undefined;
  const pages = new Map([
    ...statusPages({ ...options, stopping: () => stopping !== undefined }),
    ...(options.pages ?? []),
  ]);
  const answer = createAnswer({ ...options, pages });
  const tellExchange = createTellExchange(new Set(['/graphql', ...pages.keys()]), options.report);

  const server = createServer(serverOptions(limits), (request, response) => {
    const startedAt = performance.now();
    request.url = originForm(request.url ?? '');
    inFlight.add(response);
    response.on('close', () => {
      inFlight.remove(response);
      tellExchange(request, response, startedAt);
    });
    answer(request, response).catch((error: unknown) => {
      options.report({ type: 'unexpected', error, where: 'http' });
      if (response.headersSent) response.destroy();
      else sendPage(response, errorPage(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'));
    });
  });
  server.setTimeout(limits.silenceTimeoutMs);

  async function stop(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    // The HTTP server's own `close` also cuts connections that are idle at this moment, on which a client may be
    // sending already; they stay until what is in flight is done, and are told not to come back.
    SocketServer.prototype.close.call(server);
    inFlight.closeConnectionsAfterwards();
    await inFlight.idle(limits.drainTimeoutMs);
    server.closeAllConnections();
    await closed;
  }

  const drain = () => (stopping ??= stop());

  return {
    async listen() {
      server.listen(options.port, options.host);
      await once(server, 'listening');
      const { port } = addressOf(server);
      return { port, url: `http://${hostInUrl(options.host)}:${port}` };
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

function addressOf(server: SocketServer): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return address;
}

/** Every interface is no address to click on: this machine's own is. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
