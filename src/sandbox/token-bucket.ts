/** How much of a call's spacing the network may eat: arrival times jitter, and that is not the caller's fault. */
const jitterShare = 0.1;

/** A quota as Amazon keeps it: so many calls a second, and a few at once after a pause. */
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

  /** Whether a call may pass now; if so it is counted. */
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
