import { randomBytes } from 'node:crypto';

/** Lifetime of every access token: Amazon's hour. */
export const tokenLifetimeSeconds = 3600;

/** Issues access tokens and remembers the holder of each. */
export class TokenIssuer<Holder> {
  readonly #prefix: string;
  readonly #now: () => number;
  readonly #issued = new Map<string, { readonly holder: Holder; readonly expiresAt: number }>();

  constructor(prefix: string, now: () => number) {
    this.#prefix = prefix;
    this.#now = now;
  }

  issue(holder: Holder): string {
    const token = `${this.#prefix}${randomBytes(24).toString('base64url')}`;
    this.#issued.set(token, { holder, expiresAt: this.#now() + tokenLifetimeSeconds * 1000 });
    return token;
  }

  /** The holder of a token, or why it has none. */
  holderOf(token: string): { readonly holder: Holder } | 'expired' | 'unknown' {
    const issued = this.#issued.get(token);
    if (issued === undefined) return 'unknown';
    return this.#now() < issued.expiresAt ? { holder: issued.holder } : 'expired';
  }
}
