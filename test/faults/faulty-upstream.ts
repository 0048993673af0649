import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request as the stand-in received it. */
export type Asked = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** An answer; a `body` that is no text or bytes is sent as JSON. */
export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** One request, the answer it would get on a good day, and what is needed to spoil it. */
export type Exchange = {
  readonly asked: Asked;
  readonly response: ServerResponse;
  readonly healthy: Reply;
  /** The gateway's own time of day, for dates in headers. */
  readonly wallMs: number;
  /** Runs when the fault ends, unless the exchange has ended before. */
  readonly whenOver: (finish: () => void) => void;
};

/** What goes wrong with a request. */
export type Play = (exchange: Exchange) => void;

/** A server on loopback that answers well until it is told otherwise. */
export type FaultyUpstream = AsyncDisposable & {
  readonly origin: string;
  readonly received: readonly Asked[];
  /** From now on requests to paths that match `where` are played so. */
  break(where: RegExp, play: Play): void;
  /** The fault is over; what was kept waiting is answered. */
  mend(): void;
};

/** Starts a server whose good answers are those of `answer`. */
export async function startFaultyUpstream(
  answer: (asked: Asked) => Reply,
  wallMs: () => number,
): Promise<FaultyUpstream> {
  const received: Asked[] = [];
  const unfinished = new Set<() => void>();
  let fault: { readonly where: RegExp; readonly play: Play } | undefined;

  const respond = (asked: Asked, response: ServerResponse) => {
    const exchange: Exchange = {
      asked,
      response,
      healthy: answer(asked),
      wallMs: wallMs(),
      whenOver(finish) {
        unfinished.add(finish);
        response.once('close', () => unfinished.delete(finish));
      },
    };
    if (fault?.where.test(asked.path) === true) fault.play(exchange);
    else send(exchange, exchange.healthy);
  };
  const server = createServer((request, response) => {
    response.sendDate = false;
    response.on('error', () => undefined);
    readRequest(request).then(
      (asked) => {
        received.push(asked);
        respond(asked, response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    received,
    break(where, play) {
      fault = { where, play };
    },
    mend() {
      fault = undefined;
      for (const finish of unfinished) finish();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers in full. */
export function send({ response, wallMs }: Pick<Exchange, 'response' | 'wallMs'>, reply: Reply): void {
  const bytes = bytesOf(reply);
  response.writeHead(reply.status ?? 200, { ...headersOf(reply, wallMs), 'content-length': String(bytes.length) });
  response.end(bytes);
}

/** A reply's body as it goes over the wire. */
export function bytesOf({ body }: Reply): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A reply's headers, without its length. */
export function headersOf(reply: Reply, wallMs: number): Record<string, string> {
  const type = typeof reply.body === 'string' ? 'text/html;charset=UTF-8' : 'application/json';
  return { 'content-type': type, date: new Date(wallMs).toUTCString(), ...reply.headers };
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { method = '', url = '', headers } = request;
  return { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
}
