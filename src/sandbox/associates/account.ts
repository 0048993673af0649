import { type SandboxMarketplace, sandboxMarketplaces } from '../sandbox-marketplace.ts';
import { TokenBucket } from '../token-bucket.ts';

/** The tag that the account may use in every marketplace, so that one tag alone is enough to try things out. */
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

  /** Whether `tag` may be used in `marketplace`; if not, whether it is a tag of another marketplace or nobody's. */
  standingOf(tag: string, marketplace: SandboxMarketplace): 'mapped' | 'other-marketplace' | 'unknown' {
    if (tag === primaryTag || tag === marketplace.partnerTag) return 'mapped';
    return sandboxMarketplaces.some((other) => other.partnerTag === tag) ? 'other-marketplace' : 'unknown';
  }
}
