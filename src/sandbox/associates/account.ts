import { type SandboxStore, sandboxStores } from '../sandbox-marketplace.ts';
import { TokenBucket } from '../token-bucket.ts';

/** The tag that the account may use in every store, so that one tag alone is enough to try things out. */
export const primaryTag = 'sandbox-21';

/** PA-API's key pair. */
export const paapiAccessKey = 'AKIASANDBOX0ASSOCIAT';
export const paapiSecretKey = 'sandbox/paapi+secret/0123456789abcdefABCD';

/** The one associates account behind PA-API and Creators API: its tags, and its quota, which both draw from. */
export class AssociatesAccount {
  readonly #quota: TokenBucket;

  constructor(requestsPerSecond: number, now: () => number) {
    this.#quota = new TokenBucket(requestsPerSecond, 1, now);
  }

  /** Whether the account's rate allows one more call now; if so it is charged. */
  takePermit(): boolean {
    return this.#quota.take();
  }

  /** Whether `tag` may be used in `store`; if not, whether it is a tag of another store or nobody's. */
  standingOf(tag: string, store: SandboxStore): 'mapped' | 'other-store' | 'unknown' {
    if (tag === primaryTag || tag === store.partnerTag) return 'mapped';
    return sandboxStores.some((other) => other.partnerTag === tag) ? 'other-store' : 'unknown';
  }
}
