import type { Measured } from './instance.ts';

/** How much a gateway has grown from its second to its last round. */
export type Growth = { readonly heapBytes: number; readonly handles: number; readonly flat: boolean };

/** What statistics of the first hours, pools and compiled operations come to; a leak per request is far above it. */
const allowedBytes = 12 * 2 ** 20;
/** Connections to upstreams stay open for a while, and how many there are differs. */
const allowedHandles = 24;

/** Compares the smallest of the first half, without the first round, with the smallest of the last two. */
export function growthOf(rounds: readonly Measured[]): Growth {
  const early = rounds.slice(1, Math.max(2, Math.ceil(rounds.length / 2)));
  const late = rounds.slice(-2);
  const least = (part: readonly Measured[], of: (one: Measured) => number) => Math.min(...part.map(of));
  const grown = (of: (one: Measured) => number) => least(late, of) - least(early, of);
  const heapBytes = grown((one) => one.heapBytes);
  const handles = grown((one) => one.handles);
  return { heapBytes, handles, flat: heapBytes <= allowedBytes && handles <= allowedHandles };
}
