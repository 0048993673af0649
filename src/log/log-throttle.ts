/** Lets one line per key through in so many milliseconds and counts the others. */
export type LogThrottle = (key: string) => { readonly open: boolean; readonly suppressed: number };

/** Long enough to read, short enough to see that it goes on. */
const intervalMs = 10_000;

/**
 * A gate over a monotonic clock. The number suppressed is told with the next line that passes. Keys must come from a
 * bounded set.
 */
export function createLogThrottle(now: () => number): LogThrottle {
  const kept = new Map<string, { openAt: number; suppressed: number }>();
  return (key) => {
    const entry = kept.get(key);
    if (entry !== undefined && now() < entry.openAt) {
      entry.suppressed += 1;
      return { open: false, suppressed: entry.suppressed };
    }
    kept.set(key, { openAt: now() + intervalMs, suppressed: 0 });
    return { open: true, suppressed: entry?.suppressed ?? 0 };
  };
}
