import { z } from 'zod';
import type { NamedNode, ProductBrowseNode } from '../../product/browse-node.ts';
import type { Attribute, Contributor, Details, Identifiers, Measure } from '../../product/details.ts';
import { count, shapeOf, text } from './shape-of.ts';

/** Identifiers outside Amazon. */
export const identifiersShape = shapeOf<Identifiers>()(
  z.object({
    eans: z.array(text).exactOptional(),
    upcs: z.array(text).exactOptional(),
    isbns: z.array(text).exactOptional(),
    model: text.exactOptional(),
    partNumber: text.exactOptional(),
  }),
);

/** A person who made the product. */
export const contributorShape = shapeOf<Contributor>()(z.object({ name: text, role: text.exactOptional() }));

/** A named value. */
export const attributeShape = shapeOf<Attribute>()(z.object({ name: text, value: text }));

const measure = shapeOf<Measure>()(z.object({ value: z.number(), unit: text }));

/** Facts about a product. */
export const detailsShape = shapeOf<Details>()(
  z.object({
    binding: text.exactOptional(),
    manufacturer: text.exactOptional(),
    publisher: text.exactOptional(),
    edition: text.exactOptional(),
    pages: count.exactOptional(),
    releaseDate: text.exactOptional(),
    publicationDate: text.exactOptional(),
    languages: z.array(text).exactOptional(),
    color: text.exactOptional(),
    size: text.exactOptional(),
    unitCount: count.exactOptional(),
    isAdult: z.boolean().exactOptional(),
    dimensions: z
      .object({
        height: measure.exactOptional(),
        length: measure.exactOptional(),
        width: measure.exactOptional(),
        weight: measure.exactOptional(),
      })
      .exactOptional(),
    specifications: z.array(attributeShape).exactOptional(),
  }),
);

/** A category's id and name. */
export const namedNodeShape = shapeOf<NamedNode>()(z.object({ id: text.regex(/^\d{1,19}$/), name: text }));

/** A category of a product. */
export const productBrowseNodeShape = shapeOf<ProductBrowseNode>()(
  z.object({
    ...namedNodeShape.shape,
    isRoot: z.boolean().exactOptional(),
    ancestors: z.array(namedNodeShape).exactOptional(),
    salesRank: count.exactOptional(),
  }),
);
