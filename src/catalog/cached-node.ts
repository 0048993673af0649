import { z } from 'zod';
import { nodeKeyOf, type BrowseNodeQuestion, type BrowseNodeWithChildren } from '../product/browse-node.ts';
import { attemptShape, sourceIdShape } from '../source/shapes/answer-shapes.ts';
import { browseNodeShape } from '../source/shapes/browse-node-shape.ts';
import { shapeOf } from '../source/shapes/shape-of.ts';
import type { Attempt, SourceId } from '../vocabulary.ts';

/** The cached value of one category. */
export type CachedNode =
  | {
      readonly kind: 'node';
      readonly node: BrowseNodeWithChildren;
      readonly source: SourceId;
      readonly attempts: readonly Attempt[];
    }
  | { readonly kind: 'missing'; readonly attempts: readonly Attempt[] };

/** The cache key of a question about a category. */
export function nodeKey(question: BrowseNodeQuestion): string {
  return `node:${nodeKeyOf(question)}`;
}

/**
 * Validates a value that a store returned for a `nodeKey`: `undefined` unless it is complete, answers the question of
 * the key, and comes from one of these sources, because the schema has no value for any other.
 */
export function nodeReader(sources: readonly { readonly id: SourceId }[]) {
  const ids: ReadonlySet<SourceId> = new Set(sources.map(({ id }) => id));
  return (value: unknown, key: string): CachedNode | undefined => {
    const cached = shape.safeParse(value).data;
    if (cached === undefined || !cached.attempts.every(({ source }) => ids.has(source))) return undefined;
    if (cached.kind === 'missing') return cached;
    return ids.has(cached.source) && key.endsWith(`:${cached.node.id}`) ? cached : undefined;
  };
}

const attempts = z.array(attemptShape);

const shape = shapeOf<CachedNode>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('node'), node: browseNodeShape, source: sourceIdShape, attempts }),
    z.object({ kind: z.literal('missing'), attempts }),
  ]),
);
