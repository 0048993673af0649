/** Whether a line with this key may be written, and how many were suppressed since the last one that was. */
export type LogThrottle = (key: string) => { readonly open: boolean; readonly suppressed: number };

const intervalMs = 10_000;

/**
 * Creates a throttle that admits one line per key every ten seconds.
 *
 * @param now monotonic milliseconds
 */
export function createLogThrottle(now: () => number): LogThrottle {
  // Keys come from a bounded set: sources, marketplaces, codes and clients.
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
