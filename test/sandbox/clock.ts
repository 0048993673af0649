/** A clock that a test moves. It starts at the real time, so that signatures made by the system's clock are valid. */
export function manualClock(): { readonly now: () => number; readonly advance: (ms: number) => void } {
  let offset = 0;
  const start = Date.now();
  return { now: () => start + offset, advance: (ms) => (offset += ms) };
}
