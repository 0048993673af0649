import { refuseAny } from './product-input.ts';
import { outside } from './slice-input.ts';

/** The maximum number of lookups in `recentLookups`. */
export const mostLookups = 100;

/** Reads the argument of `recentLookups`: the number of lookups. Throws `BadInput`. */
export function readRecentLookups({ first }: { readonly first: number }): number {
  refuseAny(outside(['first'], first, 0, mostLookups));
  return first;
}
