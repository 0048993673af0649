import { z } from 'zod';
import type { BrowseNodeWithChildren } from '../../product/browse-node.ts';
import { namedNodeShape } from './details-shape.ts';
import { shapeOf } from './shape-of.ts';

/** A category that was looked up. */
export const browseNodeShape = shapeOf<BrowseNodeWithChildren>()(
  z.object({
    ...namedNodeShape.shape,
    isRoot: z.boolean().exactOptional(),
    ancestors: z.array(namedNodeShape).exactOptional(),
    children: z.array(namedNodeShape),
  }),
);
