/** A window is sampled so many times. */
const samplesPerWindow = 30;

type Sample = { readonly at: number; readonly used: number };

/** Counts the calls of the last `windowMs` from readings of a count that only rises. Times are monotonic. */
export class RecentCalls {
  readonly #windowMs: number;
  /** Oldest first; at most one is older than the window. */
  #samples: Sample[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** The count starts anew from `used`, which is no pace. */
  restart(now: number, used: number): void {
    this.#samples = [{ at: now, used }];
  }

  /** The calls of the window; since the start, if that is later. Calls that nobody saw are spread over the pause. */
  calls(now: number, used: number): number {
    const last = this.#samples.at(-1)?.at ?? now;
    if (now - last >= this.#windowMs / samplesPerWindow) this.#samples.push({ at: now, used });
    while (this.#samples[1] !== undefined && now - this.#samples[1].at >= this.#windowMs) this.#samples.shift();
    return Math.max(0, used - this.#usedAt(now - this.#windowMs, used));
  }

  /** The count at the start of the window, between the two samples around it. */
  #usedAt(time: number, used: number): number {
    const [before, after] = this.#samples;
    if (before === undefined || after === undefined || time <= before.at) return before?.used ?? used;
    return before.used + ((after.used - before.used) * (time - before.at)) / (after.at - before.at);
  }
}
