import type { Upstream, UpstreamRequest } from '../../../upstream/upstream.ts';
import { parseJson, tryJson } from '../../json.ts';
import { SourceError } from '../../source-error.ts';
import { readFaults, readRefusal, type Fault } from './fault.ts';

/** An HTTP response with parsed JSON. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body; `undefined` when a refusal is not JSON. */
  readonly json: unknown;
  /** The errors in the body. */
  readonly faults: readonly Fault[];
  /** The access token or signature of the request, to be removed from messages. */
  readonly token?: string;
};

/**
 * Sends one request and parses the JSON of the response. A refusal may have none, because it may come from a proxy or
 * firewall in front of the API.
 *
 * @throws {SourceError} and nothing else
 */
export async function exchange(upstream: Upstream, request: UpstreamRequest, where: string): Promise<Reply> {
  if (request.signal.aborted) throw ended(request.signal, where, true);
  try {
    const { status, headers, body } = await upstream.request(request);
    // AWS WAF marks its responses with a header, whatever their status and body.
    if (headers['x-amzn-waf-action'] !== undefined) {
      throw new SourceError('BLOCKED', `${where}: HTTP ${status}, the firewall in front of it refused the request`);
    }
    if (status >= 200 && status < 300) {
      const json = parseJson(body, where);
      return { status, headers, json, faults: readFaults(json) };
    }
    const json = tryJson(body);
    return { status, headers, json, faults: readRefusal(json, headers) };
  } catch (thrown) {
    if (request.signal.aborted) throw ended(request.signal, where, false);
    throw SourceError.from(thrown, where);
  }
}

function ended(signal: AbortSignal, where: string, unsent: boolean): SourceError {
  const reason: unknown = signal.reason;
  if (reason instanceof SourceError) return reason;
  return new SourceError('TIMEOUT', `${where}: the call was ended before its answer`, { unsent, cause: reason });
}
