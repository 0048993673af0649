/** What can go wrong between us and an answer, before anybody has looked at it. */
export type UpstreamFailure = 'TIMEOUT' | 'NETWORK' | 'MALFORMED';

/** A request that got no usable answer: refused connection, DNS, reset, time out, body over the limit, bad encoding. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code: UpstreamFailure;
  /** No byte of the request left this machine. */
  readonly unsent: boolean;

  constructor(code: UpstreamFailure, message: string, options: { unsent?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.unsent = options.unsent ?? false;
  }
}
