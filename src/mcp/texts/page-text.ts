import { z } from 'zod';

/** The position of a page, as texts show it. */
export const pageShape = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

/** How to get the next page, if there is one. */
export function pageText({ hasNextPage, endCursor }: z.infer<typeof pageShape>): string {
  return hasNextPage ? `There are more: call again with after = ${endCursor}` : 'There are no more.';
}

/** "10 of about 28". */
export function countText(shown: number, total: number | null | undefined): string {
  return typeof total === 'number' ? `${shown} of about ${total}` : `${shown}`;
}
