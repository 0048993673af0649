import type { Slice } from '../../catalog/answer.ts';
import type { BadUserInput } from './bad-user-input.ts';

/** The maximum number of products on a page. */
export const mostHits = 50;
/** The maximum length of `after`. */
export const longestCursor = 1000;

/** The arguments of a field with pages. */
export type SliceArgs = { readonly first: number; readonly after?: string | null | undefined };

/** Reads the slice; its faults are those of {@link sliceFaults}. */
export function readSlice({ first, after }: SliceArgs): Slice {
  return { first, ...(after != null && { after }) };
}

/** Faults of a slice. Cursors are opaque: only the catalog knows whether a cursor belongs to the list. */
export function sliceFaults({ first, after }: SliceArgs): readonly BadUserInput[] {
  const isCursor = after == null || (after.length <= longestCursor && /^[\w-]+$/.test(after));
  return [
    ...outside(['first'], first, 1, mostHits),
    ...(isCursor ? [] : [{ path: ['after'], value: after, message: 'is not a cursor of this gateway' }]),
  ];
}

/** The fault of a number outside a range; both ends belong to the range. */
export function outside(
  path: BadUserInput['path'],
  value: number | null | undefined,
  least: number,
  most: number,
): readonly BadUserInput[] {
  if (value == null || (value >= least && value <= most)) return [];
  return [{ path, value, message: `must be ${least} to ${most}` }];
}
