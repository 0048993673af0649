import { type SandboxMarketplace, sandboxMarketplaces } from '../sandbox-marketplace.ts';
import { TokenBucket } from '../token-bucket.ts';

/** A tag that the account may use in every marketplace, so that one tag is enough for a trial. */
export const primaryTag = 'sandbox-21';

/** PA-API's key pair. */
export const paapiAccessKey = 'AKIASANDBOX0ASSOCIAT';
export const paapiSecretKey = 'sandbox/paapi+secret/0123456789abcdefABCD';

/** The associates account that PA-API and Creators API share: its tags, its quota, and whether it gets ratings. */
export class AssociatesAccount {
  /** Whether the APIs return ratings to this account. Amazon grants them to few; most get none. */
  getsRatings = true;
  readonly #quota: TokenBucket;

  constructor(requestsPerSecond: number, now: () => number) {
    this.#quota = new TokenBucket(requestsPerSecond, 1, now);
  }

  /** Whether the account's rate allows another call now; if so, it is counted. */
  takePermit(): boolean {
    return this.#quota.take();
  }

  /** The resources among `requested` that the APIs return to this account. */
  granted(requested: readonly string[]): readonly string[] {
    return this.getsRatings ? requested : requested.filter((name) => !name.startsWith('CustomerReviews.'));
  }

  /** Whether `tag` may be used in `marketplace`, belongs to another marketplace, or does not exist. */
  standingOf(tag: string, marketplace: SandboxMarketplace): 'mapped' | 'other-marketplace' | 'unknown' {
    if (tag === primaryTag || tag === marketplace.partnerTag) return 'mapped';
    return sandboxMarketplaces.some((other) => other.partnerTag === tag) ? 'other-marketplace' : 'unknown';
  }
}
