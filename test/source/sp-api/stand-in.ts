import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';

/** What the stand-in was asked, as it arrived. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawUrl: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** What it answers: JSON unless `body` is text. */
export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** One answer per operation of SP-API, and for the token endpoint. */
export type Script = {
  readonly token?: (received: Received) => Reply | Promise<Reply>;
  readonly catalog?: (received: Received) => Reply | Promise<Reply>;
  readonly pricing?: (received: Received) => Reply | Promise<Reply>;
  readonly offers?: (received: Received) => Reply | Promise<Reply>;
};

/** A server on loopback that plays Amazon as a script says, and remembers what it was asked. */
export interface StandIn extends AsyncDisposable {
  readonly origin: string;
  /** What was asked, by operation and in order. */
  readonly calls: Readonly<Record<keyof Script, Received[]>>;
}

export async function openStandIn(script: Script): Promise<StandIn> {
  const calls: Record<keyof Script, Received[]> = { token: [], catalog: [], pricing: [], offers: [] };
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const received: Received = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      rawUrl: request.url ?? '',
      headers: request.headers,
      body: await readText(request),
    };
    const operation = operationOf(url.pathname);
    calls[operation].push(received);
    const reply = (await script[operation]?.(received)) ?? { status: 404, body: 'not scripted' };
    const isPage = typeof reply.body === 'string';
    response.writeHead(reply.status ?? 200, {
      'content-type': isPage ? 'text/html' : 'application/json',
      ...reply.headers,
    });
    response.end(isPage ? reply.body : JSON.stringify(reply.body));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function operationOf(path: string): keyof Script {
  if (path === '/auth/o2/token') return 'token';
  if (path === '/catalog/2022-04-01/items') return 'catalog';
  if (path === '/products/pricing/v0/competitivePrice') return 'pricing';
  return 'offers';
}
