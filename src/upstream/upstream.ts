import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { Agent, errors, type Dispatcher } from 'undici';
import { UpstreamError } from './upstream-error.ts';
import { productAgent } from './user-agent.ts';

/** An HTTP request of a source's client. */
export type UpstreamRequest = {
  readonly method: 'GET' | 'POST';
  /** Absolute URL. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};

/** A complete response of any status. */
export type UpstreamResponse = {
  readonly status: number;
  /** Lower-case names; the values of a repeated header are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without its content encoding, never longer than the limit. */
  readonly body: Buffer;
};

/** Limits of one upstream's connections. */
export type UpstreamLimits = {
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** Of the decoded body. */
  readonly maxBodyBytes: number;
  /** Sockets per origin. */
  readonly connections: number;
};

/** A pool of connections to one upstream. It follows no redirect and retries nothing. */
export interface Upstream extends AsyncDisposable {
  /**
   * @throws {UpstreamError} when there is no complete response
   * @throws the signal's reason when the caller aborted
   */
  request(request: UpstreamRequest): Promise<UpstreamResponse>;
}

/** Limits for a JSON API. */
export const apiLimits: UpstreamLimits = {
  connectTimeoutMs: 2_000,
  headersTimeoutMs: 8_000,
  bodyTimeoutMs: 4_000,
  maxBodyBytes: 4 * 1024 * 1024,
  connections: 8,
};

/**
 * Headers of every request, unless the caller sets them. Firewalls in front of Amazon's endpoints refuse requests without
 * a user agent (aws-samples/cloudfront-authorization-at-edge issue 264, of a Cognito token endpoint).
 */
const defaultHeaders = {
  'user-agent': productAgent,
  accept: 'application/json',
  'accept-encoding': 'gzip, br',
};

/** Opens a pool; close it with `await using` or `[Symbol.asyncDispose]`. */
export function createUpstream(limits: UpstreamLimits): Upstream {
  const agent = new Agent({
    connect: { timeout: limits.connectTimeoutMs },
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.bodyTimeoutMs,
    connections: limits.connections,
    maxHeaderSize: 64 * 1024,
    keepAliveTimeout: 30_000,
  });

  async function request(outgoing: UpstreamRequest): Promise<UpstreamResponse> {
    outgoing.signal.throwIfAborted();
    try {
      const response = await agent.request({
        origin: new URL(outgoing.url).origin,
        path: pathOf(outgoing.url),
        method: outgoing.method,
        headers: { ...defaultHeaders, ...outgoing.headers },
        body: outgoing.body ?? null,
        signal: outgoing.signal,
      });
      const headers = flatten(response.headers);
      const body = await readBody(decoded(response.body, headers['content-encoding']), limits.maxBodyBytes);
      return { status: response.statusCode, headers, body };
    } catch (thrown) {
      outgoing.signal.throwIfAborted();
      throw asUpstreamError(thrown);
    }
  }

  return { request, [Symbol.asyncDispose]: () => agent.destroy() };
}

/** The body without its content encoding. (undici's interceptor for this warns that it is experimental.) */
function decoded(body: Readable, encoding: string | undefined): Readable {
  const decoder = encoding === 'gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : undefined;
  // A failure of either stream destroys the other, and the reader of the decoder receives it.
  return decoder === undefined ? body : pipeline(body, decoder, () => undefined);
}

async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the stream and its connection, so that the rest is not read.
    if (size > maxBytes) throw new UpstreamError('MALFORMED', `the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

const unsentCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** Error codes of undici and `URL` for a request that cannot be sent. */
const unwritableCodes = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'ERR_INVALID_URL']);

function asUpstreamError(thrown: unknown): UpstreamError {
  if (thrown instanceof UpstreamError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
  if (unwritableCodes.has(code)) {
    const options = { unsent: true, badRequest: true, cause: thrown };
    return new UpstreamError('MALFORMED', `the request cannot be sent (${code})`, options);
  }
  if (thrown instanceof errors.ConnectTimeoutError) {
    return new UpstreamError('TIMEOUT', 'no connection in time', { unsent: true, cause: thrown });
  }
  if (thrown instanceof errors.HeadersTimeoutError || thrown instanceof errors.BodyTimeoutError) {
    return new UpstreamError('TIMEOUT', 'no complete answer in time', { cause: thrown });
  }
  if (code.startsWith('Z_') || code.startsWith('ERR_') || code.startsWith('HPE_')) {
    return new UpstreamError('MALFORMED', `the answer is not valid HTTP (${code})`, { cause: thrown });
  }
  if (code === 'EMFILE' || code === 'ENFILE') {
    const message = `no file descriptor is left for a connection (${code}): raise the limit of open files`;
    return new UpstreamError('NETWORK', message, { unsent: true, cause: thrown });
  }
  return new UpstreamError('NETWORK', `the connection failed (${code})`, {
    unsent: unsentCodes.has(code),
    cause: thrown,
  });
}
