import { refuseAny } from './product-input.ts';
import { outside } from './search-input.ts';

/** How many lookups `recentLookups` lists at most. */
export const mostLookups = 100;

/** Reads the argument of `recentLookups`: how many. Throws `BadInput`. */
export function readRecentLookups({ first }: { readonly first: number }): number {
  refuseAny(outside(['first'], first, 0, mostLookups));
  return first;
}
