/** A call may arrive early by this share of the interval between calls, because network latency varies. */
const jitterShare = 0.1;

/** A quota as Amazon enforces it: a token bucket with a rate and a burst. */
export class TokenBucket {
  readonly perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #level: number;
  #seenAt: number;

  constructor(perSecond: number, burst: number, now: () => number) {
    this.perSecond = perSecond;
    this.#burst = burst;
    this.#now = now;
    this.#level = burst;
    this.#seenAt = now();
  }

  /** Whether a call is within the quota now; if so, it is counted. */
  take(): boolean {
    const now = this.#now();
    const refill = (Math.max(0, now - this.#seenAt) / 1000) * this.perSecond;
    this.#level = Math.min(this.#burst, this.#level + refill);
    this.#seenAt = now;
    if (this.#level < 1 - jitterShare) return false;
    this.#level -= 1;
    return true;
  }
}
