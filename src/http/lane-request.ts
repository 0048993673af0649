import type { IncomingMessage, ServerResponse } from 'node:http';

/** Of a request, what the GraphQL server's hooks look at. */
export type LaneRequest = Pick<Request, 'method' | 'url' | 'signal' | 'body'> & {
  readonly headers: Pick<Headers, 'get' | 'has'>;
  json(): Promise<unknown>;
  text(): Promise<string>;
};

/** A request whose body has been read. Nothing of it is made before it is asked for. */
export function createLaneRequest(request: IncomingMessage, response: ServerResponse, body: string): LaneRequest {
  return new ReadRequest(request, response, body);
}

/** A class, because its getters then stand in the prototype instead of being made for every request. */
class ReadRequest implements LaneRequest {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #body: string;
  #signal: AbortSignal | undefined;
  readonly headers: LaneRequest['headers'];
  /** There is no stream to be limited any more. */
  readonly body = null;

  constructor(request: IncomingMessage, response: ServerResponse, body: string) {
    this.#request = request;
    this.#response = response;
    this.#body = body;
    this.headers = new ReadHeaders(request.headers);
  }

  get method(): string {
    return this.#request.method ?? 'POST';
  }

  get url(): string {
    return `http://${this.#request.headers.host ?? 'localhost'}${this.#request.url ?? '/'}`;
  }

  /** Aborts when the client hangs up before it has its answer. */
  get signal(): AbortSignal {
    this.#signal ??= signalOf(this.#response);
    return this.#signal;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#body);
  }

  async text(): Promise<string> {
    return this.#body;
  }
}

class ReadHeaders {
  readonly #headers: IncomingMessage['headers'];

  constructor(headers: IncomingMessage['headers']) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const value = this.#headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }
}

function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const abort = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.destroyed) abort();
  else response.once('close', abort);
  return controller.signal;
}
