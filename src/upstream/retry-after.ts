const usualCapMs = 60 * 60 * 1000;

/** The longest wait that a token endpoint is believed: a day without a token is a matter for the operator. */
export const tokenWaitCapMs = 24 * 60 * 60 * 1000;

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds or an HTTP date (RFC 9110 §10.2.3), never negative,
 * at most `capMs`, an hour unless said otherwise. `undefined` when the header is absent or unreadable.
 */
export function parseRetryAfter(header: string | undefined, wallMs: number, capMs = usualCapMs): number | undefined {
  const text = header?.trim();
  if (text === undefined || text === '') return undefined;
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - wallMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(capMs, Math.max(0, waitMs));
}
