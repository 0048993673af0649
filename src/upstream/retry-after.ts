const usualCapMs = 60 * 60 * 1000;

/** The highest `Retry-After` of a token endpoint that is followed; after a day an operator has to act. */
export const tokenWaitCapMs = 24 * 60 * 60 * 1000;

/**
 * The wait of a `Retry-After` header in milliseconds: seconds or an HTTP date (RFC 9110 §10.2.3), never negative, at most
 * `capMs`, by default an hour. `undefined` when the header is absent or unreadable.
 */
export function parseRetryAfter(header: string | undefined, wallMs: number, capMs = usualCapMs): number | undefined {
  const text = header?.trim();
  if (text === undefined || text === '') return undefined;
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - wallMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(capMs, Math.max(0, waitMs));
}
