import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request whose body has been read: of the WHATWG request, what the pipeline's plugins look at. */
export class PostedRequest {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #signal: AbortSignal | undefined;
  readonly method = 'POST';
  readonly headers: Pick<Headers, 'get' | 'has'>;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#request = request;
    this.#response = response;
    this.headers = {
      get(name) {
        const value = request.headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
      has: (name) => request.headers[name.toLowerCase()] !== undefined,
    };
  }

  get url(): string {
    return `http://${this.#request.headers.host ?? 'localhost'}${this.#request.url ?? '/'}`;
  }

  /** Aborts when the client hangs up before it has its answer. */
  get signal(): AbortSignal {
    this.#signal ??= signalOf(this.#response);
    return this.#signal;
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
