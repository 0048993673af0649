/** Failures of the transport, before a source has read the response. */
export type UpstreamFailure = 'TIMEOUT' | 'NETWORK' | 'MALFORMED';

/** Options of an upstream error. */
export type UpstreamErrorOptions = {
  readonly unsent?: boolean;
  readonly badRequest?: boolean;
  readonly cause?: unknown;
};

/** A request without a usable response: refused connection, DNS, reset, timeout, body over the limit, bad encoding. */
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
