/** What can go wrong between us and an answer, before anybody has looked at it. */
export type UpstreamFailure = 'TIMEOUT' | 'NETWORK' | 'MALFORMED';

/** What an upstream error carries besides its code. */
export type UpstreamErrorOptions = {
  readonly unsent?: boolean;
  readonly badRequest?: boolean;
  readonly cause?: unknown;
};

/** A request that got no usable answer: refused connection, DNS, reset, time out, body over the limit, bad encoding. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code: UpstreamFailure;
  /** No byte of the request left this machine. */
  readonly unsent: boolean;
  /** The request cannot be sent as it was written. */
  readonly badRequest: boolean;

  constructor(code: UpstreamFailure, message: string, options: UpstreamErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.unsent = options.unsent ?? false;
    this.badRequest = options.badRequest ?? false;
  }
}
