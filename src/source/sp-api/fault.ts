import { parseRetryAfter } from '../../upstream/retry-after.ts';
import type { UpstreamResponse } from '../../upstream/upstream.ts';
import { quoted } from '../foreign-text.ts';
import { text, tryJson } from '../json.ts';
import { refusesRequest, SourceError, type SourceErrorOptions } from '../source-error.ts';
import { object, objects } from './json.ts';
import type { FailureCode } from '../../vocabulary.ts';

/** The context of a fault. */
export type FaultContext = {
  /** The call, for the message. */
  readonly where: string;
  readonly wallMs: number;
  /** The access token that was sent, to be removed from the message. */
  readonly secret: string;
};

/**
 * The failure that a response other than 200 means. Body: `{errors: [{code, message, details}]}`; the edge in
 * front of SP-API returns HTML. Source: "Response format", "Resolve common HTTP and authorization error codes", and the
 * recorded answers.
 */
export function responseFault(response: UpstreamResponse, context: FaultContext): SourceError {
  const body = tryJson(response.body);
  const stated = firstError(body);
  const message = describe(response, statedText(body), context);
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], context.wallMs);
  // SP-API omits unknown ids, so a 404 means that the path no longer exists.
  const retired = response.status === 404 || response.status === 410;
  return new SourceError(retired ? 'CREDENTIALS' : codeOf(response.status), message, {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(isAuthorizationStatus(response.status) && tokenRefusal.test(stated?.details ?? '') && { tokenRefused: true }),
    ...(response.status === 400 && namesNoId(stated) && { unnamedFault: true }),
    badRequest: refusesRequest(response.status),
  });
}

/** The failure class of one entry of a batch, or of a whole answer, by its HTTP status. */
export function codeOf(status: number): FailureCode {
  if (isAuthorizationStatus(status)) return 'CREDENTIALS';
  if (status === 429) return 'THROTTLED';
  return status >= 500 ? 'SERVER' : 'MALFORMED';
}

/** Converts anything that a call threw. An aborted signal means that the time was up or that no waiter is left. */
export function thrownFault(
  thrown: unknown,
  where: string,
  signal: AbortSignal,
  options: SourceErrorOptions = {},
): SourceError {
  if (thrown instanceof SourceError) return thrown;
  const timedOut = thrown instanceof Error && (thrown.name === 'TimeoutError' || thrown.name === 'AbortError');
  if (timedOut || signal.aborted) {
    return new SourceError('TIMEOUT', `${where}: no answer in time`, { ...options, cause: thrown });
  }
  return SourceError.from(thrown, where);
}

// An expired token is 403, not 401: "The access token you provided has expired." / "… is revoked, malformed or
// invalid."
const tokenRefusal = /access token.*(?:expired|revoked|malformed|invalid)/i;

type StatedError = { readonly code: string; readonly message: string; readonly details: string };

function isAuthorizationStatus(status: number): boolean {
  return status === 401 || status === 403;
}

/** "Invalid 'asin' provided." concerns one id of twenty; an invalid marketplace would concern all of them. */
function namesNoId(stated: StatedError | undefined): boolean {
  if (stated === undefined || /marketplace_?ids?\b/i.test(stated.message)) return false;
  return /^invalid_?(?:input|asin)$/i.test(stated.code) || /\basins?\b|identifier/i.test(stated.message);
}

/**
 * The first error of a body, or of one entry of a batch, as text: `code message · details`. Only the details
 * distinguish one 403 from another, such as an expired client secret from a missing role.
 */
export function statedText(body: unknown): string | undefined {
  const stated = firstError(body);
  if (stated === undefined) return undefined;
  const words = [`${stated.code} ${stated.message}`.trim(), stated.details];
  return words.filter((part) => part !== '').join(' · ');
}

function firstError(body: unknown): StatedError | undefined {
  const [error] = objects(object(body)['errors']);
  if (error === undefined) return undefined;
  return {
    code: text(error['code']) ?? '',
    message: text(error['message']) ?? '',
    details: text(error['details']) ?? '',
  };
}

function describe(response: UpstreamResponse, said: string | undefined, context: FaultContext): string {
  const requestId = text(response.headers['x-amzn-requestid']);
  const safe = quoted(said ?? 'no error of SP-API’s shape', [context.secret]);
  return `${context.where}: HTTP ${response.status}, ${safe}${requestId === undefined ? '' : ` (request ${requestId})`}`;
}
